package dev.execbus.server;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.execbus.protocol.ErrorCode;
import dev.execbus.testkit.Eventually;
import dev.execbus.testkit.RpcClient;
import dev.execbus.testkit.Start;
import dev.execbus.testkit.WebSocketWire;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

/** A node stands still for twenty seconds and comes back with what it held before. */
@EnabledOnOs(OS.LINUX)
@Timeout(240)
final class FrozenNodeIT {
    private static final Duration FROZEN = Duration.ofSeconds(20);
    private static final Duration SOON = Duration.ofSeconds(10);
    private static final Duration CAUGHT_UP = Duration.ofSeconds(30);
    private static final Duration LET_GO = Duration.ofSeconds(8);

    /** What the frozen gateway still holds of a session that went on elsewhere has no effect on it. */
    @Test
    void aFrozenGatewayIsFencedWhenItIsBack() throws IOException {
        try (LocalCluster cluster = LocalCluster.start("frozen-gateway", Map.of());
                StreamKeeper keeper = cluster.keeper("/environments/w2", 20, 1_000)) {
            ClusterNode frozen = cluster.carrier(keeper);
            ClusterClient before = cluster.client(frozen, cluster.node("w1"));
            before.call("process/start", Start.of("p", "cat").pipeStdin().params());
            before.write("p", "1", "before ");
            Eventually.holds("echoed", SOON, () -> before.output().equals("before "));

            long begun = System.nanoTime();
            keeper.session().markCut();
            frozen.freeze();
            try (ClusterClient after = resumed(cluster, cluster.other(frozen), before.sessionId())) {
                Figures.since("gateway frozen, session resumed elsewhere", begun);
                after.write("p", "2", "after ");
                Eventually.holds("echoed", SOON, () -> after.output().equals("after "));
                CompletableFuture<JsonNode> stale = before.writeSoon("p", "3", "stale ");

                keeper.awaitResumed(1, SOON);
                Waiting.pass(FROZEN.minusNanos(System.nanoTime() - begun));
                frozen.thaw();
                long thawed = System.nanoTime();
                // Which may be a refusal or the end of the connection; accepted it must not be.
                assertThat(acceptance(stale)).isNotEqualTo("accepted");
                Waiting.on("the old connection ends", before.ended(), LET_GO);
                Figures.since("gateway thawed, old connection closed", thawed);

                after.write("p", "4", "end");
                Eventually.holds("echoed", SOON, () -> after.output().endsWith("end"));
                assertThat(after.output()).isEqualTo("after end");
                assertThat(before.output()).isEqualTo("before ");
            }
            Eventually.holds(frozen + " gives sessions again", SOON, () -> cluster.gives(frozen, cluster.node("w1")));
            StreamKeeper.Digests digests = keeper.finish();
            keeper.tell("gateway frozen for 20 s");
            assertThat(digests).isEqualTo(keeper.expected());
        }
    }

    private static String acceptance(CompletableFuture<JsonNode> write) {
        try {
            return Waiting.on("an answer", write, LET_GO)
                    .path("result")
                    .path("status")
                    .asText();
        } catch (AssertionError ended) {
            return "none";
        }
    }

    /** As clients do: who is let go while the nodes find each other again comes back and says the same again. */
    private static String echoed(LocalCluster cluster, ClusterNode gateway, String sessionId, String text)
            throws IOException {
        for (int attempt = 1; ; attempt++) {
            try (ClusterClient client = resumed(cluster, gateway, sessionId)) {
                String missed = attempt == 1 ? "" : read(client);
                CompletableFuture<JsonNode> answer = client.writeSoon("p", "1", text);
                Waiting.until(
                        () -> "echoed, nor let go; the answer to the write: " + answer,
                        SOON,
                        () -> client.ended().isDone() || (missed + client.output()).equals(text));
                if (!client.ended().isDone()) {
                    return read(client);
                }
                assertThat(attempt).as("let go again: " + client.ended().join()).isLessThan(5);
            }
        }
    }

    private static String read(ClusterClient client) throws IOException {
        StringBuilder all = new StringBuilder();
        JsonNode answer = client.call("process/read", RpcClient.of("p"));
        for (JsonNode chunk : answer.path("result").path("chunks")) {
            all.append(new String(chunk.path("chunk").binaryValue(), StandardCharsets.UTF_8));
        }
        return all.toString();
    }

    private static ClusterClient resumed(LocalCluster cluster, ClusterNode gateway, String sessionId)
            throws IOException {
        ClusterClient client = ClusterClient.connect(gateway.address(), "/", cluster.headers());
        Eventually.holds(
                "resumed by " + gateway,
                SOON,
                () -> client.initialize(sessionId).has("result"));
        return client;
    }

    @Test
    void aFrozenWorkersSessionsAreThereWhenItIsBack() throws IOException {
        try (LocalCluster cluster = LocalCluster.start("frozen-worker", Map.of());
                StreamKeeper keeper = cluster.keeper("/environments/w1", 10, 500)) {
            ClusterNode frozen = cluster.node("w1");
            ClusterNode gateway = cluster.node("g1");
            ClusterClient before = cluster.client(gateway, frozen);
            before.call("process/start", Start.of("p", "cat").pipeStdin().params());
            keeper.awaitSettled(SOON);

            long begun = System.nanoTime();
            keeper.session().markCut();
            frozen.freeze();
            WebSocketWire.End end = Waiting.on("its clients are let go", before.ended(), LET_GO);
            Figures.since("worker frozen, client let go with " + end, begun);
            try (ClusterClient after = ClusterClient.connect(gateway.address(), "/", cluster.headers())) {
                JsonNode answer = after.initialize(before.sessionId());
                assertThat(answer.path("error").path("code").asInt())
                        .as("meanwhile " + answer)
                        .isEqualTo(ErrorCode.SESSION_ALREADY_ATTACHED.number());
            }
            try (ClusterClient anywhere = ClusterClient.open(gateway.address(), "/", cluster.headers())) {
                assertThat(anywhere.call("process/start", Start.of("p", "true").params())
                                .has("result"))
                        .isTrue();
            }
            Waiting.pass(FROZEN.minusNanos(System.nanoTime() - begun));
            frozen.thaw();
            long thawed = System.nanoTime();
            assertThat(echoed(cluster, gateway, before.sessionId(), "here")).isEqualTo("here");
            Figures.since("worker thawed, written and echoed", thawed);
            keeper.awaitResumed(1, SOON);
            Figures.since("worker thawed, stream goes on", thawed);
            keeper.awaitSettled(CAUGHT_UP);
            keeper.flowFor(Duration.ofSeconds(1));
            StreamKeeper.Digests digests = keeper.finish();
            keeper.tell("worker frozen for 20 s");
            assertThat(digests).isEqualTo(keeper.expected());
        }
    }
}
