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

/**
 * One method and what answers it.
 *
 * @param extension not known to the peer: params that are not ours are answered as the peer answers an unknown method
 * @param mayWait whether a request with these params may take as long as its client likes; such ones do not count as
 *     under way, or a few of them would keep everything behind them unread
 * @param named whether a client may name the operation ({@code opId}) and send it again
 * @param whenLost the result when the worker is dead; null for an error
 * @param byHandle whether it is about the connection's own processes, see {@link HandleProcesses}
 */
record Route<P>(
        RpcMethod<P> method,
        AnyHandler<P> handler,
        boolean extension,
        Predicate<P> mayWait,
        boolean named,
        Function<P, ?> whenLost,
        boolean byHandle) {
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

    /** Either of them. */
    @FunctionalInterface
    interface AnyHandler<P> {
        Future<?> handle(HandleProcesses handles, WorkerServices worker, Attachment from, P params);
    }

    /** A request whose params are read. */
    interface Call {
        boolean mayWait();

        Future<?> run(HandleProcesses handles, WorkerServices worker, Attachment from);

        boolean hasResultWhenLost();

        Object whenLost();
    }

    static <P> Route<P> of(RpcMethod<P> method, Handler<P> handler) {
        return new Route<>(method, any(handler), false, params -> false, false, null, false);
    }

    static <P> Route<P> extension(RpcMethod<P> method, Handler<P> handler) {
        return new Route<>(method, any(handler), true, params -> false, false, null, false);
    }

    static <P> Route<P> waiting(RpcMethod<P> method, Predicate<P> mayWait, Handler<P> handler) {
        return new Route<>(method, any(handler), false, mayWait, false, null, false);
    }

    static <P> Route<P> byHandle(RpcMethod<P> method, Predicate<P> mayWait, HandleHandler<P> handler) {
        return new Route<>(
                method,
                (handles, worker, from, params) -> {
                    try {
                        return handler.handle(handles, worker.processes(), params);
                    } catch (ExecbusException e) {
                        return Future.failedFuture(e);
                    }
                },
                false,
                mayWait,
                false,
                null,
                true);
    }

    private static <P> AnyHandler<P> any(Handler<P> handler) {
        return (handles, worker, from, params) -> handler.handle(worker, from, params);
    }

    /** It changes something: doing it twice is not the same as doing it once. */
    Route<P> once() {
        return new Route<>(method, handler, extension, mayWait, true, whenLost, byHandle);
    }

    Route<P> orWhenLost(Function<P, ?> result) {
        return new Route<>(method, handler, extension, mayWait, named, result, byHandle);
    }

    Call decode(JsonNode tree, Dialect dialect) {
        P params = method.decoder().decode(tree, dialect);
        return new Call() {
            @Override
            public boolean mayWait() {
                return mayWait.test(params);
            }

            @Override
            public Future<?> run(HandleProcesses handles, WorkerServices worker, Attachment from) {
                return handler.handle(handles, worker, from, params);
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
