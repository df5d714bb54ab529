package dev.execbus.server;

import static dev.execbus.server.ViewClient.startingAfter;
import static dev.execbus.server.ViewClient.view;
import static dev.execbus.server.ViewClient.viewing;
import static dev.execbus.server.ViewClient.writing;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.execbus.server.ViewClient.Doorway;
import dev.execbus.testkit.Eventually;
import dev.execbus.testkit.Frame;
import dev.execbus.testkit.RpcClient;
import dev.execbus.testkit.Start;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.UUID;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What clients see of processes they look at, on both doors and through several gateways. */
@Timeout(60)
final class ViewScenariosTest {
    private static final int REFUSED = -32600;

    private static TestServer server;

    @BeforeAll
    static void start() {
        server = TestServer.start(new TestSettings().gateways(2).eventBus().console());
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    private static ViewClient client(Doorway doorway) {
        return ViewClient.of(server, doorway);
    }

    private static void assertRefused(Frame answer, String message) {
        assertThat(List.of(answer.errorCode(), answer.errorMessage())).isEqualTo(List.of(REFUSED, message));
    }

    private static Start echo(String processId) {
        return Start.shell(processId, "while read line; do echo \"<$line>\"; done")
                .pipeStdin();
    }

    private static Start terminal(String processId) {
        return Start.shell(processId, "stty -echo; echo ready; while read line; do stty size; done")
                .tty(24, 80);
    }

    private static JsonObject size(int rows, int cols) {
        return new JsonObject().put("rows", rows).put("cols", cols);
    }

    @ParameterizedTest
    @EnumSource(Doorway.class)
    void everyViewerSeesAllFromTheBeginning(Doorway doorway) {
        try (ViewClient owner = client(doorway);
                ViewClient other = client(doorway)) {
            owner.start(echo("p"));
            RpcClient.await(owner.wire().write("p", "1", "one\n".getBytes(UTF_8)));
            JsonObject mine = owner.attach(viewing("mine", "p"));
            JsonObject theirs = other.attach(other.viewing("theirs", "p", owner).put("label", "Ada"));
            RpcClient.await(owner.wire().write("p", "2", "two\n".getBytes(UTF_8)));

            assertThat(mine)
                    .isEqualTo(view("mine")
                            .put("session", owner.session())
                            .put("processId", "p")
                            .put("tty", false)
                            .put("command", "/bin/sh -c while read line; do echo \"<$line>\"; done")
                            .put("role", "observer")
                            .put("level", "owner")
                            .put("driver", new JsonObject().putNull("viewer").putNull("label"))
                            .put("viewer", mine.getString("viewer"))
                            .putNull("size")
                            .putNull("snapshot")
                            .put("afterSeq", 0)
                            .put("running", true)
                            .putNull("exitCode")
                            .put("startedAtMs", mine.getLong("startedAtMs")));
            assertThat(mine.getLong("startedAtMs")).isCloseTo(System.currentTimeMillis(), within(60_000L));
            assertThat(theirs.getString("level")).isEqualTo("operator");
            owner.awaitOutput("mine", "<one>\n<two>\n");
            other.awaitOutput("theirs", "<one>\n<two>\n");
            assertThat(owner.told("mine", "output").getFirst().getLong("timeMs"))
                    .isCloseTo(System.currentTimeMillis(), within(60_000L));
        }
    }

    @ParameterizedTest
    @EnumSource(Doorway.class)
    void aViewBeginsWhereItIsTold(Doorway doorway) {
        try (ViewClient owner = client(doorway)) {
            owner.start(echo("p"));
            owner.attach(viewing("all", "p"));
            RpcClient.await(owner.wire().write("p", "1", "one\n".getBytes(UTF_8)));
            owner.awaitOutput("all", "<one>\n");
            JsonObject first = owner.told("all", "output").getFirst();
            Eventually.holds(
                    "the clock has gone on",
                    Duration.ofSeconds(5),
                    () -> System.currentTimeMillis() > first.getLong("timeMs"));
            long between = System.currentTimeMillis();
            RpcClient.await(owner.wire().write("p", "2", "two\n".getBytes(UTF_8)));
            owner.awaitOutput("all", "<two>\n");

            owner.attach(viewing("seq", "p").put("from", startingAfter(first.getLong("seq"))));
            owner.attach(viewing("time", "p").put("from", new JsonObject().put("timeMs", between)));
            owner.attach(viewing("future", "p").put("from", startingAfter(1_000)));
            RpcClient.await(owner.wire().write("p", "3", "three\n".getBytes(UTF_8)));
            List.of("all", "seq", "time", "future").forEach(view -> owner.awaitOutput(view, "<three>\n"));

            assertThat(owner.output("all")).isEqualTo("<one>\n<two>\n<three>\n");
            assertThat(owner.output("seq")).isEqualTo("<two>\n<three>\n");
            assertThat(owner.output("time")).isEqualTo("<two>\n<three>\n");
            assertThat(owner.output("future")).isEqualTo("<three>\n");
        }
    }

    @ParameterizedTest
    @EnumSource(Doorway.class)
    void aFinishedProcessIsReplayed(Doorway doorway) {
        try (ViewClient owner = client(doorway)) {
            owner.start(Start.shell("p", "echo out; exit 3"));
            owner.wire().awaitClosed("p");
            JsonObject attached = owner.attach(viewing("v", "p"));
            owner.awaitTold("v", "closed");

            assertThat(attached.getBoolean("running")).isFalse();
            assertThat(attached.getInteger("exitCode")).isEqualTo(3);
            assertThat(owner.output("v")).isEqualTo("out\n");
            List<Frame> told = owner.told("v");
            assertThat(told.stream().map(Frame::method)).containsExactly("view/output", "view/exited", "view/closed");
            assertThat(told.get(1).params()).isEqualTo(view("v").put("seq", 2).put("exitCode", 3));
            assertThat(told.stream().map(frame -> frame.params().getLong("seq")))
                    .containsExactlyElementsOf(
                            LongStream.rangeClosed(1, 3).boxed().toList());
        }
    }

    @ParameterizedTest
    @EnumSource(Doorway.class)
    void whoOnlyLooksCanNeitherTypeNorSignalNorResize(Doorway doorway) {
        try (ViewClient owner = client(doorway);
                ViewClient other = client(doorway)) {
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
        try (ViewClient owner = client(doorway);
                ViewClient other = client(doorway)) {
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
        try (ViewClient owner = client(doorway);
                ViewClient other = client(doorway)) {
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
        try (ViewClient owner = client(doorway)) {
            owner.start(terminal("t"));
            owner.attach(viewing("own", "t").put("from", startingAfter(0)));
            try (ViewClient other = client(doorway)) {
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
        try (ViewClient other = client(doorway)) {
            ViewClient owner = client(doorway);
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

    @ParameterizedTest
    @EnumSource(Doorway.class)
    void shareesSeeWhatTheyMayUntilItIsRevoked(Doorway doorway) {
        try (ViewClient owner = client(doorway);
                ViewClient guest = client(doorway)) {
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
        try (ViewClient owner = client(doorway);
                ViewClient guest = client(doorway)) {
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
    void viewsEndWithTheProcessAndTheSession(Doorway doorway) {
        try (TestServer brief = TestServer.start(new TestSettings()
                        .eventBus()
                        .console()
                        .retention(Duration.ofMillis(300))
                        .ttl(Duration.ofMillis(300)));
                ViewClient other = ViewClient.of(brief, doorway)) {
            ViewClient owner = ViewClient.of(brief, doorway);
            owner.start(Start.shell("over", "read line").pipeStdin());
            owner.start(Start.shell("runs", "sleep 60"));
            other.attach(other.viewing("over", "over", owner));
            other.attach(other.viewing("runs", "runs", owner));
            RpcClient.await(owner.wire().write("over", "1", "\n".getBytes(UTF_8)))
                    .result();

            assertThat(other.awaitTold("over", "ended").getString("reason")).isEqualTo("process");
            owner.wire().drop();
            assertThat(other.awaitTold("runs", "ended").getString("reason")).isEqualTo("session");
        }
    }

    @ParameterizedTest
    @EnumSource(Doorway.class)
    void anOverviewTellsOfSessionsAndNodes(Doorway doorway) {
        try (ViewClient owner = client(doorway);
                ViewClient other = client(doorway)) {
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

    @ParameterizedTest
    @EnumSource(Doorway.class)
    void aViewerThatStandsStillHoldsNobodyUp(Doorway doorway) {
        int size = 48 << 20;
        try (ViewClient owner = client(doorway);
                ViewClient frozen = client(doorway)) {
            owner.start(Start.shell("p", "read line; " + Numbers.script(size)).pipeStdin());
            frozen.attach(frozen.viewing("frozen", "p", owner));
            frozen.wire().pause();
            RpcClient.await(owner.wire().write("p", "go", "\n".getBytes(UTF_8)));
            owner.wire().drop();
            try (ViewClient live = client(doorway)) {
                live.attach(live.viewing("live", "p", owner));
                live.awaitTold("live", "closed");
                assertThat(live.output("live").length()).isEqualTo(size);
                assertThat(frozen.told("frozen", "closed")).isEmpty();
            }
            frozen.wire().resume();
            frozen.awaitTold("frozen", "closed");
            assertThat(frozen.output("frozen").length()).isEqualTo(size);
        }
    }

    @ParameterizedTest
    @EnumSource(Doorway.class)
    void aViewerMayStandStillForLong(Doorway doorway) {
        Duration patience = Duration.ofMillis(500);
        int size = 16 << 20;
        try (TestServer brief =
                        TestServer.start(new TestSettings().eventBus().console().slowClient(patience));
                ViewClient owner = ViewClient.of(brief, doorway);
                ViewClient frozen = ViewClient.of(brief, doorway)) {
            owner.start(Start.shell("p", "read line; " + Numbers.script(size) + "; sleep 3")
                    .pipeStdin());
            frozen.attach(frozen.viewing("v", "p", owner));
            frozen.wire().pause();
            owner.wire().write("p", "go", "\n".getBytes(UTF_8));
            owner.wire().awaitClosed("p");
            frozen.wire().resume();
            frozen.awaitTold("v", "closed");
            assertThat(frozen.output("v").length()).isEqualTo(size);
        }
    }

    @ParameterizedTest
    @EnumSource(Doorway.class)
    void whoComesLateSeesTheScreen(Doorway doorway) {
        String script =
                "stty -echo; printf 'gone\\033[2J\\033[3;5Hshown'; printf ready >&2; read line; printf more; read line";
        try (ViewClient owner = client(doorway);
                ViewClient late = client(doorway)) {
            owner.start(Start.shell("t", script).tty(10, 40));
            owner.attach(viewing("own", "t").put("from", startingAfter(0)));
            owner.awaitOutput("own", "ready");
            JsonObject attached = late.attach(late.viewing("v", "t", owner));
            JsonObject snapshot = attached.getJsonObject("snapshot");
            String shown = new String(Base64.getDecoder().decode(snapshot.getString("dataBase64")), UTF_8);
            RpcClient.await(owner.wire().write("t", "1", "\n".getBytes(UTF_8)));
            late.awaitOutput("v", "more");

            assertThat(shown).contains("shown").doesNotContain("gone");
            assertThat(snapshot.copy().put("dataBase64", ""))
                    .isEqualTo(size(10, 40).put("dataBase64", ""));
            assertThat(late.output("v")).isEqualTo("more");
            assertThat(late.told("v", "output").getFirst().getLong("seq")).isEqualTo(attached.getLong("afterSeq") + 1);
        }
    }

    @ParameterizedTest
    @EnumSource(Doorway.class)
    void whoMissesWhatIsNoLongerKeptIsMoved(Doorway doorway) {
        try (TestServer small =
                        TestServer.start(new TestSettings().eventBus().console().spillBytes(1 << 20));
                ViewClient owner = ViewClient.of(small, doorway);
                ViewClient frozen = ViewClient.of(small, doorway)) {
            int bytes = 64 << 20;
            owner.start(Start.shell("p", "read line; " + Numbers.script(bytes)).pipeStdin());
            frozen.attach(frozen.viewing("v", "p", owner));
            frozen.wire().pause();
            owner.wire().write("p", "go", "\n".getBytes(UTF_8));
            owner.wire().awaitClosed("p");
            frozen.wire().resume();
            frozen.awaitTold("v", "closed");

            long missed = frozen.told("v", "moved").stream()
                    .mapToLong(moved -> moved.getLong("droppedBytes"))
                    .sum();
            assertThat(missed).isPositive();
            assertThat(frozen.output("v").length() + missed).isEqualTo(bytes);
            assertThat(frozen.output("v")).endsWith(new String(Numbers.bytes(bytes), UTF_8).substring(bytes - 1_000));
        }
    }

    @ParameterizedTest
    @EnumSource(Doorway.class)
    void aRecordingIsExported(Doorway doorway) {
        try (ViewClient owner = client(doorway)) {
            owner.start(Start.shell("p", "echo out"));
            owner.wire().awaitClosed("p");
            JsonObject page = owner.call("process/export", RpcClient.of("p")).result();
            assertThat(page.getString("next")).isNull();
            assertThat(page.getString("text")).startsWith("{\"version\":3").contains("out\\r\\n");
        }
    }
}
