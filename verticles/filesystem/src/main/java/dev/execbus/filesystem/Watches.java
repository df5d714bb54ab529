package dev.execbus.filesystem;

import dev.execbus.bus.FileService.Done;
import dev.execbus.protocol.ExecbusException;
import dev.execbus.protocol.FileMethods.UnwatchParams;
import dev.execbus.protocol.FileMethods.WatchParams;
import io.vertx.core.Future;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executor;

/** The watches of one connection, by the ids it chose. Confined to the verticle's context. */
final class Watches {
    private static final int LONGEST_ID = 128;

    private final FileThreads.Share threads;
    private final DirectoryEvents events;
    private final WatchClient client;
    private final Executor context;
    private final int limit;
    private final int directories;
    private final Map<String, Watch> active = new HashMap<>();

    Watches(
            FileThreads.Share threads,
            DirectoryEvents events,
            WatchClient client,
            Executor context,
            FileSettings settings) {
        this.threads = threads;
        this.events = events;
        this.client = client;
        this.context = context;
        this.limit = settings.watchesPerConnection();
        this.directories = settings.directoriesPerWatch();
    }

    /** Notifications follow the answer. */
    Future<Done> watch(WatchParams params) {
        String id = params.watchId();
        check(id);
        if (active.containsKey(id)) {
            throw ExecbusException.invalidRequest("watch `" + id + "` already exists");
        }
        if (active.size() >= limit) {
            throw ExecbusException.resourceExhausted("at most " + limit + " watches may be active per connection");
        }
        Watch watch = new Watch(new ChangeFeed(id, client, context));
        active.put(id, watch);
        Future<Done> started = threads.run(() -> watch.start(params)).recover(failure -> {
            active.remove(id, watch);
            return close(watch).transform(closed -> Future.failedFuture(failure));
        });
        started.onSuccess(done -> context.execute(watch.feed::start));
        return started;
    }

    /** An id that is not known is no failure. */
    Future<Done> unwatch(UnwatchParams params) {
        check(params.watchId());
        Watch watch = active.remove(params.watchId());
        return watch == null ? Future.succeededFuture(new Done()) : close(watch).map(new Done());
    }

    /** The connection is gone. */
    Future<?> closeAll() {
        List<Future<Void>> closed = active.values().stream().map(this::close).toList();
        active.clear();
        return Future.join(closed);
    }

    private Future<Void> close(Watch watch) {
        watch.feed.close();
        return threads.close(watch::close);
    }

    private static void check(String id) {
        if (id.getBytes(StandardCharsets.UTF_8).length > LONGEST_ID) {
            throw ExecbusException.invalidRequest("watch ID must not exceed " + LONGEST_ID + " bytes");
        }
    }

    /** One watch: starting and closing may meet. */
    private final class Watch {
        private final ChangeFeed feed;
        private WatchedTree tree;
        private boolean closed;

        private Watch(ChangeFeed feed) {
            this.feed = feed;
        }

        private Done start(WatchParams params) {
            return FileFailures.translated(() -> {
                Path path = NativePath.of(params.path());
                WatchedTree made = new WatchedTree(events, feed, path, realPath(path), params.recursive(), directories);
                synchronized (this) {
                    if (closed) {
                        return new Done();
                    }
                    tree = made;
                }
                made.start();
                return new Done();
            });
        }

        private static Path realPath(Path path) throws IOException {
            return path.toRealPath();
        }

        private synchronized void close() {
            closed = true;
            if (tree != null) {
                tree.close();
            }
        }
    }
}
