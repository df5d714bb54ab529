package dev.execbus.processes;

import io.netty.channel.EventLoop;
import io.netty.channel.IoEvent;
import io.netty.channel.IoEventLoop;
import io.netty.channel.IoRegistration;
import io.netty.channel.epoll.EpollIoHandle;
import io.netty.channel.epoll.EpollIoOps;
import io.netty.channel.unix.FileDescriptor;
import io.netty.util.concurrent.Future;
import io.vertx.core.Context;
import io.vertx.core.internal.ContextInternal;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * Lets the supervisor's own event loop look at the reactor's descriptors: what a process writes is on its way to the
 * client without another thread to wake. For event loops that wait with epoll.
 */
final class EventLoopDriver implements Driver {
    private static final int NOT_AT_ALL = 0;
    private static final long REST_MICROS = 50;

    private final IoEventLoop eventLoop;
    private volatile IoRegistration registration;

    private EventLoopDriver(IoEventLoop eventLoop) {
        this.eventLoop = eventLoop;
    }

    static Optional<Driver> on(Context context) {
        EventLoop loop = ((ContextInternal) context).nettyEventLoop();
        return loop instanceof IoEventLoop io && io.isCompatible(EpollIoHandle.class)
                ? Optional.of(new EventLoopDriver(io))
                : Optional.empty();
    }

    @Override
    public void start(Reactor reactor, int epoll) {
        Future<IoRegistration> registering = eventLoop.register(new Descriptors(eventLoop, reactor, epoll));
        registering.addListener(ignored -> {
            if (!registering.isSuccess()) {
                throw new IllegalStateException("the event loop does not watch descriptors", registering.cause());
            }
            registration = registering.getNow();
            registration.submit(EpollIoOps.EPOLLIN);
        });
    }

    @Override
    public void execute(Runnable command) {
        eventLoop.execute(command);
    }

    @Override
    public void stop() {
        eventLoop.submit(() -> registration.cancel()).awaitUninterruptibly();
    }

    /** An epoll descriptor is readable when one of those it watches is. */
    private record Descriptors(IoEventLoop eventLoop, Reactor reactor, FileDescriptor fd) implements EpollIoHandle {
        /** Here and not outside: it needs Netty's native transport, which may be missing. */
        private static final EpollIoOps NOTHING = EpollIoOps.valueOf(0);

        Descriptors(IoEventLoop eventLoop, Reactor reactor, int epoll) {
            this(eventLoop, reactor, new FileDescriptor(epoll));
        }

        @Override
        public void handle(IoRegistration registration, IoEvent event) {
            switch (reactor.turn(NOT_AT_ALL)) {
                case WORKED, WOKEN -> {}
                case ONLY_LOUD -> rest(registration);
                case BROKEN -> registration.cancel();
            }
        }

        private void rest(IoRegistration registration) {
            registration.submit(NOTHING);
            eventLoop.schedule(
                    () -> registration.isValid() ? registration.submit(EpollIoOps.EPOLLIN) : 0,
                    REST_MICROS,
                    TimeUnit.MICROSECONDS);
        }

        /** The reactor closes its own. */
        @Override
        public void close() {}
    }
}
