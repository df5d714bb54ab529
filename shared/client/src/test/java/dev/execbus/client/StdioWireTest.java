package dev.execbus.client;

import static org.assertj.core.api.Assertions.assertThat;

import dev.execbus.client.EnvironmentSpec.ByProgram;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
final class StdioWireTest {
    private final Vertx vertx = Vertx.vertx();
    private final VertxLoop loop = new VertxLoop(vertx);
    private final BlockingQueue<String> heard = new LinkedBlockingQueue<>();

    private final Wire.Listener listener = new Wire.Listener() {
        @Override
        public void received(byte[] frame) {
            heard.add(new String(frame, StandardCharsets.UTF_8));
        }

        @Override
        public void closed(String reason) {
            heard.add("closed: " + reason);
        }
    };

    @AfterEach
    void stop() throws Exception {
        await(vertx.close());
    }

    private static <T> T await(Future<T> future) throws Exception {
        return future.toCompletionStage().toCompletableFuture().get(20, TimeUnit.SECONDS);
    }

    private Future<Wire> run(ByProgram program) {
        return loop.ask(() -> new StdioConnector(loop, program).connect(listener));
    }

    private Wire shell(String script) throws Exception {
        return await(run(new ByProgram("/bin/sh", List.of("-c", script), Map.of("WORD", "env"), Path.of("/"))));
    }

    private String next() throws InterruptedException {
        return heard.poll(20, TimeUnit.SECONDS);
    }

    private void send(Wire wire, String text) {
        loop.run(() -> wire.send(text.getBytes(StandardCharsets.UTF_8)));
    }

    @Test
    void speaksLinesWithAProgram() throws Exception {
        Wire wire = shell("echo $WORD $PWD; echo; while read line; do echo got $line; done; echo -n end");
        assertThat(next()).isEqualTo("env /");
        send(wire, "{}");
        assertThat(next()).isEqualTo("got {}");
        await(loop.ask(wire::close));
    }

    @Test
    void tellsThatTheProgramHasEnded() throws Exception {
        shell("echo one; echo -n two");
        assertThat(List.of(next(), next(), next()))
                .containsExactly("one", "two", "closed: the program has ended its output");
    }

    @Test
    void aProgramThatDoesNotEndIsKilledWithWhatItHasStarted() throws Exception {
        Wire wire = shell("sleep 60 & echo $!; echo $$; trap '' TERM; while true; do sleep 1; done");
        List<Long> pids = List.of(Long.parseLong(next()), Long.parseLong(next()));
        await(loop.ask(wire::close));
        for (long pid : pids) {
            ProcessHandle.of(pid)
                    .ifPresent(handle ->
                            handle.onExit().orTimeout(10, TimeUnit.SECONDS).join());
        }
    }

    @Test
    void aProgramThatIsNotThereIsAReason() throws Exception {
        try {
            await(run(new ByProgram("/no/such/program", List.of(), Map.of(), null)));
            throw new AssertionError("it runs");
        } catch (ExecutionException e) {
            assertThat(e.getCause()).isInstanceOf(BackendException.class).hasMessageContaining("/no/such/program");
        }
    }

    @Test
    void aLongLineIsOneMessage() throws Exception {
        shell("head -c 300000 /dev/zero | tr '\\0' x; echo");
        assertThat(next()).hasSize(300_000);
    }
}
