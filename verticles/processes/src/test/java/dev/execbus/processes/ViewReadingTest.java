package dev.execbus.processes;

import static org.assertj.core.api.Assertions.assertThat;

import dev.execbus.bus.Meters;
import dev.execbus.bus.ViewService.Block;
import dev.execbus.processes.ViewReading.Start;
import dev.execbus.protocol.ByteChunk;
import dev.execbus.protocol.ViewMethods;
import dev.execbus.protocol.ViewStart;
import dev.execbus.testkit.ManualTimers;
import io.vertx.core.Future;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

final class ViewReadingTest {
    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final int PLENTY = 1 << 20;

    private final ManualTimers timers = new ManualTimers();
    private final FakeViewed pipes = FakeViewed.onPipes();
    private final FakeViewed terminal = FakeViewed.onTerminal();
    private final ViewMethods.Snapshot shown = new ViewMethods.Snapshot(ByteChunk.utf8("shown"), 24, 80);
    private boolean snapshotsEnded;

    private ViewReading ofPipes() {
        return new ViewReading(pipes, null, timers, new ProcessMeters(Meters.none()).waitingReads());
    }

    private ViewReading ofTerminal() {
        Snapshots snapshots = new Snapshots() {
            @Override
            public Future<Snapshot> take() {
                return Future.succeededFuture(new Snapshot(shown.dataBase64(), 24, 80, terminal.lastSeq()));
            }

            @Override
            public void end() {
                snapshotsEnded = true;
            }
        };
        return new ViewReading(terminal, snapshots, timers, new ProcessMeters(Meters.none()).waitingReads());
    }

    private static List<Long> seqs(Block block) {
        return block.events().stream().map(moment -> moment.event().seq()).toList();
    }

    @Test
    void beginsWithWhatSuitsTheProcess() {
        pipes.prints("a").prints("b");
        terminal.prints("a").prints("b");
        assertThat(ofPipes().begin(null).result()).isEqualTo(new Start(0, null));
        assertThat(ofPipes().begin(new ViewStart.Screen()).result()).isEqualTo(new Start(2, null));
        assertThat(ofTerminal().begin(null).result()).isEqualTo(new Start(2, shown));
        assertThat(ofTerminal().begin(new ViewStart.After(1)).result()).isEqualTo(new Start(1, null));
    }

    @Test
    void beginsBehindANumberOrAtATime() {
        pipes.prints("a").prints("b").prints("c");
        ViewReading reading = ofPipes();
        assertThat(reading.begin(new ViewStart.After(9)).result()).isEqualTo(new Start(3, null));
        assertThat(reading.begin(new ViewStart.At(2_000)).result()).isEqualTo(new Start(1, null));
        assertThat(reading.begin(new ViewStart.At(99_000)).result()).isEqualTo(new Start(3, null));
    }

    @Test
    void tellsEventsWithTheirTimesUpToItsBound() {
        pipes.prints("abc").prints("def").prints("g");
        Block block = ofPipes().next(1, 4, PATIENCE).result();
        assertThat(seqs(block)).containsExactly(2L, 3L);
        assertThat(block.events().getFirst().timeMs()).isEqualTo(2_000);
        assertThat(seqs(ofPipes().next(0, 1, PATIENCE).result())).containsExactly(1L);
    }

    @Test
    void waitsForWhatComes() {
        ViewReading reading = ofPipes();
        Future<Block> next = reading.next(0, PLENTY, PATIENCE);
        assertThat(next.isComplete()).isFalse();
        pipes.prints("a");
        assertThat(seqs(next.result())).containsExactly(1L);
        assertThat(timers.size()).isZero();
    }

    @Test
    void waitsNoLongerThanItsPatience() {
        Future<Block> next = ofPipes().next(0, PLENTY, PATIENCE);
        timers.pass(PATIENCE);
        assertThat(next.result()).isEqualTo(new Block(0, List.of(), 0, null));
    }

    @Test
    void passesOverWhatIsNoLongerThere() {
        pipes.prints("abc").prints("d");
        pipes.drops();
        Block block = ofPipes().next(0, PLENTY, PATIENCE).result();
        assertThat(List.of(block.afterSeq(), block.droppedBytes())).containsExactly(1L, 3L);
        assertThat(seqs(block)).containsExactly(2L);
    }

    @Test
    void showsTheScreenWhereATerminalHasAGap() {
        terminal.prints("abc").prints("d").prints("e");
        terminal.drops();
        assertThat(ofTerminal().next(0, PLENTY, PATIENCE).result()).isEqualTo(new Block(3, List.of(), 3, shown));
    }

    @Test
    void endsWithItsSnapshotsAndLetsEverybodyGo() {
        ViewReading reading = ofTerminal();
        Future<Block> next = reading.next(0, PLENTY, PATIENCE);
        reading.end();
        assertThat(next.isComplete()).isTrue();
        assertThat(snapshotsEnded).isTrue();
        assertThat(timers.size()).isZero();
    }
}
