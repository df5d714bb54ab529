package dev.execbus.server;

import static dev.execbus.server.ViewClient.startingAfter;
import static dev.execbus.server.ViewClient.view;
import static dev.execbus.server.ViewClient.viewing;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.execbus.testkit.Eventually;
import dev.execbus.testkit.RpcClient;
import dev.execbus.testkit.Start;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

/** Processes of one worker, looked at through every gateway of a cluster, while one of these dies. */
@EnabledOnOs(OS.LINUX)
@Timeout(180)
final class ViewsIT {
    private static final Start ECHO =
            Start.shell("p", "while read line; do echo \"<$line>\"; done").pipeStdin();

    private static void type(ViewClient client, String viewId, String text) {
        assertThat(RpcClient.await(client.type(viewId, text, text + "\n"))
                        .result()
                        .getString("status"))
                .isEqualTo("accepted");
    }

    @Test
    void viewsGoOnWhereverTheyAre() {
        try (LocalCluster cluster = LocalCluster.start("views", Map.of("console", "true"))) {
            ClusterNode g1 = cluster.node("g1");
            ClusterNode g2 = cluster.node("g2");
            ViewClient owner = ViewClient.of(cluster, g1, cluster.node("w1"), null);
            ViewClient near = ViewClient.of(cluster, g1, cluster.node("w2"), null);
            ViewClient far = ViewClient.of(cluster, g2, cluster.node("w2"), null);
            owner.start(ECHO);
            RpcClient.await(owner.wire().write("p", "1", "one\n".getBytes(UTF_8)));
            near.attach(near.viewing("near", "p", owner).put("role", "driver"));
            String viewer = far.attach(far.viewing("far", "p", owner).put("label", "Ada"))
                    .getString("viewer");
            far.call("view/takeDriver", view("far")).result();
            near.awaitDriver("near", viewer);
            type(far, "far", "two");
            List.of(near, far).forEach(client -> client.awaitOutput(client == near ? "near" : "far", "<two>\n"));

            g1.kill();
            type(far, "far", "three");
            far.awaitOutput("far", "<one>\n<two>\n<three>\n");

            JsonObject last = near.told("near", "output").getLast();
            ViewClient again = ViewClient.of(cluster, g2, cluster.node("w1"), null);
            again.attach(again.viewing("again", "p", owner).put("from", startingAfter(last.getLong("seq"))));
            again.awaitOutput("again", "<three>\n");
            assertThat(again.output("again")).isEqualTo("<three>\n");
            ViewClient back = ViewClient.of(cluster, g2, cluster.node("w1"), owner.sessionId());
            RpcClient.await(back.wire().write("p", "4", "four\n".getBytes(UTF_8)));
            far.awaitDriver("far", null);
            back.attach(viewing("mine", "p"));
            List.of(far, again, back)
                    .forEach(client ->
                            client.awaitOutput(client == far ? "far" : client == again ? "again" : "mine", "<four>\n"));
            assertThat(back.output("mine")).isEqualTo("<one>\n<two>\n<three>\n<four>\n");
        }
    }

    @Test
    void theRoleOfALostGatewayIsFreeAfterAMinute() {
        try (LocalCluster cluster = LocalCluster.start("views-lost", Map.of("console", "true"))) {
            ViewClient owner = ViewClient.of(cluster, cluster.node("g1"), cluster.node("w1"), null);
            ViewClient far = ViewClient.of(cluster, cluster.node("g2"), cluster.node("w2"), null);
            owner.start(ECHO);
            owner.attach(viewing("mine", "p"));
            String viewer = far.attach(far.viewing("far", "p", owner)).getString("viewer");
            far.call("view/takeDriver", view("far")).result();
            owner.awaitDriver("mine", viewer);

            cluster.node("g2").kill();

            Eventually.holds(
                    "the owner drives again",
                    Duration.ofSeconds(90),
                    () -> owner.told("mine", "driver")
                                    .getLast()
                                    .getJsonObject("driver")
                                    .getString("viewer")
                            == null);
            owner.close();
        }
    }

    @Test
    void viewsOfALostWorkerEnd() {
        try (LocalCluster cluster = LocalCluster.start("views-worker", Map.of("console", "true"))) {
            ViewClient owner = ViewClient.of(cluster, cluster.node("g1"), cluster.node("w1"), null);
            ViewClient far = ViewClient.of(cluster, cluster.node("g2"), cluster.node("w2"), null);
            owner.start(ECHO);
            far.attach(far.viewing("far", "p", owner));

            cluster.node("w1").kill();

            assertThat(far.awaitTold("far", "ended")).isEqualTo(view("far").put("reason", "worker"));
            assertThat(far.call("node/list", new JsonObject()).result().getJsonArray("nodes").stream()
                            .map(node -> ((JsonObject) node).getString("name")))
                    .containsExactly("g1", "g2", "w2");
        }
    }
}
