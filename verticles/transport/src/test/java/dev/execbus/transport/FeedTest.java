package dev.execbus.transport;

import static org.assertj.core.api.Assertions.assertThat;

import dev.execbus.bus.NodeName;
import dev.execbus.bus.ProcessEvent;
import dev.execbus.bus.ViewService.Attached;
import dev.execbus.bus.ViewService.Block;
import dev.execbus.bus.ViewService.DriverRequest;
import dev.execbus.bus.ViewService.Ended;
import dev.execbus.bus.ViewService.Moment;
import dev.execbus.bus.ViewService.State;
import dev.execbus.bus.ViewService.ViewKey;
import dev.execbus.bus.ViewService.Watched;
import dev.execbus.protocol.ByteChunk;
import dev.execbus.protocol.ExecbusException;
import dev.execbus.protocol.TerminalSize;
import dev.execbus.protocol.ViewEnd;
import dev.execbus.protocol.ViewLevel;
import dev.execbus.protocol.ViewMethods.Driver;
import dev.execbus.protocol.ViewMethods.Snapshot;
import io.vertx.core.json.JsonObject;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

final class FeedTest implements Feed.Home {
    private static final NodeName GATEWAY = new NodeName("g");

    private final FakeViews worker = new FakeViews();
    private final ArrayDeque<Runnable> later = new ArrayDeque<>();
    private final ArrayDeque<Runnable> again = new ArrayDeque<>();
    private final List<Feed> empty = new ArrayList<>();
    private final List<String> over = new ArrayList<>();
    private final Feed feed = new Feed(worker, FakeViews.PROCESS, new FeedCache(new FeedCache.Total()), this);
    private long lastNumber;

    @Override
    public NodeName gateway() {
        return GATEWAY;
    }

    @Override
    public void later(Runnable action) {
        later.add(action);
    }

    @Override
    public void again(Runnable action) {
        again.add(action);
    }

    @Override
    public void empty(Feed without) {
        empty.add(without);
    }

    private static void runAll(ArrayDeque<Runnable> actions) {
        while (!actions.isEmpty()) {
            actions.poll().run();
        }
    }

    private View view(String viewId, SlowDoor door, long afterSeq, ViewLevel level) {
        Attached attached = new Attached(FakeViews.PROCESS, 1, FakeViews.attached(viewId, afterSeq, level));
        View view = new View(new ViewKey(GATEWAY, ++lastNumber), null, feed, door, attached, () -> over.add(viewId));
        feed.add(view);
        view.begin();
        return view;
    }

    private View view(SlowDoor door, long afterSeq) {
        return view("v" + lastNumber, door, afterSeq, ViewLevel.SHARE);
    }

    private static Watched state(long version, Driver driver, TerminalSize size, DriverRequest... requests) {
        return new Watched(version, new State(driver, size, List.of(requests)), List.of(), null);
    }

    private static Long[] numbers(long from, long to) {
        return LongStream.rangeClosed(from, to).boxed().toArray(Long[]::new);
    }

    @Test
    void thoseAtOnePlaceShareOneQuestion() {
        List<SlowDoor> doors = List.of(new SlowDoor(), new SlowDoor(), new SlowDoor());
        doors.forEach(door -> view(door, 0));
        assertThat(worker.nexts).containsOnlyKeys(0L);
        worker.print(0, 3);

        doors.forEach(door -> assertThat(door.seqs()).containsExactly(numbers(1, 3)));
        assertThat(worker.nexts).containsOnlyKeys(3L);
    }

    @Test
    void anEventIsToldAsItIs() {
        SlowDoor door = new SlowDoor();
        view("a \"quoted\" name", door, 0, ViewLevel.SHARE);
        worker.answer(
                0,
                new Block(
                        0,
                        List.of(
                                FakeViews.event(1, 3),
                                new Moment(new ProcessEvent.Exited("p", 2, 143, "TERM", false, null), 5),
                                new Moment(new ProcessEvent.Closed("p", 3, List.of()), 6)),
                        0,
                        null));

        JsonObject named = new JsonObject().put("viewId", "a \"quoted\" name");
        assertThat(door.frames.stream().map(frame -> frame.json()))
                .containsExactly(
                        new JsonObject()
                                .put("method", "view/output")
                                .put(
                                        "params",
                                        named.copy()
                                                .put("seq", 1)
                                                .put("stream", "stdout")
                                                .put("timeMs", 1_001)
                                                .put("chunk", "AAAA")),
                        new JsonObject()
                                .put("method", "view/exited")
                                .put(
                                        "params",
                                        named.copy()
                                                .put("seq", 2)
                                                .put("exitCode", 143)
                                                .put("signal", "TERM")),
                        new JsonObject()
                                .put("method", "view/closed")
                                .put("params", named.copy().put("seq", 3)));
        assertThat(worker.nexts).isEmpty();
    }

    @Test
    void nothingIsFetchedForOneThatDoesNotRead() {
        SlowDoor frozen = new SlowDoor().slow();
        SlowDoor live = new SlowDoor();
        View slow = view(frozen, 0);
        view(live, 0);
        Block large = new Block(0, List.of(FakeViews.event(1, (int) View.FULL)), 0, null);
        worker.answer(0, large);
        runAll(later);
        assertThat(frozen.seqs()).containsExactly(1L);
        worker.print(1, 5);
        worker.print(5, 9);

        assertThat(live.seqs()).containsExactly(numbers(1, 9));
        assertThat(frozen.seqs()).containsExactly(1L);
        assertThat(worker.nexts).containsOnlyKeys(9L);

        frozen.takes();
        slow.drained();
        runAll(later);
        assertThat(frozen.seqs()).containsExactly(numbers(1, 9));
        assertThat(worker.nexts).containsOnlyKeys(9L);
    }

    @Test
    void whatIsNotKeptIsFetchedForThoseBehind() {
        SlowDoor frozen = new SlowDoor().slow();
        View slow = view(frozen, 0);
        view(new SlowDoor(), 0);
        worker.answer(0, new Block(0, List.of(FakeViews.event(1, (int) View.FULL)), 0, null));
        runAll(later);
        long seq = 1;
        int piece = 3 << 20;
        for (; seq < 4; seq++) {
            worker.answer(seq, new Block(seq, List.of(FakeViews.event(seq + 1, piece)), 0, null));
            runAll(later);
        }
        frozen.takes();
        slow.drained();
        runAll(later);

        assertThat(worker.nexts).containsOnlyKeys(4L, 1L);
        worker.print(1, 4);
        assertThat(frozen.seqs()).containsExactly(numbers(1, 4));
    }

    @Test
    void onlyAFewPiecesAreOnTheirWayForThoseBehind() {
        view(new SlowDoor(), 99);
        worker.print(99, 100);
        for (long cursor = 0; cursor < 20; cursor++) {
            view(new SlowDoor(), cursor);
        }
        assertThat(worker.nexts).hasSize(1 + 8);
        worker.print(3, 100);
        assertThat(worker.nexts).hasSize(1 + 8).doesNotContainKey(3L);
    }

    @Test
    void anEmptyAnswerIsAskedForAgain() {
        SlowDoor door = new SlowDoor();
        view(door, 0);
        worker.answer(0, new Block(0, List.of(), 0, null));
        worker.print(0, 1);
        assertThat(door.seqs()).containsExactly(1L);
    }

    @Test
    void whatFailsIsAskedForAgainAfterAWhile() {
        SlowDoor door = new SlowDoor();
        view(door, 0);
        worker.nexts.remove(0L).fail(ExecbusException.internal("lost"));
        worker.watching.removeFirst().fail(ExecbusException.internal("lost"));
        assertThat(worker.nexts).isEmpty();
        runAll(again);
        assertThat(worker.watching).hasSize(1);
        worker.print(0, 1);
        assertThat(door.seqs()).containsExactly(1L);
    }

    @Test
    void whoMissesSomethingIsToldWhereItGoesOn() {
        SlowDoor door = new SlowDoor();
        view("v", door, 0, ViewLevel.SHARE);
        worker.print(0, 2);
        worker.answer(2, new Block(9, FakeViews.events(10, 11), 9, null));

        assertThat(door.told("view/moved"))
                .containsExactly(new JsonObject()
                        .put("viewId", "v")
                        .put("afterSeq", 9)
                        .put("droppedBytes", 7)
                        .putNull("snapshot"));
        assertThat(door.seqs()).containsExactly(1L, 2L, 10L, 11L);
    }

    @Test
    void aSnapshotTakesThePlaceOfWhatIsMissing() {
        SlowDoor door = new SlowDoor();
        view("v", door, 0, ViewLevel.SHARE);
        worker.answer(0, new Block(50, List.of(), 9, new Snapshot(ByteChunk.utf8("x"), 24, 80)));
        worker.print(50, 51);

        assertThat(door.told("view/moved"))
                .containsExactly(new JsonObject()
                        .put("viewId", "v")
                        .put("afterSeq", 50)
                        .put("droppedBytes", 9)
                        .put(
                                "snapshot",
                                new JsonObject()
                                        .put("dataBase64", "eA==")
                                        .put("rows", 24)
                                        .put("cols", 80)));
        assertThat(door.seqs()).containsExactly(51L);
    }

    @Test
    void changesOfTheDriverAreToldToAllAndOnce() {
        SlowDoor one = new SlowDoor();
        SlowDoor two = new SlowDoor();
        view("one", one, 0, ViewLevel.OWNER);
        view("two", two, 0, ViewLevel.SHARE);
        worker.tell(state(1, Driver.OWNER, null));
        TerminalSize size = new TerminalSize(24, 80);
        worker.tell(state(2, new Driver("viewer-two", "Ada"), size));
        worker.tell(state(3, new Driver("viewer-two", "Ada"), size));

        JsonObject told = new JsonObject()
                .put("driver", new JsonObject().put("viewer", "viewer-two").put("label", "Ada"))
                .put("size", new JsonObject().put("rows", 24).put("cols", 80));
        assertThat(one.told("view/driver"))
                .containsExactly(told.copy().put("viewId", "one").put("you", false));
        assertThat(two.told("view/driver"))
                .containsExactly(told.copy().put("viewId", "two").put("you", true));
        assertThat(worker.watches.getLast().knownVersion()).isEqualTo(3);
    }

    @Test
    void requestsAreToldToWhoMayGrantThem() {
        SlowDoor owner = new SlowDoor();
        SlowDoor driver = new SlowDoor();
        SlowDoor asking = new SlowDoor();
        view("owner", owner, 0, ViewLevel.OWNER);
        view("driver", driver, 0, ViewLevel.SHARE);
        view("asking", asking, 0, ViewLevel.SHARE);
        DriverRequest request = new DriverRequest(1, "viewer-asking", "Ada");
        worker.tell(state(2, new Driver("viewer-driver", null), null, request));
        worker.tell(state(3, new Driver("viewer-driver", null), null, request));

        JsonObject told = new JsonObject().put("viewer", "viewer-asking").put("label", "Ada");
        assertThat(owner.told("view/requested")).containsExactly(told.copy().put("viewId", "owner"));
        assertThat(driver.told("view/requested")).containsExactly(told.copy().put("viewId", "driver"));
        assertThat(asking.told("view/requested")).isEmpty();
    }

    @Test
    void aViewThatHasEndedIsToldSoAndTheOthersGoOn() {
        SlowDoor gone = new SlowDoor();
        SlowDoor stays = new SlowDoor();
        View first = view("gone", gone, 0, ViewLevel.SHARE);
        view("stays", stays, 0, ViewLevel.SHARE);
        State state = new State(Driver.OWNER, null, List.of());
        worker.tell(new Watched(2, state, List.of(new Ended(first.key(), ViewEnd.REVOKED)), null));
        worker.print(0, 1);

        assertThat(gone.frames.stream().map(frame -> frame.json()))
                .containsExactly(new JsonObject()
                        .put("method", "view/ended")
                        .put("params", new JsonObject().put("viewId", "gone").put("reason", "revoked")));
        assertThat(stays.seqs()).containsExactly(1L);
        assertThat(over).containsExactly("gone");
        assertThat(empty).isEmpty();
    }

    @Test
    void allEndWithTheProcessAndNothingMoreIsAsked() {
        SlowDoor door = new SlowDoor();
        view("v", door, 0, ViewLevel.SHARE);
        worker.tell(new Watched(1, null, List.of(), ViewEnd.SESSION));
        worker.nexts.remove(0L).fail(ExecbusException.internal("gone"));

        assertThat(door.told("view/ended"))
                .containsExactly(new JsonObject().put("viewId", "v").put("reason", "session"));
        assertThat(empty).containsExactly(feed);
        assertThat(worker.watching).isEmpty();
        assertThat(again).isEmpty();
    }

    @Test
    void withoutViewsNothingMoreIsAsked() {
        View only = view(new SlowDoor(), 0);
        only.detached();
        feed.remove(only);
        worker.print(0, 1);
        worker.tell(state(2, Driver.OWNER, null));

        assertThat(empty).containsExactly(feed);
        assertThat(worker.nexts).isEmpty();
        assertThat(worker.watching).isEmpty();
    }
}
