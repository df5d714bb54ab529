package dev.execbus.server;

import static dev.execbus.server.BackendGround.await;
import static org.assertj.core.api.Assertions.assertThat;

import dev.execbus.client.ExecBackend;
import dev.execbus.client.ExecEvent.Failed;
import dev.execbus.client.ProcessState;
import dev.execbus.client.RemoteBackend;
import dev.execbus.client.RemoteSettings;
import dev.execbus.processes.ProcessSettings.SpawnerChoice;
import dev.execbus.protocol.ProcessMethods.WriteStatus;
import dev.execbus.server.RoughProxy.Roughness;
import io.vertx.core.Future;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A real server behind a way that breaks. */
@Timeout(90)
final class RemoteBackendTest {
    private static final RemoteSettings IMPATIENT =
            RemoteSettings.DEFAULTS.recovering(Duration.ofSeconds(2), Duration.ofMillis(50));

    private static BackendGround ground;

    @BeforeAll
    static void begin() {
        ground = new BackendGround();
    }

    @AfterAll
    static void end() {
        ground.close();
    }

    private static HeardProcess start(RemoteBackend backend, BackendCommand command) {
        return new HeardProcess(await(backend.start(command.params())));
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5})
    void nothingIsLostOnARoughWay(long seed) {
        try (RoughProxy proxy = RoughProxy.to(ground.port(), new Roughness(10, 10, 20, 40), seed)) {
            RemoteBackend backend =
                    ground.remote(proxy.port(), RemoteSettings.DEFAULTS.askingAfter(Duration.ofMillis(150)));
            List<HeardProcess> printing = new ArrayList<>();
            List<HeardProcess> echoing = new ArrayList<>();
            for (int i = 0; i < 4; i++) {
                printing.add(start(
                        backend,
                        BackendCommand.shell("for i in 1 2 3 4 5 6 7 8 9; do seq 1 4000; sleep 0.05; done; exit " + i)
                                .withDigest()));
                echoing.add(start(backend, BackendCommand.of("cat").withStdin().withDigest()));
            }
            StringBuilder written = new StringBuilder();
            List<Future<WriteStatus>> writes = new ArrayList<>();
            for (int line = 0; line < 100; line++) {
                String text = "line " + line + "\n";
                written.append(text);
                echoing.forEach(process -> writes.add(process.process().write(text.getBytes(StandardCharsets.UTF_8))));
            }
            assertThat(writes).allMatch(write -> await(write) == WriteStatus.ACCEPTED);
            echoing.forEach(process -> await(process.process().closeStdin()));
            for (HeardProcess process : echoing) {
                assertThat(process.ended().hasEveryNumberOnce().stdout()).isEqualTo(written.toString());
            }
            for (int i = 0; i < 4; i++) {
                HeardProcess process = printing.get(i).ended().hasEveryNumberOnce();
                assertThat(process.exitCode()).isEqualTo(i);
                assertThat(process.stdout()).startsWith("1\n2\n").hasSize(9 * 18_893);
            }
            assertThat(proxy.cuts()).isPositive();
            await(backend.close());
        }
    }

    @Test
    void aCutConnectionCostsNothing() {
        try (RoughProxy proxy = RoughProxy.to(ground.port(), Roughness.NONE, 0)) {
            RemoteBackend backend = ground.remote(proxy.port(), RemoteSettings.DEFAULTS);
            HeardProcess process = start(
                    backend,
                    BackendCommand.shell("echo one; read line; echo $line; exit 7")
                            .withStdin());
            process.hasSaid("one");
            proxy.cutAll();
            assertThat(await(process.process().write("two\n".getBytes(StandardCharsets.UTF_8))))
                    .isEqualTo(WriteStatus.ACCEPTED);
            assertThat(process.ended().hasEveryNumberOnce().stdout()).isEqualTo("one\ntwo\n");
            assertThat(process.exitCode()).isEqualTo(7);
            await(backend.close());
        }
    }

    @Test
    void aServerThatWasStartedAnewDoesNotKnowTheSession() {
        TestServer first = TestServer.start(SpawnerChoice.NATIVE);
        try (RoughProxy proxy = RoughProxy.to(first.port(), Roughness.NONE, 0);
                TestServer second = TestServer.start(SpawnerChoice.NATIVE)) {
            RemoteBackend backend = ground.remote(proxy.port(), RemoteSettings.DEFAULTS);
            HeardProcess process = start(backend, BackendCommand.shell("echo one; sleep 60"));
            process.hasSaid("one");
            proxy.leadsTo(second.port());
            first.close();
            Failed failed = (Failed) process.ended().events().getLast();
            assertThat(failed.message())
                    .startsWith("exec-server transport disconnected: ")
                    .endsWith("; failed to resume exec-server session: exec-server rejected request (-32600): "
                            + "unknown session id …");
            assertThat(process.process().state()).isEqualTo(new ProcessState(true, null, failed.message()));
            assertThat(start(backend, BackendCommand.shell("exit 4")).ended().exitCode())
                    .isEqualTo(4);
            await(backend.close());
        }
    }

    @Test
    void aWindowThatIsOverIsAFailureAndTheNextCallASession() {
        try (RoughProxy proxy = RoughProxy.to(ground.port(), Roughness.NONE, 0)) {
            RemoteBackend backend = ground.remote(proxy.port(), IMPATIENT);
            HeardProcess process = start(backend, BackendCommand.shell("echo one; sleep 60"));
            process.hasSaid("one");
            proxy.refuses(true);
            proxy.cutAll();
            assertThat(((Failed) process.ended().events().getLast()).message())
                    .startsWith("exec-server transport disconnected: ")
                    .endsWith("; failed to resume exec-server session: recovery timed out after 2s");
            proxy.refuses(false);
            assertThat(start(backend, BackendCommand.shell("exit 4")).ended().exitCode())
                    .isEqualTo(4);
            await(backend.close());
        }
    }

    /** A gateway that does not beat is asked what it holds after 7.8 s. */
    @Test
    void aClientInsideKeepsItsSessionWithoutBeats() {
        ExecBackend inside = ground.open(BackendGround.Way.LOCAL);
        HeardProcess process = new HeardProcess(
                await(inside.start(BackendCommand.shell("sleep 9; echo still").params())));
        assertThat(process.ended().hasEveryNumberOnce().stdout()).isEqualTo("still\n");
        assertThat(new HeardProcess(await(
                                inside.start(BackendCommand.shell("exit 4").params())))
                        .ended()
                        .exitCode())
                .isEqualTo(4);
        await(inside.close());
    }
}
