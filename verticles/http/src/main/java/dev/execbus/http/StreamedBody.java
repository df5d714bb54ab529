package dev.execbus.http;

import dev.execbus.bus.Attachment;
import dev.execbus.bus.GatewayService;
import dev.execbus.bus.GatewayService.Deliver;
import dev.execbus.bus.GatewayService.Delivered;
import dev.execbus.bus.HttpEvent.BodyDelta;
import dev.execbus.protocol.ByteChunk;
import dev.execbus.protocol.HttpMethods.BodyDeltaNotification;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClientResponse;
import java.util.List;

/**
 * Takes a body to the client piece by piece. The answer to a delivery is the credit for the next piece: until then
 * nothing is read. Confined to the verticle's context.
 */
final class StreamedBody {
    /** What becomes of a stream; one of them, once. */
    interface Observer {
        /** All of it is on its way to the client, or what is left of it is not worth the connection. */
        void ended(boolean whole);
    }

    private final Context context;
    private final HttpClientResponse response;
    private final String requestId;
    private final Attachment to;
    private final GatewayService gateway;
    private final Observer observer;
    private long seq;
    private boolean delivering;
    private boolean cut;
    private boolean over;

    StreamedBody(
            Context context,
            HttpClientResponse response,
            String requestId,
            Attachment to,
            GatewayService gateway,
            Observer observer) {
        this.context = context;
        this.response = response;
        this.requestId = requestId;
        this.to = to;
        this.gateway = gateway;
        this.observer = observer;
        response.exceptionHandler(ignored -> cut());
        response.handler(this::piece);
        response.endHandler(ended -> finish(null));
    }

    /** Not before the answer is on its way: it must be the first that the client gets. */
    void start() {
        if (!over) {
            proceed();
        }
    }

    /** Ends the stream before its body does. */
    void finish(String error) {
        if (over) {
            return;
        }
        over = true;
        deliver(ByteChunk.EMPTY, true, error);
        observer.ended(error == null);
    }

    /** There is nobody to tell. */
    void abandon() {
        over = true;
    }

    private void piece(Buffer piece) {
        if (over) {
            return;
        }
        response.pause();
        delivering = true;
        deliver(ByteChunk.of(piece.getBytes()), false, null).onComplete(done -> {
            delivering = false;
            if (over) {
                return;
            }
            if (done.succeeded()) {
                proceed();
            } else {
                over = true;
                observer.ended(false);
            }
        });
    }

    private void proceed() {
        response.resume();
        if (cut) {
            finishWhenEmpty();
        }
    }

    /** The connection is gone, but not what has been read from it. */
    private void cut() {
        cut = true;
        if (!over && !delivering) {
            finishWhenEmpty();
        }
    }

    /** What has been read comes in the turn after it is asked for. */
    private void finishWhenEmpty() {
        context.runOnContext(ignored -> {
            if (!over && !delivering) {
                finish(RequestFailures.CUT_BODY);
            }
        });
    }

    private Future<Delivered> deliver(ByteChunk delta, boolean done, String error) {
        seq++;
        BodyDelta event = new BodyDelta(new BodyDeltaNotification(requestId, seq, delta, done, error));
        return gateway.deliver(new Deliver(to, 0, List.of(event)));
    }
}
