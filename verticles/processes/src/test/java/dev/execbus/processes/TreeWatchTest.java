package dev.execbus.processes;

import static dev.execbus.processes.Launches.shell;
import static org.assertj.core.api.Assertions.assertThat;

import dev.execbus.protocol.ResourceLimits;
import dev.execbus.protocol.Signal;
import dev.execbus.protocol.StreamName;
import dev.execbus.protocol.Verdict;
import dev.execbus.testkit.Eventually;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;

/** Every culprit is bounded by itself: 500 processes, 400 MiB, 20 s. */
@EnabledIf("available")
final class TreeWatchTest {
    private static final Duration DEADLINE = Duration.ofSeconds(20);
    private static final ExitStatus KILLED = new ExitStatus.Killed(Signal.KILL);
    /** Each doubles itself, seven times: 255 in all if nobody ends it. */
    private static final String FORK_BOMB =
            "b() { if [ $1 -lt 7 ]; then b $(($1 + 1)) & b $(($1 + 1)) & fi; exec sleep 20.4242; }; b 0";

    private static NativeSpawner spawner;

    private final TreeWatch watch = TreeWatch.ofThisMachine("test", Duration.ofMillis(100));
    private final WatchedSession unlimited = new WatchedSession(ResourceLimits.NONE);

    static boolean available() {
        return NativeSupport.probe().isEmpty();
    }

    @BeforeAll
    static void open() {
        spawner = new NativeSpawner(new ThreadDriver("test"));
    }

    @AfterAll
    static void close() {
        spawner.close();
    }

    /** A run whose tree is watched. */
    private record Watched(Run run, WatchedTree tree, VerdictNote note) implements AutoCloseable {
        ExitStatus awaitExit() {
            ExitStatus status = run.seen().awaitExit();
            tree.rootExited();
            return status;
        }

        @Override
        public void close() {
            run.close();
            awaitExit();
        }
    }

    private Watched start(Launch launch, ResourceLimits limits, WatchedSession session) {
        Run run = Run.start(spawner, launch);
        VerdictNote note = new VerdictNote();
        WatchedTree tree = new WatchedTree((int) run.process().pid(), 0, limits, session, note);
        watch.watch(tree);
        return new Watched(run, tree, note);
    }

    @Test
    void endsAForkBomb() {
        try (Watched bomb = start(shell(FORK_BOMB), limits(0, 60), unlimited);
                Watched other = start(shell("exec sleep 20.4343"), limits(0, 60), unlimited)) {
            assertThat(bomb.awaitExit()).isEqualTo(KILLED);
            assertThat(bomb.note().get()).isEqualTo(Verdict.PIDS);
            await("the end of the fork bomb", () -> running("20.4242").isEmpty());
            assertThat(other.note().get()).isNull();
            assertThat(running("20.4343")).hasSize(1);
        }
        awaitNoThread();
    }

    @Test
    void endsAMemoryHog() {
        try (Watched hog = start(shell("head -c 400M /dev/zero | tail; sleep 20"), limits(100 << 20, 0), unlimited)) {
            assertThat(hog.awaitExit()).isEqualTo(KILLED);
            assertThat(hog.note().get()).isEqualTo(Verdict.OOM);
        }
        awaitNoThread();
    }

    @Test
    void endsTheLargestOfASession() {
        WatchedSession session = new WatchedSession(limits(0, 5));
        try (Watched small = start(shell("sleep 20 & exec sleep 20"), ResourceLimits.NONE, session);
                Watched large =
                        start(shell("sleep 20 & sleep 20 & sleep 20 & exec sleep 20"), ResourceLimits.NONE, session)) {
            assertThat(large.awaitExit()).isEqualTo(KILLED);
            assertThat(large.note().get()).isEqualTo(Verdict.PIDS);
            assertThat(small.note().get()).isNull();
            assertThat(ProcessHandle.of(small.run().process().pid())).isPresent();
        }
        awaitNoThread();
    }

    @Test
    void endsWhatHasLeftItsSession() {
        Launch launch = shell("setsid sh -c 'sleep 0.3; sleep 20.4545 & exit' & exec sleep 20");
        try (Watched daemon = start(launch, limits(0, 50), unlimited)) {
            await("the daemon", () -> commands("20.4545").equals(List.of("sleep")));
            daemon.tree().condemn(Verdict.OUTPUT_QUOTA);
            watch.wake();
            assertThat(daemon.awaitExit()).isEqualTo(KILLED);
            await("the end of the daemon", () -> running("20.4545").isEmpty());
        }
        awaitNoThread();
    }

    @Test
    void endsEverythingWhenItCloses() {
        try (Watched one = start(shell("sleep 20.4646 & echo ready; wait"), limits(0, 50), unlimited)) {
            one.run().seen().awaitOutput(StreamName.STDOUT, "ready");
            watch.close();
            assertThat(running("20.4646")).isEmpty();
            assertThat(one.awaitExit()).isEqualTo(KILLED);
            assertThat(one.note().get()).isNull();
        }
    }

    private static ResourceLimits limits(long memoryBytes, long processes) {
        return new ResourceLimits(memoryBytes, processes, 0, 0, 0, 0);
    }

    private static List<ProcessHandle> running(String argument) {
        return ProcessHandle.allProcesses()
                .filter(handle -> handle.info()
                        .arguments()
                        .map(arguments -> List.of(arguments).contains(argument))
                        .orElse(false))
                .toList();
    }

    private static List<String> commands(String argument) {
        return running(argument).stream()
                .map(handle -> Path.of(handle.info().command().orElse(""))
                        .getFileName()
                        .toString())
                .toList();
    }

    private static void awaitNoThread() {
        await(
                "the end of the watch's thread",
                () -> Thread.getAllStackTraces().keySet().stream()
                        .noneMatch(thread -> thread.getName().equals("limits-test")));
    }

    private static void await(String what, Supplier<Boolean> condition) {
        Eventually.holds(what, DEADLINE, condition);
    }
}
