package dev.execbus.unifiedexec;

import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.util.concurrent.Executor;
import java.util.function.Supplier;

/** Brings what happens elsewhere to one context. For any thread. */
final class ContextHop {
    private final Executor onContext;

    /** @param onContext runs actions one after the other */
    ContextHop(Executor onContext) {
        this.onContext = onContext;
    }

    /** At once where the context is the caller's already. */
    static ContextHop of(Context context) {
        return new ContextHop(action -> {
            if (Vertx.currentContext() == context) {
                action.run();
            } else {
                context.runOnContext(ignored -> action.run());
            }
        });
    }

    void run(Runnable action) {
        onContext.execute(action);
    }

    /** Completes on the context. */
    <T> Future<T> to(Future<T> elsewhere) {
        Promise<T> here = Promise.promise();
        elsewhere.onComplete(done -> onContext.execute(() -> here.handle(done)));
        return here.future();
    }

    /** Called on the context; what it throws fails the future. */
    <T> Future<T> call(Supplier<Future<T>> action) {
        Promise<T> answer = Promise.promise();
        onContext.execute(() -> {
            try {
                action.get().onComplete(answer);
            } catch (RuntimeException e) {
                answer.fail(e);
            }
        });
        return answer.future();
    }
}
