package dev.execbus.processes;

import static org.assertj.core.api.Assertions.assertThat;

import dev.execbus.protocol.Signal;
import dev.execbus.testkit.ManualTimers;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class WrappedProcessTest {
    private static final Signal USR1 = Signal.named("USR1").orElseThrow();

    private final RecordedProcess outer = new RecordedProcess();
    private final ManualTimers timers = new ManualTimers();
    private final WrappedProcess process = new WrappedProcess(outer, timers, () -> outer.asked.add("ended"));

    @Test
    void signalsTheCommandAndKillsTheWrapper() {
        outer.hasCommand = true;
        process.signalGroup(Signal.INT);
        process.signalGroup(Signal.KILL);
        assertThat(outer.asked).containsExactly("command INT", "group KILL");
        assertThat(timers.size()).isZero();
    }

    @Test
    void waitsForTheCommandAndKeepsTheOrder() {
        process.signalGroup(Signal.INT);
        process.signalGroup(USR1);
        process.signalGroup(Signal.INT);
        timers.pass(Duration.ofMillis(100));
        assertThat(outer.asked).isEmpty();
        outer.hasCommand = true;
        process.signalGroup(Signal.TERM);
        timers.pass(Duration.ofMillis(200));
        assertThat(outer.asked).containsExactly("command INT", "command USR1", "command TERM");
        assertThat(timers.size()).isZero();
    }

    @Test
    void signalsTheWrapperWhenThereIsNoCommandForTooLong() {
        process.signalGroup(Signal.TERM);
        timers.pass(Duration.ofMillis(1_900));
        assertThat(outer.asked).isEmpty();
        timers.pass(Duration.ofMillis(400));
        assertThat(outer.asked).containsExactly("group TERM");
        assertThat(timers.size()).isZero();
    }

    @Test
    void aKillOvertakesWhatWaits() {
        process.signalGroup(Signal.TERM);
        process.signalGroup(Signal.KILL);
        outer.hasCommand = true;
        timers.pass(Duration.ofSeconds(5));
        assertThat(outer.asked).containsExactly("group KILL");
    }

    @Test
    void tellsItsEndOnceAndForgetsWhatWaits() {
        process.signalGroup(Signal.TERM);
        process.release();
        process.release();
        assertThat(timers.size()).isZero();
        assertThat(outer.asked).isEqualTo(List.of("release", "ended", "release"));
    }
}
