package dev.execbus.bus;

import io.vertx.core.Handler;
import io.vertx.core.eventbus.DeliveryContext;
import io.vertx.core.eventbus.ReplyException;
import io.vertx.core.eventbus.ReplyFailure;
import io.vertx.core.eventbus.impl.OutboundDeliveryContext;

/**
 * Fails a request at once when it could not be written to the other node: the connection was refused, or broke before
 * the request's turn. Vert.x knows, but of itself lets the request wait until its deadline.
 */
final class UnsentRequests implements Handler<DeliveryContext<Object>> {
    @Override
    public void handle(DeliveryContext<Object> delivery) {
        if (delivery instanceof OutboundDeliveryContext<?> outbound
                && delivery.message().replyAddress() != null) {
            outbound.writePromise.future().onFailure(cause -> {
                if (!(cause instanceof ReplyException)) {
                    outbound.tryFail(new ReplyException(ReplyFailure.ERROR, "the node cannot be reached"));
                }
            });
        }
        delivery.next();
    }
}
