package dev.execbus.processes;

import static org.assertj.core.api.Assertions.assertThat;

import dev.execbus.protocol.StreamName;
import dev.execbus.testkit.ManualTimers;
import io.vertx.core.Promise;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

final class HeldExitTest {
    private static final ExitStatus STATUS = new ExitStatus.Code(3);

    private final ManualTimers timers = new ManualTimers();
    private final List<String> told = new ArrayList<>();
    private final HeldExit exit = new HeldExit(
            new ProcessObserver() {
                @Override
                public void output(StreamName stream, byte[] bytes) {
                    told.add("output");
                }

                @Override
                public void ended(StreamName stream) {
                    told.add("ended");
                }

                @Override
                public void exited(ExitStatus status) {
                    told.add("exited");
                }

                @Override
                public void writable() {
                    told.add("writable");
                }
            },
            timers,
            2);

    @Test
    void holdsNothingBackWhereNothingIsWrapped() {
        exit.exited(STATUS);
        exit.ended(StreamName.STDOUT);
        assertThat(told).containsExactly("exited", "ended");
    }

    @Test
    void tellsTheExitOnceOutputAndMountPointsAreGone() {
        Promise<Void> given = Promise.promise();
        exit.until(given::future);
        exit.exited(STATUS);
        exit.output(StreamName.STDOUT, new byte[1]);
        exit.ended(StreamName.STDOUT);
        exit.ended(StreamName.STDERR);
        assertThat(told).containsExactly("output", "ended", "ended");
        given.complete();
        assertThat(told).containsExactly("output", "ended", "ended", "exited");
    }

    @Test
    void waitsForStreamsNoLongerThanItsPatience() {
        exit.until(() -> Promise.<Void>promise().future());
        exit.exited(STATUS);
        timers.pass(Duration.ofSeconds(2));
        assertThat(told).containsExactly("exited");
        exit.ended(StreamName.STDOUT);
        exit.ended(StreamName.STDERR);
        assertThat(told).containsExactly("exited", "ended", "ended");
    }
}
