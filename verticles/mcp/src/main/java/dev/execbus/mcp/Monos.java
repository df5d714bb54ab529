package dev.execbus.mcp;

import io.vertx.core.Future;
import java.util.concurrent.Executor;
import java.util.function.Supplier;
import reactor.core.publisher.Mono;

/** Vert.x's futures as the SDK takes them, completed on the endpoint's context. */
record Monos(Executor context) {
    static final Runnable NOT_CANCELLED = () -> {};

    /**
     * @param work may throw what it would fail with
     * @param cancelled called when nobody waits for the answer any more
     */
    <T> Mono<T> of(Supplier<Future<T>> work, Runnable cancelled) {
        return Mono.create(sink -> {
            sink.onCancel(cancelled::run);
            started(work)
                    .onComplete(done -> context.execute(() -> {
                        if (done.succeeded()) {
                            sink.success(done.result());
                        } else {
                            sink.error(done.cause());
                        }
                    }));
        });
    }

    static <T> Future<T> started(Supplier<Future<T>> work) {
        try {
            return work.get();
        } catch (RuntimeException e) {
            return Future.failedFuture(e);
        }
    }
}
