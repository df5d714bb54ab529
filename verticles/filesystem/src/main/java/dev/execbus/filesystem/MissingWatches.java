package dev.execbus.filesystem;

import dev.execbus.bus.FileEvent;
import dev.execbus.bus.FileService.MissingWatched;
import dev.execbus.protocol.FileMethods.MissingChangedNotification;
import dev.execbus.protocol.FileMethods.WatchMissingParams;
import dev.execbus.protocol.FileMethods.WatchMissingResponse;
import io.vertx.core.Future;
import java.util.concurrent.Executor;

/**
 * {@code fs/watchMissing} of one connection: one watch at a time, which tells once. Confined to the verticle's context.
 */
final class MissingWatches {
    private static final int MOST_PATHS = 64;

    private final FileThreads.Share threads;
    private final DirectoryEvents events;
    private final WatchClient client;
    private final Executor context;
    private final int directories;
    private long highest = -1;
    private MissingWatch active;

    MissingWatches(
            FileThreads.Share threads, DirectoryEvents events, WatchClient client, Executor context, int directories) {
        this.threads = threads;
        this.events = events;
        this.client = client;
        this.context = context;
        this.directories = directories;
    }

    /** A higher id ends the watch before it, whatever becomes of this one. The notification follows the answer. */
    Future<MissingWatched> watch(WatchMissingParams params) {
        if (params.watchId() <= highest) {
            return answered(false);
        }
        highest = params.watchId();
        Future<?> before = close();
        if (params.missing().isEmpty() || params.missing().size() > MOST_PATHS) {
            return before.transform(closed -> answered(false));
        }
        Notice notice = new Notice(params.watchId());
        MissingWatch watch = new MissingWatch(events, params, directories, () -> context.execute(notice::fired));
        active = watch;
        return before.transform(closed -> threads.run(watch::arm)).compose(armed -> {
            if (armed) {
                context.execute(notice::answered);
            }
            return answered(armed);
        });
    }

    /** Ends the watch, if there is one. */
    Future<?> close() {
        MissingWatch ended = active;
        active = null;
        return ended == null ? Future.succeededFuture() : threads.close(ended::close);
    }

    private static Future<MissingWatched> answered(boolean watching) {
        return Future.succeededFuture(new MissingWatched(new WatchMissingResponse(watching)));
    }

    /** Goes out when the watch has fired and the client knows of it, unless it was ended meanwhile. */
    private final class Notice {
        private final long watchId;
        private boolean fired;
        private boolean answered;

        private Notice(long watchId) {
            this.watchId = watchId;
        }

        private void fired() {
            fired = true;
            tell();
        }

        private void answered() {
            answered = true;
            tell();
        }

        private void tell() {
            if (fired && answered && active != null && watchId == highest) {
                client.tell(new FileEvent.MissingChanged(new MissingChangedNotification(watchId)));
            }
        }
    }
}
