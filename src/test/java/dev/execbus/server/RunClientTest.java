package dev.execbus.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.execbus.protocol.ByteChunk;
import io.vertx.core.Vertx;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.function.IntPredicate;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(20)
final class RunClientTest {
    private static final int SIZE = 300_000;

    /** Frames of a run that is not disturbed: 3 of the introduction, 3 of the start, 3 for each write, 4 of the end. */
    private static final int FRAMES = 3 + 3 + 3 * 5 + 4;

    private Vertx vertx;
    private final byte[] stdin = new byte[SIZE];
    private final ByteArrayOutputStream stdout = new ByteArrayOutputStream();
    private final ByteArrayOutputStream stderr = new ByteArrayOutputStream();
    private final List<String> warnings = new ArrayList<>();
    private ScriptedServer server;

    @BeforeEach
    void start() {
        vertx = ClientVertx.start();
        new Random(1).nextBytes(stdin);
    }

    @AfterEach
    void stop() throws Exception {
        vertx.close().toCompletionStage().toCompletableFuture().get(10, TimeUnit.SECONDS);
    }

    @Test
    void passesInputOutputAndExitCode() throws Exception {
        assertThat(run(frame -> false)).isEqualTo(new RunOutcome.Exited(ScriptedServer.EXIT_CODE));
        assertEveryByteOnce();
        assertThat(server.frames()).isEqualTo(FRAMES);
    }

    static IntStream everyFrame() {
        return IntStream.rangeClosed(1, FRAMES);
    }

    @ParameterizedTest
    @MethodSource("everyFrame")
    void losesNothingWhereverTheConnectionIsCut(int where) throws Exception {
        assertThat(run(frame -> frame == where)).isEqualTo(new RunOutcome.Exited(ScriptedServer.EXIT_CODE));
        assertEveryByteOnce();
        assertThat(server.cuts()).isEqualTo(1);
    }

    @ParameterizedTest
    @ValueSource(ints = {11, 13, 17})
    void losesNothingWhenTheConnectionIsCutAgainAndAgain(int every) throws Exception {
        assertThat(run(frame -> frame < 200 && frame % every == 0))
                .isEqualTo(new RunOutcome.Exited(ScriptedServer.EXIT_CODE));
        assertEveryByteOnce();
        assertThat(server.cuts()).isGreaterThan(1);
    }

    @Test
    void triesAgainWhileTheSessionIsStillAttached() throws Exception {
        server = new ScriptedServer(vertx, frame -> frame == 12);
        server.refuseToResume(-32010, -32010);

        assertThat(run("cat")).isEqualTo(new RunOutcome.Exited(ScriptedServer.EXIT_CODE));
        assertEveryByteOnce();
    }

    @Test
    void givesUpWhenTheSessionIsUnknown() throws Exception {
        server = new ScriptedServer(vertx, frame -> frame == 12);
        server.refuseToResume(-32600);

        assertThat(run("cat")).isEqualTo(new RunOutcome.Failed("the session is lost: not now"));
    }

    @Test
    void saysThatThereIsNoSuchCommand() throws Exception {
        server = new ScriptedServer(vertx, frame -> false);

        assertThat(run("missing"))
                .isEqualTo(new RunOutcome.Failed(
                        RunOutcome.NOT_FOUND, "the command did not start: No such file or directory (os error 2)"));
    }

    @Test
    void doesNotWaitForAServerThatIsNotThere() throws Exception {
        int free;
        try (ServerSocket socket = new ServerSocket(0)) {
            free = socket.getLocalPort();
        }

        assertThat(run("cat", free)).isInstanceOfSatisfying(RunOutcome.Failed.class, failed -> {
            assertThat(failed.exitCode()).isEqualTo(RunOutcome.FAILED);
            assertThat(failed.sentence()).startsWith("cannot connect to the server: Connection refused");
        });
    }

    @Test
    void passesAServerThatIsNotThere() throws Exception {
        int free;
        try (ServerSocket socket = new ServerSocket(0)) {
            free = socket.getLocalPort();
        }
        server = new ScriptedServer(vertx, frame -> frame == 12);
        int port = server.listen().toCompletionStage().toCompletableFuture().get(10, TimeUnit.SECONDS);

        assertThat(run("cat", free, port)).isEqualTo(new RunOutcome.Exited(ScriptedServer.EXIT_CODE));
        assertEveryByteOnce();
    }

    private void assertEveryByteOnce() {
        assertThat(ByteChunk.of(stdout.toByteArray())).isEqualTo(ByteChunk.of(stdin));
        assertThat(stderr).hasToString("hello\n");
        assertThat(warnings).isEmpty();
    }

    private RunOutcome run(IntPredicate cut) throws Exception {
        server = new ScriptedServer(vertx, cut);
        return run("cat");
    }

    private RunOutcome run(String program) throws Exception {
        int port = server.listen().toCompletionStage().toCompletableFuture().get(10, TimeUnit.SECONDS);
        return run(program, new int[] {port});
    }

    private RunOutcome run(String program, int... ports) throws Exception {
        RunRequest request = new RunRequest("p", List.of(program), "", Map.of(), false, Duration.ZERO);
        SeveralServers servers = new SeveralServers(IntStream.of(ports)
                .<Connection.Connector>mapToObj(port ->
                        new WebSocketConnector(vertx, new ServerUrl(false, "127.0.0.1", port, "/"), Optional.empty()))
                .toList());
        return new RunClient(
                        vertx,
                        servers,
                        Duration.ofSeconds(60),
                        request,
                        new RunClient.Ends(new ByteArrayInputStream(stdin), stdout, stderr, warnings::add),
                        Optional.empty())
                .run();
    }
}
