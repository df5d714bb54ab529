package dev.execbus.transport;

import com.fasterxml.jackson.databind.JsonNode;
import dev.execbus.bus.Attachment;
import dev.execbus.bus.ProcessService;
import dev.execbus.protocol.Dialect;
import dev.execbus.protocol.ExecbusException;
import dev.execbus.protocol.RpcMethod;
import io.vertx.core.Future;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.Supplier;

/**
 * One method and what answers it.
 *
 * @param extension not known to the peer: params that are not ours are answered as the peer answers an unknown method
 * @param mayWait whether a request with these params may take as long as its client likes; such ones do not count as
 *     under way, or a few of them would keep everything behind them unread
 * @param named whether a client may name the operation ({@code opId}) and send it again
 * @param whenLost the result when the worker is dead; null for an error
 * @param about what of a connection it is about
 */
record Route<P>(
        RpcMethod<P> method,
        AnyHandler<P> handler,
        boolean extension,
        Predicate<P> mayWait,
        boolean named,
        Function<P, ?> whenLost,
        About about) {
    enum About {
        /** Its session. */
        SESSION,
        /** Its own processes, see {@link HandleProcesses}. */
        HANDLES,
        /** What it looks at, see {@link ConnectionViews}; also without a session. */
        VIEWS
    }

    /** What a connection knows of by itself. */
    record Own(HandleProcesses handles, ConnectionViews views) {}

    @FunctionalInterface
    interface Handler<P> {
        /** The result as a record that Jackson writes. */
        Future<?> handle(WorkerServices worker, Attachment from, P params);
    }

    @FunctionalInterface
    interface HandleHandler<P> {
        /** May throw what is wrong. */
        Future<?> handle(HandleProcesses handles, ProcessService worker, P params);
    }

    @FunctionalInterface
    interface ViewHandler<P> {
        /** May throw what is wrong. */
        Future<?> handle(ConnectionViews views, P params);
    }

    /** Any of them. */
    @FunctionalInterface
    interface AnyHandler<P> {
        Future<?> handle(Own own, WorkerServices worker, Attachment from, P params);
    }

    /** A request whose params are read. */
    interface Call {
        boolean mayWait();

        Future<?> run(Own own, WorkerServices worker, Attachment from);

        boolean hasResultWhenLost();

        Object whenLost();
    }

    static <P> Route<P> of(RpcMethod<P> method, Handler<P> handler) {
        return new Route<>(method, any(handler), false, params -> false, false, null, About.SESSION);
    }

    static <P> Route<P> extension(RpcMethod<P> method, Handler<P> handler) {
        return new Route<>(method, any(handler), true, params -> false, false, null, About.SESSION);
    }

    static <P> Route<P> waiting(RpcMethod<P> method, Predicate<P> mayWait, Handler<P> handler) {
        return new Route<>(method, any(handler), false, mayWait, false, null, About.SESSION);
    }

    static <P> Route<P> byHandle(RpcMethod<P> method, Predicate<P> mayWait, HandleHandler<P> handler) {
        return new Route<>(
                method,
                (own, worker, from, params) ->
                        orFailed(() -> handler.handle(own.handles(), worker.processes(), params)),
                false,
                mayWait,
                false,
                null,
                About.HANDLES);
    }

    static <P> Route<P> ofViews(RpcMethod<P> method, Predicate<P> mayWait, ViewHandler<P> handler) {
        return new Route<>(
                method,
                (own, worker, from, params) -> orFailed(() -> handler.handle(own.views(), params)),
                false,
                mayWait,
                false,
                null,
                About.VIEWS);
    }

    private static Future<?> orFailed(Supplier<Future<?>> answer) {
        try {
            return answer.get();
        } catch (ExecbusException e) {
            return Future.failedFuture(e);
        }
    }

    private static <P> AnyHandler<P> any(Handler<P> handler) {
        return (own, worker, from, params) -> handler.handle(worker, from, params);
    }

    /** It changes something: doing it twice is not the same as doing it once. */
    Route<P> once() {
        return new Route<>(method, handler, extension, mayWait, true, whenLost, about);
    }

    Route<P> orWhenLost(Function<P, ?> result) {
        return new Route<>(method, handler, extension, mayWait, named, result, about);
    }

    Call decode(JsonNode tree, Dialect dialect) {
        P params = method.decoder().decode(tree, dialect);
        return new Call() {
            @Override
            public boolean mayWait() {
                return mayWait.test(params);
            }

            @Override
            public Future<?> run(Own own, WorkerServices worker, Attachment from) {
                return handler.handle(own, worker, from, params);
            }

            @Override
            public boolean hasResultWhenLost() {
                return whenLost != null;
            }

            @Override
            public Object whenLost() {
                return whenLost.apply(params);
            }
        };
    }
}
