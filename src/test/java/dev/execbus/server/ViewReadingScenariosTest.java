package dev.execbus.server;

import static dev.execbus.server.ViewClient.startingAfter;
import static dev.execbus.server.ViewClient.view;
import static dev.execbus.server.ViewClient.viewing;
import static dev.execbus.server.ViewGround.echo;
import static dev.execbus.server.ViewGround.size;
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
import java.util.stream.LongStream;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What clients see of processes they look at, on both doors and through several gateways. */
@Timeout(60)
final class ViewReadingScenariosTest {
    @RegisterExtension
    private static final ViewGround ground = new ViewGround();

    @ParameterizedTest
    @EnumSource(Doorway.class)
    void everyViewerSeesAllFromTheBeginning(Doorway doorway) {
        try (ViewClient owner = ground.client(doorway);
                ViewClient other = ground.client(doorway)) {
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
        try (ViewClient owner = ground.client(doorway)) {
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
        try (ViewClient owner = ground.client(doorway)) {
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
    void whoComesLateSeesTheScreen(Doorway doorway) {
        String script =
                "stty -echo; printf 'gone\\033[2J\\033[3;5Hshown'; printf ready >&2; read line; printf more; read line";
        try (ViewClient owner = ground.client(doorway);
                ViewClient late = ground.client(doorway)) {
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
    void aRecordingIsExported(Doorway doorway) {
        try (ViewClient owner = ground.client(doorway)) {
            owner.start(Start.shell("p", "echo out"));
            owner.wire().awaitClosed("p");
            JsonObject page = owner.call("process/export", RpcClient.of("p")).result();
            assertThat(page.getString("next")).isNull();
            assertThat(page.getString("text")).startsWith("{\"version\":3").contains("out\\r\\n");
        }
    }
}
