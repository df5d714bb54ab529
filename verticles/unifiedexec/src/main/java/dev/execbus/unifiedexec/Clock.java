package dev.execbus.unifiedexec;

import dev.execbus.bus.Timers;
import dev.execbus.bus.Timers.Timer;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/**
 * Time on the session's context.
 *
 * @param nanos does not jump
 */
record Clock(Timers timers, LongSupplier nanos) {
    long now() {
        return nanos.getAsLong();
    }

    long in(Duration duration) {
        return now() + duration.toNanos();
    }

    boolean isPast(long moment) {
        return now() - moment >= 0;
    }

    /** Not before the moment. */
    Timer at(long moment, Runnable action) {
        long left = Math.max(0, moment - now());
        return timers.after(Duration.ofMillis(TimeUnit.NANOSECONDS.toMillis(left + 999_999)), action);
    }

    Future<Void> sleep(Duration duration) {
        Promise<Void> over = Promise.promise();
        timers.after(duration, over::tryComplete);
        return over.future();
    }
}
