package dev.execbus.processes;

import dev.execbus.bus.Timers;
import dev.execbus.bus.ViewService.Ended;
import dev.execbus.bus.ViewService.Watched;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

/**
 * One gateway that has views of a process: it asks for news, and who does not ask for long is gone. Confined to the
 * supervisor's context.
 */
final class Audience {
    private record Told(long version, Ended ended) {}

    private final Timers timers;
    private final Duration silence;
    private final Runnable lost;
    private final List<Told> ended = new ArrayList<>();
    private Timers.Timer heardUntil;
    private Promise<Watched> waiting;
    private Timers.Timer waitingUntil;

    /** @param lost called when it was not heard for as long as {@code silence} */
    Audience(Timers timers, Duration silence, Runnable lost) {
        this.timers = timers;
        this.silence = silence;
        this.lost = lost;
        this.heardUntil = timers.after(silence, lost);
    }

    /** A view of it has ended without its doing. */
    void ended(long version, Ended view) {
        ended.add(new Told(version, view));
    }

    boolean hasAllTold() {
        return ended.isEmpty();
    }

    /**
     * @param known what it has been told
     * @param version what there is to tell
     */
    Future<Watched> watch(long known, long version, Duration patience, Supplier<Watched> now) {
        heardUntil.cancel();
        heardUntil = timers.after(silence, lost);
        ended.removeIf(told -> told.version() <= known);
        answer(now);
        if (known != version) {
            return Future.succeededFuture(now.get());
        }
        Promise<Watched> promise = Promise.promise();
        waiting = promise;
        waitingUntil = timers.after(patience, () -> answer(now));
        return promise.future();
    }

    /** There is something to tell, or its time is over. */
    void answer(Supplier<Watched> now) {
        if (waiting != null) {
            Promise<Watched> promise = waiting;
            waiting = null;
            waitingUntil.cancel();
            promise.complete(now.get());
        }
    }

    List<Ended> ended() {
        return ended.stream().map(Told::ended).toList();
    }

    void end(Supplier<Watched> last) {
        heardUntil.cancel();
        answer(last);
    }
}
