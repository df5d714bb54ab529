package dev.execbus.bus;

import dev.execbus.protocol.ErrorCode;
import dev.execbus.protocol.ExecbusException;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.eventbus.MessageCodec;
import io.vertx.core.eventbus.ReplyException;
import io.vertx.core.eventbus.ReplyFailure;

/**
 * Passes messages by reference inside a node, and between nodes as the cluster's key and their {@link WireForm}. What
 * cannot be read becomes a {@link ReplyException} in the place of the message. Nothing is thrown: Vert.x would never
 * complete a request whose reply throws when it is read.
 */
final class BusMessageCodec implements MessageCodec<BusMessage, Object> {
    static final String NAME = "execbus";

    private final BusKey key;
    private final byte[] keyBytes;
    private final WireForm form;
    private final Refusals refusals;

    /** For a node that is alone. */
    BusMessageCodec() {
        this.key = null;
        this.keyBytes = null;
        this.form = null;
        this.refusals = null;
    }

    BusMessageCodec(BusKey key) {
        this.key = key;
        this.keyBytes = key.bytes();
        this.form = WireForms.OfMessages.FORM;
        this.refusals = new Refusals();
    }

    @Override
    public void encodeToWire(Buffer buffer, BusMessage message) {
        buffer.appendBytes(keyBytes);
        form.write(message, buffer);
    }

    @Override
    public Object decodeFromWire(int position, Buffer buffer) {
        if (buffer.length() - position < BusKey.LENGTH
                || !key.matches(buffer.getBytes(position, position + BusKey.LENGTH))) {
            refusals.ofStranger();
            return stranger();
        }
        try {
            WireReader in = new WireReader(buffer, position + BusKey.LENGTH);
            Object message = form.read(in);
            if (message == null || in.hasMore()) {
                throw WireReader.unreadable("it is not one message");
            }
            return message;
        } catch (ExecbusException e) {
            refusals.ofUnreadable(e.getMessage());
            return unreadable(e);
        } catch (RuntimeException e) {
            refusals.ofUnreadable(e.getClass().getName());
            return unreadable(WireReader.unreadable("it is damaged"));
        }
    }

    /** Whoever sent this is not answered. */
    static boolean isStranger(ReplyException refusal) {
        return refusal.failureType() == ReplyFailure.ERROR;
    }

    private static ReplyException stranger() {
        return new ReplyException(ReplyFailure.ERROR, ErrorCode.INTERNAL.number(), "a message of another cluster");
    }

    private static ReplyException unreadable(ExecbusException failure) {
        return new ReplyException(ReplyFailure.RECIPIENT_FAILURE, failure.code().number(), failure.getMessage());
    }

    @Override
    public Object transform(BusMessage message) {
        return message;
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public byte systemCodecID() {
        return -1;
    }
}
