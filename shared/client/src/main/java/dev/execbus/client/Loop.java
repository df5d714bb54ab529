package dev.execbus.client;

import dev.execbus.bus.Timers;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.util.function.Supplier;

/** The one context a backend's state is confined to, and its time. */
interface Loop {
    /** Runs the work on the context; what one thread gives runs in its order. */
    void run(Runnable work);

    /** For use on the context. */
    Timers timers();

    long nanoTime();

    /** Asks on the context; from any thread. */
    default <T> Future<T> ask(Supplier<Future<T>> question) {
        Promise<T> answer = Promise.promise();
        run(() -> {
            try {
                question.get().onComplete(answer);
            } catch (RuntimeException e) {
                answer.fail(e);
            }
        });
        return answer.future();
    }
}
