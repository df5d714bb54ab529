package dev.execbus.cluster;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelPipeline;
import io.vertx.core.Handler;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.internal.buffer.BufferInternal;
import io.vertx.core.net.impl.ConnectionBase;
import io.vertx.core.net.impl.VertxHandler;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.lang.invoke.VarHandle;

/**
 * The event bus behind one of its connections, past the parser that would copy each message four times. Vert.x has no way in
 * there, so this goes by what the release looks like that the house builds with; behind any other there is none, and the
 * parser does it. Confined to the event loop of the connection.
 */
final class BusInbound {
    private static final VarHandle HANDLER = handler();
    private static final Class<?> INBOUND = inbound();
    private static final MethodHandle DECODE = decode();

    private final ConnectionBase connection;
    private final Object bus;

    private BusInbound(ConnectionBase connection, Object bus) {
        this.connection = connection;
        this.bus = bus;
    }

    /** Null when there is none. */
    static BusInbound behind(ChannelPipeline pipeline) {
        VertxHandler<?> vertx = pipeline.get(VertxHandler.class);
        if (vertx == null || !isKnown()) {
            return null;
        }
        ConnectionBase connection = vertx.getConnection();
        if (!HANDLER.coordinateTypes().getFirst().isInstance(connection)) {
            return null;
        }
        Object bus = HANDLER.get(connection);
        return bus != null && bus.getClass() == INBOUND ? new BusInbound(connection, bus) : null;
    }

    static boolean isKnown() {
        return HANDLER != null && DECODE != null;
    }

    /** Takes the message over, which is without its length and is not empty. */
    void receive(ByteBuf message) {
        connection.context().dispatch(message, this::decode);
    }

    private void decode(ByteBuf message) {
        try {
            DECODE.invokeExact(bus, Buffer.buffer(Integer.BYTES).appendInt(message.readableBytes()));
            DECODE.invokeExact(bus, (Buffer) BufferInternal.buffer(message));
        } catch (RuntimeException | Error e) {
            throw e;
        } catch (Throwable e) {
            throw new IllegalStateException("the event bus cannot read a message", e);
        }
    }

    private static VarHandle handler() {
        try {
            Class<?> socket = Class.forName("io.vertx.core.net.impl.NetSocketImpl");
            return MethodHandles.privateLookupIn(socket, MethodHandles.lookup())
                    .findVarHandle(socket, "handler", Handler.class);
        } catch (ReflectiveOperationException e) {
            return null;
        }
    }

    private static Class<?> inbound() {
        try {
            return Class.forName("io.vertx.core.eventbus.impl.clustered.InboundConnection");
        } catch (ClassNotFoundException e) {
            return null;
        }
    }

    private static MethodHandle decode() {
        if (INBOUND == null) {
            return null;
        }
        try {
            return MethodHandles.privateLookupIn(INBOUND, MethodHandles.lookup())
                    .findVirtual(INBOUND, "decodeMessage", MethodType.methodType(void.class, Buffer.class))
                    .asType(MethodType.methodType(void.class, Object.class, Buffer.class));
        } catch (ReflectiveOperationException e) {
            return null;
        }
    }
}
