package dev.execbus.transport;

import static org.assertj.core.api.Assertions.assertThat;

import dev.execbus.bus.ViewService;
import dev.execbus.bus.ViewService.Asking;
import dev.execbus.bus.ViewService.Attach;
import dev.execbus.bus.ViewService.Detach;
import dev.execbus.bus.ViewService.ViewKey;
import dev.execbus.bus.ViewService.Watched;
import dev.execbus.protocol.ViewEnd;
import dev.execbus.testkit.Eventually;
import dev.execbus.testkit.Frame;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Views of clients of one gateway, of processes of workers that are none. */
final class ViewRoomTest {
    private static final Duration DEADLINE = Duration.ofSeconds(10);

    private final GatewayRoom room = new GatewayRoom();
    private final TestWorker worker = room.liveWorker("w1");
    private final FakeViews views = new FakeViews();
    private final FakeViews others = new FakeViews();

    @BeforeEach
    void serve() {
        TestWorker other = room.liveWorker("w2");
        GatewayRoom.await(room.on(() -> ViewService.serve(room.bus(), worker.name(), views)));
        GatewayRoom.await(room.on(() -> ViewService.serve(room.bus(), other.name(), others)));
    }

    @AfterEach
    void close() {
        room.close();
    }

    private static JsonObject view(String viewId) {
        return new JsonObject().put("viewId", viewId);
    }

    private static JsonObject viewing(String viewId) {
        return view(viewId).put("processId", "p");
    }

    private static void assertRefused(Frame answer, int code, String message) {
        assertThat(List.of(answer.errorCode(), answer.errorMessage())).isEqualTo(List.of(code, message));
    }

    private static ViewKey key(Attach attach) {
        return attach.view();
    }

    private Attach onlyAttach(FakeViews of) {
        return of.asked.stream()
                .filter(Attach.class::isInstance)
                .map(Attach.class::cast)
                .reduce((one, two) -> {
                    throw new AssertionError("more than one");
                })
                .orElseThrow();
    }

    private TestDoor guest(String share) {
        TestDoor door = room.guest(share);
        assertThat(door.awaitAnswer(room.initialize(door, null)).result())
                .isEqualTo(new JsonObject().putNull("sessionId").putNull("environmentInfo"));
        room.initialized(door);
        return door;
    }

    @Test
    void aClientViewsItsOwnProcessesAtItsOwnWorker() {
        TestDoor door = room.client("w1");
        room.call(door, "process/attach", viewing("v")).result();

        Attach asked = onlyAttach(views);
        assertThat(asked.asking()).isEqualTo(new Asking(room.attachment("w1-1", 1), false, null));
        assertThat(asked.view().gateway()).isEqualTo(GatewayRoom.NAME);
        assertThat(others.asked).isEmpty();
        Eventually.holds("events are asked for", DEADLINE, () -> room.on(() -> views.nexts.containsKey(0L)));
        assertRefused(room.call(door, "process/attach", viewing("v")), -32600, "the connection has a view v already");
    }

    @Test
    void viewsEndWithTheConnectionAndTheWorkerIsTold() {
        TestDoor door = room.client("w1");
        room.call(door, "process/attach", viewing("v")).result();
        room.on(() -> {
            door.close(CloseReason.SHUTDOWN);
            return null;
        });
        room.settle();
        assertThat(views.asked).contains(new Detach(key(onlyAttach(views))));
    }

    @Test
    void aShareIsLookedForAtAllWorkers() {
        room.on(() -> others.share = "secret");
        TestDoor door = room.client("w1");
        room.call(door, "process/attach", viewing("v").put("share", "secret")).result();

        assertThat(onlyAttach(others).asking()).isEqualTo(new Asking(room.attachment("w1-1", 1), false, "secret"));
        assertRefused(
                room.call(door, "process/attach", viewing("w").put("share", "guess")),
                -32600,
                "the share is not valid: there is none, it has expired, or it was revoked");
    }

    @Test
    void aGuestCanLookAndNothingElse() {
        room.on(() -> others.share = "secret");
        TestDoor door = guest("secret");
        room.call(door, "process/attach", view("v")).result();
        room.call(
                        door,
                        "view/resize",
                        view("v").put("size", new JsonObject().put("rows", 1).put("cols", 1)))
                .result();
        room.call(door, "process/export", new JsonObject()).result();

        assertThat(onlyAttach(others).asking()).isEqualTo(new Asking(null, false, "secret"));
        String words = "a share gives access to its process only";
        for (Frame answer : List.of(
                room.call(door, "process/list", new JsonObject()),
                room.call(door, "environment/info", new JsonObject()),
                room.call(door, "session/list", new JsonObject()),
                room.call(door, "node/list", new JsonObject()),
                room.call(
                        door,
                        "share/create",
                        new JsonObject().put("processId", "p").put("role", "driver")),
                room.call(door, "share/list", new JsonObject()),
                room.call(door, "share/revoke", new JsonObject().put("shareId", "s")),
                room.call(door, "process/attach", viewing("w").put("share", "another")))) {
            assertRefused(answer, -32600, words);
        }
        assertRefused(
                room.call(
                        door,
                        "process/spawn",
                        new JsonObject()
                                .put("command", List.of("true"))
                                .put("processHandle", "h")
                                .put("cwd", "/tmp")),
                -32600,
                "Not initialized");
        assertThat(worker.opened).isZero();
    }

    @Test
    void aGuestResumesNoSession() {
        TestDoor door = room.guest("secret");
        assertRefused(
                door.awaitAnswer(room.initialize(door, "some-session")),
                -32600,
                "a share gives access to its process only");
    }

    @Test
    void operatorsAreRefusedWithoutAConsole() {
        room.on(() -> others.session = "other");
        TestDoor door = room.client("w1");
        String words = "operator methods are off; the server needs `console: true`";
        assertRefused(room.call(door, "process/attach", viewing("v").put("session", "other")), -32023, words);
        assertRefused(room.call(door, "node/list", new JsonObject()), -32023, words);
    }

    @Test
    void aConnectionHasSoManyViewsAndNoMore() {
        TestDoor door = room.client("w1");
        for (int i = 0; i < ConnectionViews.MOST; i++) {
            room.call(door, "process/attach", viewing("v" + i)).result();
        }
        assertRefused(
                room.call(door, "process/attach", viewing("more")),
                -32021,
                "the connection has 64 views, which is its limit");
        room.call(door, "process/detach", view("v0")).result();
        room.call(door, "process/detach", view("v0")).result();
        room.call(door, "process/attach", viewing("more")).result();
    }

    @Test
    void whatIsRefusedLeavesNothingBehind() {
        TestDoor door = room.client("w1");
        JsonObject gone = view("v").put("processId", "gone");
        assertRefused(room.call(door, "process/attach", gone), -32600, "unknown process id gone");
        assertRefused(room.call(door, "view/signal", view("v").put("signal", "INT")), -32600, "unknown view v");
        room.call(door, "process/attach", viewing("v")).result();
    }

    @Test
    void viewsOfALostWorkerEnd() {
        TestDoor door = room.client("w2");
        room.on(() -> views.share = "secret");
        room.call(door, "process/attach", viewing("v").put("share", "secret")).result();
        room.settle();
        room.missed(worker);
        Eventually.holds(
                "the view has ended", DEADLINE, () -> door.notifications().contains("view/ended"));
        assertThat(door.last("view/ended").params()).isEqualTo(view("v").put("reason", "worker"));
        assertRefused(room.call(door, "view/releaseDriver", view("v")), -32600, "unknown view v");
    }

    @Test
    void nothingIsToldBeforeTheAnswer() {
        TestDoor door = room.client("w1");
        long id = room.send(door, "process/attach", viewing("v"));
        door.awaitAnswer(id).result();
        room.settle();
        room.on(() -> {
            views.tell(new Watched(1, null, List.of(), ViewEnd.PROCESS));
            return null;
        });
        room.settle();
        assertThat(door.notifications()).containsExactly("view/ended");
    }
}
