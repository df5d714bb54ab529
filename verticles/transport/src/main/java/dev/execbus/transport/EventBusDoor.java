package dev.execbus.transport;

import dev.execbus.protocol.ErrorCode;
import dev.execbus.protocol.MalformedFrameException;
import dev.execbus.protocol.RpcFrames;
import dev.execbus.protocol.RpcId;
import io.netty.buffer.ByteBuf;
import io.vertx.core.AsyncResult;
import io.vertx.core.Future;
import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.Map;
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

    private static final String REQUESTS = "execbus.rpc";
    private static final String CLIENT = "execbus.client";

    /** As long as the bridge takes them, and nothing that has to be quoted. */
    private static final Pattern REPLY_ADDRESS = Pattern.compile("[A-Za-z0-9._-]{1,36}");

    /** Somebody who sends more than this that is refused does so on purpose. */
    private static final int MOST_REFUSALS = 16;

    private final WebSocketDoor socket;
    private final SocketFrames frames;
    private final Access access;
    private final Strangers strangers;
    private final String peer;
    private final long openedAtNanos = System.nanoTime();
    private final ArrayDeque<Slice> withheld = new ArrayDeque<>();
    private final Map<RpcId, String> replyAddresses = new HashMap<>();
    private Visitor visitor;
    private BridgeEnvelope current;
    private boolean known;
    private boolean checking;
    private boolean paused;
    private boolean handingOn;
    private boolean closed;
    private int refusals;

    /**
     * @param known whether nobody asks who the client is, or it has said so
     * @param peer for the log
     */
    EventBusDoor(
            WebSocketDoor socket, SocketFrames frames, Access access, Strangers strangers, boolean known, String peer) {
        this.socket = socket;
        this.frames = frames;
        this.access = access;
        this.strangers = strangers;
        this.known = known;
        this.peer = peer;
    }

    void open(Visitor to) {
        visitor = to;
        if (!known) {
            strangers.came();
        }
        socket.open(this);
        ByteBuf opening = frames.opening();
        if (opening != null) {
            socket.send(opening);
        }
    }

    /** Called now and then. */
    void check(long nowNanos) {
        if (!known && nowNanos - openedAtNanos > Strangers.LONGEST.toNanos()) {
            close(CloseReason.UNAUTHENTICATED);
        } else {
            socket.check(nowNanos);
        }
    }

    @Override
    public void received(byte[] bytes, int offset, int length) {
        if (!known && length > Strangers.MESSAGE_BYTES) {
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
        switch (envelope.type() == null ? "" : envelope.type()) {
            case "ping" -> {}
            case "send" -> send(envelope);
            case "register", "unregister" -> {
                if (!CLIENT.equals(envelope.address())) {
                    refuse("access_denied", envelope.address());
                }
            }
            case "publish" -> refuse("access_denied", null);
            default -> refuse("invalid_type", null);
        }
    }

    private void send(BridgeEnvelope envelope) {
        String replyAddress = envelope.replyAddress();
        if (replyAddress != null && !REPLY_ADDRESS.matcher(replyAddress).matches()) {
            refuse("invalid_reply_address", null);
        } else if (!REQUESTS.equals(envelope.address())) {
            refuse("access_denied", replyAddress);
        } else if (envelope.body() == null) {
            refuse("invalid_body", replyAddress);
        } else if (known) {
            request(envelope);
        } else {
            checking = true;
            access.check(envelope.authorization()).onComplete(done -> checked(envelope, done));
        }
    }

    private void checked(BridgeEnvelope envelope, AsyncResult<Void> done) {
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
        known = true;
        strangers.left();
        request(envelope);
        regulate();
    }

    private void request(BridgeEnvelope envelope) {
        RpcId id = envelope.id();
        if (id == null && envelope.replyAddress() != null) {
            fail(envelope, RpcId.MALFORMED, "what is to be answered needs an id, a string or an integer");
            return;
        }
        if (id != null && replyAddresses.containsKey(id)) {
            fail(envelope, id, "a request with this id is under way");
            return;
        }
        if (id != null) {
            replyAddresses.put(id, orClient(envelope.replyAddress()));
        }
        Slice body = envelope.body();
        current = envelope;
        visitor.received(body.array(), body.offset(), body.length());
        current = null;
    }

    private static String orClient(String replyAddress) {
        return replyAddress == null ? CLIENT : replyAddress;
    }

    private void fail(BridgeEnvelope envelope, RpcId id, String sentence) {
        byte[] failure = RpcFrames.failure(id, ErrorCode.INVALID_REQUEST, sentence);
        deliver(orClient(envelope.replyAddress()), buffer(failure.length).writeBytes(failure));
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
        byte[] refusal = BridgeRefusal.of(reason, address);
        write(socket.buffer(refusal.length).writeBytes(refusal));
    }

    private void log(String reason) {
        if (refusals == 0) {
            LOG.warn("event-bus client refused reason={} peer={}", reason, peer);
        }
    }

    @Override
    public Future<Void> send(ByteBuf message) {
        return deliver(CLIENT, message);
    }

    @Override
    public Future<Void> answer(RpcId id, ByteBuf message) {
        String address = replyAddresses.remove(id);
        if (address == null && current != null) {
            // Its id was of no use to whoever read it as a whole.
            address = current.replyAddress();
            replyAddresses.remove(current.id());
        }
        return deliver(orClient(address), message);
    }

    /** Buffers of ours have room for what stands before the message. */
    private Future<Void> deliver(String address, ByteBuf message) {
        byte[] head = BridgeDelivery.head(address);
        int begin = message.readerIndex() - head.length;
        message.setBytes(begin, head).readerIndex(begin).writeByte('}');
        return write(message);
    }

    private Future<Void> write(ByteBuf envelope) {
        return socket.send(frames.write(envelope, socket::buffer));
    }

    @Override
    public ByteBuf buffer(int capacity) {
        return socket.buffer(BridgeDelivery.ROOM + capacity + 1).setIndex(BridgeDelivery.ROOM, BridgeDelivery.ROOM);
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
        ByteBuf closing = closed ? null : frames.closing(reason);
        if (closing != null) {
            socket.send(closing);
        }
        socket.close(reason);
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
        replyAddresses.clear();
        if (!known) {
            known = true;
            strangers.left();
        }
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
