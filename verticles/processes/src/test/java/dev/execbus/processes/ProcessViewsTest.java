package dev.execbus.processes;

import static org.assertj.core.api.Assertions.assertThat;

import dev.execbus.bus.Meters;
import dev.execbus.bus.NodeName;
import dev.execbus.bus.ViewService;
import dev.execbus.bus.ViewService.Ended;
import dev.execbus.bus.ViewService.State;
import dev.execbus.bus.ViewService.ViewKey;
import dev.execbus.bus.ViewService.Watched;
import dev.execbus.protocol.ViewEnd;
import dev.execbus.protocol.ViewLevel;
import dev.execbus.protocol.ViewMethods.Driver;
import dev.execbus.protocol.ViewRole;
import dev.execbus.testkit.ManualTimers;
import io.vertx.core.Future;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

final class ProcessViewsTest {
    private static final NodeName ONE = new NodeName("g1");
    private static final NodeName TWO = new NodeName("g2");
    private static final Duration PATIENCE = ViewService.LONGEST_WAIT;

    private final ManualTimers timers = new ManualTimers();
    private final FakeViewed process = FakeViewed.onTerminal();
    private final List<ViewKey> left = new ArrayList<>();
    private final ProcessViews views = new ProcessViews(
            1,
            "session",
            process,
            () -> true,
            timers,
            new ViewReading(process, null, timers, new ProcessMeters(Meters.none()).waitingReads()),
            left::add);
    private final Shares shares = new Shares(timers, () -> 0);

    private Viewer join(NodeName gateway, long number, ViewLevel level, Share share) {
        return views.join(new ViewKey(gateway, number), level, share, null, null);
    }

    private Share share() {
        return shares.find(
                shares.create(views, ViewRole.OBSERVER, Duration.ofHours(1)).share());
    }

    private Watched watched(long version, Driver driver, Ended... ended) {
        return new Watched(version, new State(driver, process.size(), List.of()), List.of(ended), null);
    }

    @Test
    void aGatewayThatKnowsNothingIsToldAtOnceAndThenOfChanges() {
        Viewer viewer = join(ONE, 1, ViewLevel.OPERATOR, null);
        assertThat(views.watch(ONE, 0, PATIENCE).result()).isEqualTo(watched(1, Driver.OWNER));

        Future<Watched> next = views.watch(ONE, 1, PATIENCE);
        assertThat(next.isComplete()).isFalse();
        views.seat().take(viewer);
        assertThat(next.result()).isEqualTo(watched(2, new Driver("v1", null)));
    }

    @Test
    void whereNothingHappensItIsToldTheSameAgain() {
        join(ONE, 1, ViewLevel.OWNER, null);
        Future<Watched> watch = views.watch(ONE, 1, PATIENCE);
        timers.pass(PATIENCE);
        assertThat(watch.result()).isEqualTo(watched(1, Driver.OWNER));
    }

    @Test
    void viewsOfAGatewayThatIsNotHeardEnd() {
        Viewer silent = join(ONE, 1, ViewLevel.OPERATOR, null);
        join(TWO, 1, ViewLevel.OPERATOR, null);
        views.seat().take(silent);
        timers.pass(ViewService.UNHEARD.minusSeconds(1));
        views.watch(TWO, 0, PATIENCE);
        timers.pass(Duration.ofSeconds(1));

        assertThat(views.count()).isEqualTo(1);
        assertThat(views.seat().driver()).isEqualTo(Driver.OWNER);
        assertThat(left).containsExactly(silent.key());
        assertThat(views.watch(ONE, 0, PATIENCE).result().over()).isEqualTo(ViewEnd.WORKER);
    }

    @Test
    void theOwnersViewsOfAnEarlierGatewayEndWhenItComesByAnother() {
        Viewer before = join(ONE, 1, ViewLevel.OWNER, null);
        Viewer other = join(ONE, 2, ViewLevel.OPERATOR, null);
        views.seat().request(before);
        Viewer now = join(TWO, 1, ViewLevel.OWNER, null);

        assertThat(left).containsExactly(before.key());
        assertThat(views.seat().request(now)).isTrue();
        join(TWO, 2, ViewLevel.OWNER, null);
        assertThat(views.count()).isEqualTo(3);
        assertThat(views.named(other.name())).contains(other);
    }

    @Test
    void whoWatchesIsNotForgotten() {
        join(ONE, 1, ViewLevel.OWNER, null);
        for (int i = 0; i < 10; i++) {
            views.watch(ONE, 1, PATIENCE);
            timers.pass(PATIENCE);
        }
        assertThat(views.count()).isEqualTo(1);
    }

    @Test
    void viewsEndWithTheirShareAndTheirGatewayIsTold() {
        Share share = share();
        Viewer guest = join(ONE, 1, ViewLevel.SHARE, share);
        join(ONE, 2, ViewLevel.SHARE, share());
        Future<Watched> watch = views.watch(ONE, 1, PATIENCE);

        shares.end(share, ViewEnd.REVOKED);

        Ended ended = new Ended(guest.key(), ViewEnd.REVOKED);
        assertThat(watch.result()).isEqualTo(watched(2, Driver.OWNER, ended));
        assertThat(views.watch(ONE, 1, PATIENCE).result().ended()).containsExactly(ended);
        assertThat(views.watch(ONE, 2, PATIENCE).isComplete()).isFalse();
        assertThat(views.count()).isEqualTo(1);
    }

    @Test
    void theLastViewOfAGatewayEndsItsWatch() {
        Viewer viewer = join(ONE, 1, ViewLevel.OWNER, null);
        Future<Watched> watch = views.watch(ONE, 1, PATIENCE);
        views.leave(viewer);

        assertThat(watch.isComplete()).isTrue();
        assertThat(views.isWatchedBy(ONE)).isFalse();
        assertThat(timers.size()).isZero();
    }

    @Test
    void allEndWithTheProcess() {
        join(ONE, 1, ViewLevel.OWNER, null);
        join(TWO, 1, ViewLevel.SHARE, share());
        Future<Watched> one = views.watch(ONE, 1, PATIENCE);
        Future<Watched> two = views.watch(TWO, 1, PATIENCE);
        Future<?> next = views.reading().next(0, 1_000, PATIENCE);

        views.over(ViewEnd.PROCESS);
        shares.forget(views);

        Watched over = new Watched(1, null, List.of(), ViewEnd.PROCESS);
        assertThat(List.of(one.result(), two.result())).containsExactly(over, over);
        assertThat(next.isComplete()).isTrue();
        assertThat(left).hasSize(2);
        assertThat(timers.size()).isZero();
    }
}
