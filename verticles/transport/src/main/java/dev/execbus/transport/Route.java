package dev.execbus.transport;

import com.fasterxml.jackson.databind.JsonNode;
import dev.execbus.bus.Attachment;
import dev.execbus.protocol.Dialect;
import dev.execbus.protocol.RpcMethod;
import io.vertx.core.Future;
import java.util.function.Predicate;

/**
 * One method and what answers it.
 *
 * @param extension not known to the peer: params that are not ours are answered as the peer answers an unknown method
 * @param mayWait whether a request with these params may take as long as its client likes; such ones do not count as
 *     under way, or a few of them would keep everything behind them unread
 */
record Route<P>(RpcMethod<P> method, Handler<P> handler, boolean extension, Predicate<P> mayWait) {
    @FunctionalInterface
    interface Handler<P> {
        /** The result as a record that Jackson writes. */
        Future<?> handle(Attachment from, P params);
    }

    /** A request whose params are read. */
    interface Call {
        boolean mayWait();

        Future<?> run(Attachment from);
    }

    static <P> Route<P> of(RpcMethod<P> method, Handler<P> handler) {
        return new Route<>(method, handler, false, params -> false);
    }

    static <P> Route<P> extension(RpcMethod<P> method, Handler<P> handler) {
        return new Route<>(method, handler, true, params -> false);
    }

    static <P> Route<P> waiting(RpcMethod<P> method, Predicate<P> mayWait, Handler<P> handler) {
        return new Route<>(method, handler, false, mayWait);
    }

    Call decode(JsonNode tree, Dialect dialect) {
        P params = method.decoder().decode(tree, dialect);
        return new Call() {
            @Override
            public boolean mayWait() {
                return mayWait.test(params);
            }

            @Override
            public Future<?> run(Attachment from) {
                return handler.handle(from, params);
            }
        };
    }
}
