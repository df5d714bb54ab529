package dev.execbus.server;

import static dev.execbus.server.ViewClient.startingAfter;
import static dev.execbus.server.ViewClient.view;
import static dev.execbus.server.ViewClient.viewing;
import static dev.execbus.server.ViewClient.writing;
import static dev.execbus.server.ViewGround.assertRefused;
import static dev.execbus.server.ViewGround.terminal;
import static org.assertj.core.api.Assertions.assertThat;

import dev.execbus.server.ViewClient.Doorway;
import dev.execbus.testkit.Frame;
import dev.execbus.testkit.RpcClient;
import dev.execbus.testkit.Start;
import io.vertx.core.json.JsonObject;
import java.util.List;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Who may look at processes of others: whoever has a share, and operators. */
@Timeout(60)
final class ViewAccessScenariosTest {
    @RegisterExtension
    private static final ViewGround ground = new ViewGround();

    @ParameterizedTest
    @EnumSource(Doorway.class)
    void shareesSeeWhatTheyMayUntilItIsRevoked(Doorway doorway) {
        try (ViewClient owner = ground.client(doorway);
                ViewClient guest = ground.client(doorway)) {
            owner.start(terminal("t"));
            JsonObject share = owner.call("share/create", RpcClient.of("t").put("role", "observer"))
                    .result();
            JsonObject attached = guest.attach(
                    viewing("v", "t").put("share", share.getString("share")).put("from", startingAfter(0)));
            guest.awaitOutput("v", "ready");

            assertThat(attached.getString("level")).isEqualTo("share");
            assertRefused(guest.call("view/requestDriver", view("v")), "the share of the view lets it look only");
            assertRefused(
                    guest.call("view/takeDriver", view("v")),
                    "only the owner or an operator may take the process over: request it");
            assertRefused(guest.call("view/write", writing("v", "1", "x")), "the view does not drive the process");
            assertThat(owner.call("share/list", new JsonObject()).result().getJsonArray("shares"))
                    .containsExactly(new JsonObject()
                            .put("shareId", share.getString("shareId"))
                            .put("processId", "t")
                            .put("role", "observer")
                            .put("expiresAtMs", share.getLong("expiresAtMs"))
                            .put("views", 1));

            owner.call("share/revoke", new JsonObject().put("shareId", share.getString("shareId")))
                    .result();

            assertThat(guest.awaitTold("v", "ended")).isEqualTo(view("v").put("reason", "revoked"));
            assertRefused(
                    guest.call("process/attach", viewing("v", "t").put("share", share.getString("share"))),
                    "the share is not valid: there is none, it has expired, or it was revoked");
            assertThat(owner.call("share/list", new JsonObject()).result().getJsonArray("shares"))
                    .isEmpty();
        }
    }

    @ParameterizedTest
    @EnumSource(Doorway.class)
    void aShareExpires(Doorway doorway) {
        try (ViewClient owner = ground.client(doorway);
                ViewClient guest = ground.client(doorway)) {
            owner.start(terminal("t"));
            String share = owner.call(
                            "share/create",
                            RpcClient.of("t").put("role", "driver").put("ttlMs", 500))
                    .result()
                    .getString("share");
            guest.attach(viewing("v", "t").put("share", share));

            assertThat(guest.awaitTold("v", "ended")).isEqualTo(view("v").put("reason", "expired"));
        }
    }

    @ParameterizedTest
    @EnumSource(Doorway.class)
    void anOverviewTellsOfSessionsAndNodes(Doorway doorway) {
        try (ViewClient owner = ground.client(doorway);
                ViewClient other = ground.client(doorway)) {
            owner.start(Start.shell("p", "echo out; exit 3"));
            owner.wire().awaitClosed("p");
            JsonObject seen = other.call("session/list", new JsonObject()).result().getJsonArray("sessions").stream()
                    .map(JsonObject.class::cast)
                    .filter(session -> session.getString("session").equals(owner.session()))
                    .findFirst()
                    .orElseThrow();
            JsonObject process = seen.getJsonArray("processes").getJsonObject(0);

            assertThat(seen.copy().putNull("gateway").put("ageMs", 0).put("processes", List.of()))
                    .isEqualTo(new JsonObject()
                            .put("session", owner.session())
                            .put("worker", "test")
                            .putNull("gateway")
                            .put("ageMs", 0)
                            .put("own", false)
                            .put("processes", List.of()));
            assertThat(process)
                    .isEqualTo(RpcClient.of("p")
                            .put("command", "/bin/sh -c echo out; exit 3")
                            .put("cwd", "/tmp")
                            .put("tty", false)
                            .put("running", false)
                            .put("exitCode", 3)
                            .put("startedAtMs", process.getLong("startedAtMs"))
                            .put("endedAtMs", process.getLong("endedAtMs"))
                            .put("viewers", 0)
                            .put("outputBytes", 4));
            JsonObject nodes = other.call("node/list", new JsonObject()).result();
            JsonObject node = nodes.getJsonArray("nodes").getJsonObject(0);
            assertThat(nodes.getJsonArray("nodes")).hasSize(1);
            assertThat(List.of(node.getString("name"), node.getString("role"), node.getString("state")))
                    .isEqualTo(List.of("test", "single", "live"));
        }
    }

    @ParameterizedTest
    @EnumSource(Doorway.class)
    void withoutTheConsoleThereAreNoOperators(Doorway doorway) {
        try (TestServer plain = TestServer.start(new TestSettings().eventBus());
                ViewClient owner = ViewClient.of(plain, doorway);
                ViewClient other = ViewClient.of(plain, doorway)) {
            owner.start(Start.shell("p", "sleep 60"));
            String words = "operator methods are off; the server needs `console: true`";
            for (Frame answer : List.of(
                    other.call("process/attach", other.viewing("v", "p", owner)),
                    other.call(
                            "share/create",
                            RpcClient.of("p").put("session", owner.session()).put("role", "observer")),
                    other.call("share/list", new JsonObject().put("session", owner.session())),
                    other.call("node/list", new JsonObject()))) {
                assertThat(List.of(answer.errorCode(), answer.errorMessage())).isEqualTo(List.of(-32023, words));
            }
            assertThat(other.call("session/list", new JsonObject()).result().getJsonArray("sessions").stream()
                            .map(session -> ((JsonObject) session).getString("session")))
                    .containsExactly(other.session());
        }
    }
}
