package dev.execbus.server;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.execbus.protocol.ErrorCode;
import dev.execbus.testkit.Eventually;
import dev.execbus.testkit.RpcClient;
import dev.execbus.testkit.Start;
import dev.execbus.testkit.WebSocketWire;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

/** A worker is killed: its clients are told, never left waiting, and the rest goes on. */
@EnabledOnOs(OS.LINUX)
@Timeout(240)
final class WorkerKillIT {
    private static final Duration TOLD = Duration.ofSeconds(6);
    private static final Duration UNKNOWN = Duration.ofSeconds(10);
    private static final Duration BACK = Duration.ofSeconds(40);

    @Test
    void whoWaitsForAKilledWorkerIsToldAndWorkGoesElsewhere() {
        try (LocalCluster cluster = LocalCluster.start("worker-kill", Map.of())) {
            ClusterNode gateway = cluster.node("g1");
            ClusterNode worker = cluster.node("w1");
            ClusterClient waiting = cluster.client(gateway, worker);
            waiting.call("process/start", Start.of("p", "cat").pipeStdin().params());
            CompletableFuture<JsonNode> read = waiting.send(
                    "process/read", RpcClient.of("p").put("waitMs", 3_600_000).put("afterSeq", 0));
            // The read is on its way behind an answer of the same process.
            waiting.call("process/write", RpcClient.of("p").put("writeId", "1").put("chunk", ""));

            long killed = System.nanoTime();
            worker.kill();
            JsonNode told = Waiting.on("the answer to the waiting read", read, TOLD);
            Figures.since("worker killed, waiting process/read answered", killed);
            assertThat(told.path("result").path("failure").textValue())
                    .as("failure in " + told)
                    .isNotBlank();
            WebSocketWire.End end = Waiting.on("the end of the connection", waiting.ended(), TOLD);
            Figures.since("worker killed, connection closed with " + end, killed);
            assertThat(end.reason()).isNotBlank();

            awaitUnknown(cluster, gateway, waiting.sessionId());
            Figures.since("worker killed, session unknown", killed);

            for (ClusterNode each : List.of(gateway, cluster.other(gateway))) {
                ClusterClient anywhere = ClusterClient.open(each.address(), "/", cluster.headers());
                assertThat(anywhere.call("process/start", Start.of("p", "true").params())
                                .has("result"))
                        .isTrue();
            }

            worker.start();
            long restarted = System.nanoTime();
            for (ClusterNode each : List.of(gateway, cluster.other(gateway))) {
                Eventually.holds(
                        each + " gives sessions on the restarted worker", BACK, () -> cluster.gives(each, worker));
            }
            Figures.since("worker restarted, takes sessions", restarted);
        }
    }

    private static void awaitUnknown(LocalCluster cluster, ClusterNode gateway, String sessionId) {
        Eventually.holds("the session is unknown", UNKNOWN, () -> {
            try (ClusterClient client = ClusterClient.connect(gateway.address(), "/", cluster.headers())) {
                return client.initialize(sessionId).path("error").path("code").asInt()
                        == ErrorCode.INVALID_REQUEST.number();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        });
    }
}
