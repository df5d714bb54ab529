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
    private Descriptors descriptors;
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
        descriptors = new Descriptors(eventLoop, reactor, new FileDescriptor(epoll));
        Future<IoRegistration> registering = eventLoop.register(descriptors);
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
    public boolean look() {
        IoRegistration current = registration;
        return eventLoop.inEventLoop() && current != null && current.isValid() && descriptors.look(current);
    }

    @Override
    public void stop() {
        eventLoop.submit(() -> registration.cancel()).awaitUninterruptibly();
    }

    /** An epoll descriptor is readable when one of those it watches is. */
    private static final class Descriptors implements EpollIoHandle {
        /** Here and not outside: it needs Netty's native transport, which may be missing. */
        private static final EpollIoOps NOTHING = EpollIoOps.valueOf(0);

        private final IoEventLoop eventLoop;
        private final Reactor reactor;
        private final FileDescriptor epoll;
        private boolean resting;

        Descriptors(IoEventLoop eventLoop, Reactor reactor, FileDescriptor epoll) {
            this.eventLoop = eventLoop;
            this.reactor = reactor;
            this.epoll = epoll;
        }

        @Override
        public FileDescriptor fd() {
            return epoll;
        }

        @Override
        public void handle(IoRegistration registration, IoEvent event) {
            look(registration);
        }

        boolean look(IoRegistration registration) {
            if (resting) {
                return false;
            }
            Reactor.Turn turn = reactor.turn(NOT_AT_ALL);
            switch (turn) {
                case NOTHING, WORKED, WOKEN -> {}
                case ONLY_LOUD -> rest(registration);
                case BROKEN -> registration.cancel();
            }
            return turn != Reactor.Turn.NOTHING;
        }

        private void rest(IoRegistration registration) {
            resting = true;
            registration.submit(NOTHING);
            eventLoop.schedule(() -> rested(registration), REST_MICROS, TimeUnit.MICROSECONDS);
        }

        private void rested(IoRegistration registration) {
            resting = false;
            if (registration.isValid()) {
                registration.submit(EpollIoOps.EPOLLIN);
            }
        }

        /** The reactor closes its own. */
        @Override
        public void close() {}
    }
}
