package dev.execbus.client;

import dev.execbus.protocol.ByteChunk;
import dev.execbus.protocol.ExecbusException;
import dev.execbus.protocol.HttpMethods.BodyDeltaNotification;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Bodies of HTTP answers that come in pieces, each until its last piece. Confined to the backend's loop. */
final class BodyStreams {
    private static final Logger LOG = LoggerFactory.getLogger(BodyStreams.class);
    private static final int MOST = 1_024;

    private static final class Body {
        private final Consumer<BodyDeltaNotification> listener;
        private long lastSeq;

        private Body(Consumer<BodyDeltaNotification> listener) {
            this.listener = listener;
        }
    }

    private final Map<String, Body> bodies = new HashMap<>();

    void begin(String requestId, Consumer<BodyDeltaNotification> listener) {
        if (bodies.size() >= MOST) {
            throw ExecbusException.resourceExhausted(MOST + " bodies are under way, which is the limit");
        }
        if (bodies.putIfAbsent(requestId, new Body(listener)) != null) {
            throw ExecbusException.invalidParams("a request " + requestId + " is under way already");
        }
    }

    /** There will be no body. */
    void forget(String requestId) {
        bodies.remove(requestId);
    }

    void heard(BodyDeltaNotification delta) {
        Body body = bodies.get(delta.requestId());
        if (body == null || delta.seq() <= body.lastSeq) {
            return;
        }
        if (delta.seq() > body.lastSeq + 1) {
            // Nothing can be read again here.
            end(delta.requestId(), body, "a piece of the body was lost");
        } else if (delta.done()) {
            bodies.remove(delta.requestId());
            tell(body, delta);
        } else {
            body.lastSeq = delta.seq();
            tell(body, delta);
        }
    }

    /** None of them will be complete. */
    void cut(String reason) {
        for (Map.Entry<String, Body> cut : List.copyOf(bodies.entrySet())) {
            end(cut.getKey(), cut.getValue(), reason);
        }
    }

    private void end(String requestId, Body body, String reason) {
        bodies.remove(requestId);
        tell(body, new BodyDeltaNotification(requestId, body.lastSeq + 1, ByteChunk.EMPTY, true, reason));
    }

    private static void tell(Body body, BodyDeltaNotification delta) {
        try {
            body.listener.accept(delta);
        } catch (RuntimeException e) {
            LOG.error("a listener of a body has failed", e);
        }
    }
}
