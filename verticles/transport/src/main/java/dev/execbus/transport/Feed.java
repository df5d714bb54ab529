package dev.execbus.transport;

import dev.execbus.bus.NodeName;
import dev.execbus.bus.ViewService;
import dev.execbus.bus.ViewService.Block;
import dev.execbus.bus.ViewService.Ended;
import dev.execbus.bus.ViewService.Next;
import dev.execbus.bus.ViewService.State;
import dev.execbus.bus.ViewService.ViewKey;
import dev.execbus.bus.ViewService.Watch;
import dev.execbus.bus.ViewService.Watched;
import dev.execbus.protocol.ViewEnd;
import io.vertx.core.AsyncResult;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What one worker tells of one process to all views of it on this gateway. Each piece is asked for once, however many want
 * it, and only when somebody does. Confined to the gateway's context.
 */
final class Feed {
    private static final int BLOCK_BYTES = 256 << 10;

    /** Pieces that are on their way at a time for views that are behind. */
    private static final int FETCHES = 8;

    /** What a feed takes from its gateway. */
    interface Home {
        NodeName gateway();

        /** Soon, after whatever is done now. */
        void later(Runnable action);

        /** When an answer did not come. */
        void again(Runnable action);

        /** It has no views any more. */
        void empty(Feed feed);
    }

    private final ViewService service;
    private final long process;
    private final Home home;
    private final FeedCache cache;
    private final Map<ViewKey, View> views = new LinkedHashMap<>();
    private final Map<Long, List<View>> waiting = new LinkedHashMap<>();
    private final ArrayDeque<Long> queued = new ArrayDeque<>();
    private int fetches;
    private long newest;
    private long version;
    private State state;
    private boolean ended;

    /** @param service of the process's worker */
    Feed(ViewService service, long process, FeedCache cache, Home home) {
        this.service = service;
        this.process = process;
        this.cache = cache;
        this.home = home;
    }

    void add(View view) {
        boolean first = views.isEmpty();
        views.put(view.key(), view);
        if (first) {
            watch();
        }
    }

    /** Its worker is told by others. */
    void remove(View view) {
        views.remove(view.key(), view);
        if (views.isEmpty() && !ended) {
            close();
            home.empty(this);
        }
    }

    /** All views end. */
    void end(ViewEnd why) {
        if (!ended) {
            close();
            List<View> all = List.copyOf(views.values());
            views.clear();
            all.forEach(view -> view.end(why));
            home.empty(this);
        }
    }

    private void close() {
        ended = true;
        cache.clear();
        waiting.clear();
        queued.clear();
    }

    void later(Runnable action) {
        home.later(action);
    }

    /** Null when it has to be fetched. */
    FeedBlock cached(long cursor) {
        return cache.find(cursor);
    }

    /** The view is told when there is something behind the number. */
    void fetch(long cursor, View view) {
        List<View> same = waiting.get(cursor);
        if (same != null) {
            same.add(view);
            return;
        }
        waiting.put(cursor, new ArrayList<>(List.of(view)));
        ask(cursor);
    }

    private void fetchNext() {
        while (!ended && !queued.isEmpty() && fetches < FETCHES) {
            ask(queued.poll());
        }
    }

    /** Whoever has seen everything waits long, and counts for nothing. */
    private void ask(long cursor) {
        boolean behind = cursor < newest;
        if (behind && fetches >= FETCHES) {
            queued.add(cursor);
            return;
        }
        fetches += behind ? 1 : 0;
        service.next(new Next(home.gateway(), process, cursor, BLOCK_BYTES, ViewService.LONGEST_WAIT))
                .onComplete(done -> {
                    fetches -= behind ? 1 : 0;
                    fetched(cursor, done);
                    fetchNext();
                });
    }

    private void fetched(long cursor, AsyncResult<Block> done) {
        if (ended) {
            return;
        }
        if (done.failed()) {
            home.again(() -> askAgain(cursor));
            return;
        }
        FeedBlock block = FeedBlock.of(cursor, done.result());
        newest = Math.max(newest, block.lastSeq());
        if (block.lastSeq() == cursor && block.snapshot() == null) {
            askAgain(cursor);
            return;
        }
        if (!block.events().isEmpty()) {
            cache.add(block);
        }
        waiting.remove(cursor).forEach(view -> view.arrived(block));
    }

    private void askAgain(long cursor) {
        List<View> still = waiting.get(cursor);
        if (ended || still == null) {
            return;
        }
        still.removeIf(view -> views.get(view.key()) != view);
        if (still.isEmpty()) {
            waiting.remove(cursor);
        } else {
            ask(cursor);
        }
    }

    /** As long as there are views the worker hears of us. */
    private void watch() {
        if (ended) {
            return;
        }
        service.watch(new Watch(home.gateway(), process, version, ViewService.LONGEST_WAIT))
                .onComplete(done -> {
                    if (done.failed()) {
                        home.again(this::watch);
                    } else if (!ended) {
                        watched(done.result());
                        watch();
                    }
                });
    }

    private void watched(Watched news) {
        version = news.version();
        for (Ended over : news.ended()) {
            View view = views.remove(over.view());
            if (view != null) {
                view.end(over.reason());
            }
        }
        if (news.over() != null) {
            end(news.over());
        } else if (views.isEmpty()) {
            close();
            home.empty(this);
        } else {
            state = news.state();
            views.values().forEach(this::tellState);
        }
    }

    void tellState(View view) {
        if (state != null) {
            view.tell(version, state);
        }
    }
}
