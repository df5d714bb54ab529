package dev.execbus.transport;

import dev.execbus.bus.NodeName;
import dev.execbus.bus.ViewService;
import dev.execbus.bus.ViewService.ViewKey;
import dev.execbus.protocol.ExecbusException;
import dev.execbus.protocol.ViewEnd;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;

/** The processes that clients of one gateway look at. Confined to its context. */
final class ViewFeeds implements Feed.Home {
    /** Views of a gateway. */
    static final int MOST = 2_048;

    /** Views that go on before whatever else has come in has its turn. */
    private static final int TURNS = 16;

    private static final long PAUSE_NANOS = Duration.ofSeconds(1).toNanos();

    /** How often a worker is told that a view is gone. */
    private static final int ATTEMPTS = 5;

    private record Name(Worker worker, long process) {}

    private record Later(long dueNanos, Runnable action) {}

    private final NodeName gateway;
    private final Surroundings around;
    private final Map<Name, Feed> feeds = new HashMap<>();
    private final FeedCache.Total cached = new FeedCache.Total();
    private final List<Later> repeated = new ArrayList<>();
    private final ArrayDeque<Runnable> turns = new ArrayDeque<>();
    private boolean turnsAreDue;
    private long lastNumber;
    private int views;

    ViewFeeds(NodeName gateway, Surroundings around) {
        this.gateway = gateway;
        this.around = around;
    }

    /** One more is wanted; {@link #left} gives it back. */
    ViewKey claim() {
        if (views >= MOST) {
            throw ExecbusException.resourceExhausted("the gateway has " + MOST + " views, which is its limit");
        }
        views++;
        return new ViewKey(gateway, ++lastNumber);
    }

    void left() {
        views--;
    }

    int views() {
        return views;
    }

    Feed feed(Worker worker, long process) {
        return feeds.computeIfAbsent(
                new Name(worker, process),
                name -> new Feed(worker.services().views(), process, new FeedCache(cached), this));
    }

    /** The worker's to forget. One that cannot be reached notices by itself that we do not watch any more. */
    void detach(Worker worker, ViewKey view) {
        detach(worker, view, ATTEMPTS);
    }

    private void detach(Worker worker, ViewKey view, int attempts) {
        if (worker.fate() == Worker.Fate.LIVE && attempts > 0) {
            worker.services()
                    .views()
                    .detach(new ViewService.Detach(view))
                    .onFailure(cause -> again(() -> detach(worker, view, attempts - 1)));
        }
    }

    void lost(Worker worker) {
        Map.copyOf(feeds).forEach((name, feed) -> {
            if (name.worker() == worker) {
                feed.end(ViewEnd.WORKER);
            }
        });
    }

    /** Time has passed. */
    void tick() {
        List<Runnable> due = new ArrayList<>();
        for (Iterator<Later> all = repeated.iterator(); all.hasNext(); ) {
            Later later = all.next();
            if (around.now() - later.dueNanos() >= 0) {
                all.remove();
                due.add(later.action());
            }
        }
        due.forEach(Runnable::run);
    }

    @Override
    public NodeName gateway() {
        return gateway;
    }

    @Override
    public void later(Runnable action) {
        turns.add(action);
        goOnSoon();
    }

    private void goOnSoon() {
        if (!turnsAreDue) {
            turnsAreDue = true;
            around.afterInput().execute(this::takeTurns);
        }
    }

    private void takeTurns() {
        turnsAreDue = false;
        try {
            for (int i = 0; i < TURNS && !turns.isEmpty(); i++) {
                turns.poll().run();
            }
        } finally {
            if (!turns.isEmpty()) {
                goOnSoon();
            }
        }
    }

    @Override
    public void again(Runnable action) {
        repeated.add(new Later(around.now() + PAUSE_NANOS, action));
    }

    @Override
    public void empty(Feed feed) {
        feeds.values().remove(feed);
    }
}
