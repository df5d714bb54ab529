package dev.execbus.cluster;

import io.netty.bootstrap.ServerBootstrap;
import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelPipeline;
import io.vertx.core.net.NetServerOptions;
import io.vertx.core.spi.transport.Transport;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;

/**
 * A transport of Vert.x that puts {@link WholeMessages} in front of what peers say on the event bus: it has no other place
 * for that. The first server of a clustered Vert.x is its event bus. For one Vert.x.
 */
final class BusTransport implements InvocationHandler {
    private final Transport transport;
    private final AtomicBoolean busKnown = new AtomicBoolean();

    private BusTransport(Transport transport) {
        this.transport = transport;
    }

    static Transport around(Transport transport) {
        return (Transport) Proxy.newProxyInstance(
                Transport.class.getClassLoader(), new Class<?>[] {Transport.class}, new BusTransport(transport));
    }

    @Override
    public Object invoke(Object proxy, Method method, Object[] arguments) throws Throwable {
        try {
            Object result = method.invoke(transport, arguments);
            if (method.getName().equals("configure")
                    && arguments[0] instanceof NetServerOptions
                    && arguments[arguments.length - 1] instanceof ServerBootstrap server
                    && busKnown.compareAndSet(false, true)) {
                server.handler(new OfAccepted());
            }
            return result;
        } catch (InvocationTargetException e) {
            throw e.getCause();
        }
    }

    private static Consumer<ByteBuf> receiver(ChannelPipeline pipeline) {
        BusInbound bus = BusInbound.behind(pipeline);
        return bus == null ? null : bus::receive;
    }

    /** Before the acceptor, which adds what Vert.x wants of a connection behind. */
    private static final class OfAccepted extends ChannelInboundHandlerAdapter {
        @Override
        public void channelRead(ChannelHandlerContext context, Object accepted) {
            ((Channel) accepted).pipeline().addFirst(new WholeMessages(BusTransport::receiver));
            context.fireChannelRead(accepted);
        }
    }
}
