package dev.execbus.transport;

import dev.execbus.protocol.ErrorCode;
import dev.execbus.protocol.MalformedFrameException;
import dev.execbus.protocol.RpcFrames;
import dev.execbus.protocol.RpcId;
import io.netty.buffer.ByteBuf;
import io.vertx.core.AsyncResult;
import io.vertx.core.Future;
import java.util.ArrayDeque;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A client that speaks as to Vert.x's event-bus bridge, on a WebSocket. There is no bus behind it: the two addresses
 * it knows are words for its own connection, so no address of a room can be reached, and no header says who it is.
 * Confined to the connection's event loop.
 */
final class EventBusDoor implements Door, Door.Visitor {
    private static final Logger LOG = LoggerFactory.getLogger(EventBusDoor.class);

    /** As long as the bridge takes them, and nothing that has to be quoted. */
    private static final Pattern REPLY_ADDRESS = Pattern.compile("[A-Za-z0-9._-]{1,36}");

    /** Somebody who sends more than this that is refused does so on purpose. */
    private static final int MOST_REFUSALS = 16;

    private final WebSocketDoor socket;
    private final SocketFrames frames;
    private final BridgeSocket out;
    private final BridgeIdentity identity;
    private final RefusalLog refusalLog;
    private final String peer;
    private final ArrayDeque<Slice> withheld = new ArrayDeque<>();
    private final BridgeReplies replies = new BridgeReplies();
    private Visitor visitor;
    private boolean checking;
    private boolean paused;
    private boolean handingOn;
    private boolean closed;
    private int refusals;

    /** @param peer for the log */
    EventBusDoor(
            WebSocketDoor socket, SocketFrames frames, BridgeIdentity identity, RefusalLog refusalLog, String peer) {
        this.socket = socket;
        this.frames = frames;
        this.out = new BridgeSocket(socket, frames);
        this.identity = identity;
        this.refusalLog = refusalLog;
        this.peer = peer;
    }

    void open(Visitor to) {
        visitor = to;
        identity.opened();
        out.open(this);
    }

    /** Called now and then. */
    void check(long nowNanos) {
        if (identity.overdue(nowNanos)) {
            close(CloseReason.UNAUTHENTICATED);
        } else {
            socket.check(nowNanos);
        }
    }

    @Override
    public void received(byte[] bytes, int offset, int length) {
        if (!identity.known() && length > Strangers.MESSAGE_BYTES) {
            close(CloseReason.MESSAGE_TOO_BIG);
            return;
        }
        try {
            withheld.addAll(frames.read(new Slice(bytes, offset, length)));
        } catch (MalformedFrameException e) {
            close(CloseReason.PROTOCOL_VIOLATION);
            return;
        }
        regulate();
    }

    /** Each envelope may pause what comes after it. */
    private void regulate() {
        if (handingOn) {
            return;
        }
        handingOn = true;
        try {
            while (!paused && !checking && !closed && !withheld.isEmpty()) {
                envelope(withheld.poll());
            }
        } finally {
            handingOn = false;
        }
        if (paused || checking) {
            socket.pauseReading();
        } else {
            socket.resumeReading();
        }
    }

    private void envelope(Slice slice) {
        BridgeEnvelope envelope;
        try {
            envelope = BridgeEnvelope.decode(slice);
        } catch (MalformedFrameException e) {
            refuse("invalid_json", null);
            return;
        }
        switch (BridgeRule.of(envelope.type(), envelope.address())) {
            case REQUEST -> {
                if (repliesWell(envelope)) {
                    send(envelope);
                }
            }
            case ELSEWHERE -> {
                if (repliesWell(envelope)) {
                    refuse("access_denied", envelope.isSent() ? envelope.replyAddress() : envelope.address());
                }
            }
            case LISTEN, PING -> {}
            case PUBLISH -> refuse("access_denied", null);
            case UNKNOWN -> refuse("invalid_type", null);
        }
    }

    private boolean repliesWell(BridgeEnvelope envelope) {
        String address = envelope.replyAddress();
        boolean well = address == null || REPLY_ADDRESS.matcher(address).matches();
        if (!well) {
            refuse("invalid_reply_address", null);
        }
        return well;
    }

    private void send(BridgeEnvelope envelope) {
        if (envelope.body() == null) {
            refuse("invalid_body", envelope.replyAddress());
        } else if (identity.known()) {
            request(envelope);
        } else {
            checking = true;
            identity.admit(envelope.authorization()).onComplete(done -> admitted(envelope, done));
        }
    }

    private void admitted(BridgeEnvelope envelope, AsyncResult<Caller> done) {
        checking = false;
        if (closed) {
            return;
        }
        if (done.failed()) {
            if (!(done.cause() instanceof AccessDeniedException)) {
                LOG.error("authorization could not be checked", done.cause());
            }
            refuse("access_denied", envelope.replyAddress());
            close(CloseReason.UNAUTHENTICATED);
            return;
        }
        request(envelope);
        regulate();
    }

    private void request(BridgeEnvelope envelope) {
        RpcId id = envelope.id();
        if (id == null && envelope.replyAddress() != null) {
            fail(envelope, RpcId.MALFORMED, "what is to be answered needs an id, a string or an integer");
            return;
        }
        if (id != null && replies.awaits(id)) {
            fail(envelope, id, "a request with this id is under way");
            return;
        }
        replies.handOn(envelope);
        Slice body = envelope.body();
        visitor.received(body.array(), body.offset(), body.length());
        replies.handedOn();
    }

    private void fail(BridgeEnvelope envelope, RpcId id, String sentence) {
        byte[] failure = RpcFrames.failure(id, ErrorCode.INVALID_REQUEST, sentence);
        out.send(BridgeReplies.of(envelope), buffer(failure.length).writeBytes(failure));
        // It may be one of many that the client does not read.
        visitor.drained();
    }

    /** @param address of the handler at the client that is to hear of it; null for none in particular */
    private void refuse(String reason, String address) {
        log(reason);
        if (++refusals > MOST_REFUSALS) {
            close(CloseReason.PROTOCOL_VIOLATION);
            return;
        }
        out.refuse(reason, address);
    }

    private void log(String reason) {
        if (refusals == 0) {
            refusalLog.refused(EventBusRoutes.DOOR, reason, "", peer);
        }
    }

    @Override
    public Future<Void> send(ByteBuf message) {
        return out.send(BridgeRule.CLIENT, message);
    }

    @Override
    public Future<Void> sendPatiently(ByteBuf message) {
        return out.sendPatiently(BridgeRule.CLIENT, message);
    }

    @Override
    public Future<Void> answer(RpcId id, ByteBuf message) {
        return out.send(replies.take(id), message);
    }

    @Override
    public void forget(RpcId id) {
        replies.take(id);
    }

    @Override
    public ByteBuf buffer(int capacity) {
        return out.buffer(capacity);
    }

    /** Not asked before the first message is handed on. */
    @Override
    public Caller caller() {
        return identity.caller();
    }

    @Override
    public long unsentBytes() {
        return socket.unsentBytes();
    }

    @Override
    public void pauseReading() {
        if (!paused) {
            paused = true;
            socket.pauseReading();
        }
    }

    @Override
    public void resumeReading() {
        if (paused) {
            paused = false;
            regulate();
        }
    }

    @Override
    public void close(CloseReason reason) {
        out.close(reason, !closed);
    }

    @Override
    public void inputEnded() {
        visitor.inputEnded();
    }

    @Override
    public void drained() {
        visitor.drained();
    }

    @Override
    public void gone(CloseReason ours) {
        closed = true;
        withheld.clear();
        replies.clear();
        identity.left();
        if (ours == CloseReason.MESSAGE_TOO_BIG
                || ours == CloseReason.PROTOCOL_VIOLATION
                || ours == CloseReason.UNAUTHENTICATED) {
            log(ours.text());
        }
        visitor.gone(ours);
    }

    @Override
    public String malformedPrefix() {
        return "failed to parse JSON-RPC message from the event bus: ";
    }
}
