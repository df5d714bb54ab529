package dev.execbus.client;

import dev.execbus.bus.Timers;
import dev.execbus.protocol.MalformedFrameException;
import dev.execbus.protocol.RpcFrames;
import dev.execbus.protocol.RpcMessage;
import io.vertx.core.Future;
import java.time.Duration;
import java.util.Optional;

/** One connection of a session, from the attempt to its end; after {@link #close} nothing is heard of it. Confined to the backend's loop. */
final class Line implements Wire.Listener {
    /** Whose connection it is. */
    interface Owner {
        /** Called once. */
        void introduced(Introduction.Answer answer);

        void heard(RpcMessage message) throws MalformedFrameException;

        /** It is of no use any more. */
        void broken(String reason);
    }

    private final Loop loop;
    private final Owner owner;
    private Wire wire;
    private Timers.Timer patience = () -> {};
    private boolean introduced;
    private boolean open = true;

    Line(Loop loop, Owner owner) {
        this.loop = loop;
        this.owner = owner;
    }

    /** @param sessionId null for a new session */
    void connected(Wire made, String clientName, String sessionId, Duration timeout) {
        wire = made;
        if (!open) {
            wire.close();
            return;
        }
        patience =
                loop.timers().after(timeout, () -> closed("initialize timed out after " + timeout.toSeconds() + "s"));
        send(Introduction.frame(clientName, sessionId));
    }

    void send(byte[] frame) {
        if (open) {
            wire.send(frame);
        }
    }

    Future<Void> close() {
        open = false;
        patience.cancel();
        return wire == null ? Future.succeededFuture() : wire.close();
    }

    @Override
    public void received(byte[] frame) {
        if (!open) {
            return;
        }
        try {
            RpcMessage message = RpcFrames.decode(frame);
            Optional<Introduction.Answer> answer = Introduction.answer(message);
            if (answer.isEmpty()) {
                owner.heard(message);
            } else if (!introduced) {
                introduced = true;
                patience.cancel();
                owner.introduced(answer.get());
            }
        } catch (MalformedFrameException e) {
            closed("the exec-server sent a malformed message: " + e.getMessage());
        }
    }

    @Override
    public void closed(String reason) {
        if (open) {
            owner.broken(reason);
        }
    }
}
