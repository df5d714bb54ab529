package dev.execbus.server;

import static dev.execbus.server.ViewClient.startingAfter;
import static dev.execbus.server.ViewClient.view;
import static dev.execbus.server.ViewClient.viewing;
import static dev.execbus.server.ViewClient.writing;
import static dev.execbus.server.ViewGround.assertRefused;
import static dev.execbus.server.ViewGround.size;
import static dev.execbus.server.ViewGround.terminal;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.execbus.server.ViewClient.Doorway;
import dev.execbus.testkit.Eventually;
import dev.execbus.testkit.RpcClient;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.UUID;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Who of those who look at a process drives it. */
@Timeout(60)
final class ViewDrivingScenariosTest {
    @RegisterExtension
    private static final ViewGround ground = new ViewGround();

    @ParameterizedTest
    @EnumSource(Doorway.class)
    void whoOnlyLooksCanNeitherTypeNorSignalNorResize(Doorway doorway) {
        try (ViewClient owner = ground.client(doorway);
                ViewClient other = ground.client(doorway)) {
            owner.start(terminal("t"));
            owner.attach(viewing("own", "t").put("from", startingAfter(0)));
            other.attach(other.viewing("v", "t", owner).put("from", startingAfter(0)));
            other.awaitOutput("v", "ready");

            String words = "the view does not drive the process";
            assertRefused(other.call("view/write", writing("v", "1", "\n")), words);
            assertRefused(other.call("view/signal", view("v").put("signal", "TERM")), words);
            assertRefused(other.call("view/grantDriver", view("v").put("viewer", "nobody")), "unknown viewer nobody");
            other.call("view/resize", view("v").put("size", size(10, 20))).result();
            RpcClient.await(owner.wire().write("t", "1", "\n".getBytes(UTF_8))).result();
            other.awaitOutput("v", "24 80");
        }
    }

    @ParameterizedTest
    @EnumSource(Doorway.class)
    void theRoleIsAskedForAndHandedOver(Doorway doorway) {
        try (ViewClient owner = ground.client(doorway);
                ViewClient other = ground.client(doorway)) {
            owner.start(terminal("t"));
            JsonObject own = owner.attach(viewing("own", "t")
                    .put("from", startingAfter(0))
                    .put("role", "driver")
                    .put("size", size(30, 100)));
            String viewer = other.attach(other.viewing("v", "t", owner)
                            .put("from", startingAfter(0))
                            .put("label", "Ada")
                            .put("size", size(10, 20)))
                    .getString("viewer");
            assertThat(own.getString("role")).isEqualTo("driver");
            assertThat(own.getJsonObject("size")).isEqualTo(size(30, 100));

            assertThat(other.call("view/requestDriver", view("v")).result())
                    .isEqualTo(new JsonObject().put("granted", false));
            assertThat(owner.awaitTold("own", "requested"))
                    .isEqualTo(view("own").put("viewer", viewer).put("label", "Ada"));
            owner.call("view/grantDriver", view("own").put("viewer", viewer)).result();
            other.awaitDriver("v", viewer);

            assertThat(other.told("v", "driver").getLast())
                    .isEqualTo(view("v")
                            .put(
                                    "driver",
                                    new JsonObject().put("viewer", viewer).put("label", "Ada"))
                            .put("you", true)
                            .put("size", size(10, 20)));
            owner.awaitDriver("own", viewer);
            assertThat(owner.told("own", "driver").getLast().getBoolean("you")).isFalse();
            RpcClient.await(other.type("v", "1", "\n")).result();
            other.awaitOutput("v", "10 20");
            assertRefused(owner.call("view/write", writing("own", "1", "\n")), "the view does not drive the process");

            other.call("view/releaseDriver", view("v")).result();
            owner.awaitDriver("own", null);
            owner.call("view/takeDriver", view("own")).result();
            RpcClient.await(owner.type("own", "2", "\n")).result();
            owner.awaitOutput("own", "30 100");
        }
    }

    @ParameterizedTest
    @EnumSource(Doorway.class)
    void theOwnerTakesItBackByTyping(Doorway doorway) {
        try (ViewClient owner = ground.client(doorway);
                ViewClient other = ground.client(doorway)) {
            owner.start(terminal("t"));
            String viewer = other.attach(other.viewing("v", "t", owner)
                            .put("from", startingAfter(0))
                            .put("size", size(10, 20)))
                    .getString("viewer");
            other.call("view/takeDriver", view("v")).result();
            other.awaitDriver("v", viewer);
            owner.call("process/resize", RpcClient.of("t").put("rows", 50).put("cols", 60))
                    .result();
            RpcClient.await(other.type("v", "1", "\n")).result();
            other.awaitOutput("v", "10 20");

            RpcClient.await(owner.wire().write("t", "1", "\n".getBytes(UTF_8))).result();

            other.awaitDriver("v", null);
            other.awaitOutput("v", "50 60");
            assertRefused(other.call("view/write", writing("v", "2", "\n")), "the view does not drive the process");
        }
    }

    @ParameterizedTest
    @EnumSource(Doorway.class)
    void aDriverThatIsGoneGivesTheRoleBack(Doorway doorway) {
        try (ViewClient owner = ground.client(doorway)) {
            owner.start(terminal("t"));
            owner.attach(viewing("own", "t").put("from", startingAfter(0)));
            try (ViewClient other = ground.client(doorway)) {
                String viewer = other.attach(other.viewing("v", "t", owner)).getString("viewer");
                other.call("view/takeDriver", view("v")).result();
                owner.awaitDriver("own", viewer);
                other.wire().drop();
            }
            owner.awaitDriver("own", null);
        }
    }

    @ParameterizedTest
    @EnumSource(Doorway.class)
    void whereNobodyIsConnectedTheRoleIsFree(Doorway doorway) {
        try (ViewClient other = ground.client(doorway)) {
            ViewClient owner = ground.client(doorway);
            owner.start(terminal("t"));
            owner.wire().drop();
            Eventually.holds(
                    "the owner is gone",
                    Duration.ofSeconds(20),
                    () -> other.attach(other.viewing(UUID.randomUUID().toString(), "t", owner)
                                    .put("role", "driver"))
                            .getString("role")
                            .equals("driver"));
        }
    }
}
