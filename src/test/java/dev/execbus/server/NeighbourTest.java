package dev.execbus.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.execbus.bus.ProcessEvent.Exited;
import dev.execbus.protocol.Verdict;
import dev.execbus.testkit.Eventually;
import dev.execbus.testkit.RpcClient;
import dev.execbus.testkit.Start;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Whoever takes too much is ended by its own limit while its neighbour is answered. Each of the culprits is bounded by
 * itself, too, so that a limit that fails cannot hurt the machine.
 */
@Timeout(60)
final class NeighbourTest {
    /** Of a culprit, whatever happens. */
    private static final int SECONDS = 20;

    private static final Duration LEFT_WITHIN = Duration.ofSeconds(10);

    @TempDir
    private Path folder;

    private TestServer server;
    private RpcClient culprit;
    private EchoClient neighbour;

    @BeforeEach
    void start() {
        server = TestServer.start(new TestSettings());
        culprit = server.client();
        neighbour = new EchoClient(server.client());
    }

    @AfterEach
    void stop() {
        neighbour.close();
        culprit.close();
        server.close();
    }

    @Test
    void aForkBombEndsAtItsNumberOfProcesses() {
        String nap = "sleep " + SECONDS + ".0" + ProcessHandle.current().pid();
        Exited exited = ended("i=0; while [ $i -lt 500 ]; do " + nap + " & i=$((i+1)); done; wait", "processes", 64);

        assertThat(exited.verdict()).isEqualTo(Verdict.PIDS);
        neighbour.checkAnswered("a fork bomb");
        nothingRunsOf(nap);
    }

    @Test
    void aMemoryHogEndsAtItsMemory() {
        assumeTrue(Files.isExecutable(Path.of("/usr/bin/perl")), "no perl on this machine");
        String program = "my @a; push @a, q(x) x (64 << 20) for 1 .. 32; sleep " + SECONDS;
        Exited exited =
                ended("exec timeout -s KILL " + SECONDS + " perl -e '" + program + "'", "memoryBytes", 200 << 20);

        assertThat(exited.verdict()).isEqualTo(Verdict.OOM);
        neighbour.checkAnswered("a memory hog");
        nothingRunsOf("64 << 20");
    }

    @Test
    void aDiskFillerEndsAtItsLengthOfAFile() throws IOException {
        Path file = folder.resolve("filler-" + ProcessHandle.current().pid());
        Exited exited = ended(
                "exec timeout -s KILL " + SECONDS + " head -c 1073741824 /dev/zero > " + file, "fileBytes", 16 << 20);

        assertThat(exited.verdict()).isEqualTo(Verdict.FILE_SIZE);
        assertThat(Files.size(file)).isEqualTo(16 << 20);
        neighbour.checkAnswered("a disk filler");
        nothingRunsOf("head -c 1073741824");
    }

    private Exited ended(String script, String limit, int value) {
        neighbour.echo();
        Start start = Start.shell("culprit", script).with("limits", new JsonObject().put(limit, value));
        culprit.start(start).result();
        while (!hasEnded()) {
            neighbour.echo();
        }
        return culprit.awaitClosed("culprit").exited();
    }

    private boolean hasEnded() {
        return culprit.notifications().stream()
                .anyMatch(frame -> frame.method().equals("process/closed") && frame.isAbout("culprit"));
    }

    private static void nothingRunsOf(String part) {
        Eventually.holds(
                "nothing runs of " + part, LEFT_WITHIN, () -> running(part).isEmpty());
    }

    private static List<ProcessHandle> running(String part) {
        return ProcessHandle.allProcesses()
                .filter(process -> process.info().commandLine().orElse("").contains(part))
                .toList();
    }
}
