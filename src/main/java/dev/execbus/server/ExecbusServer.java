package dev.execbus.server;

import dev.execbus.bus.Bus;
import dev.execbus.transport.Access;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import java.io.IOException;
import java.io.PrintStream;
import java.net.BindException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A running server: builds Vert.x and the roles, says where it listens, and takes all of it down again. */
final class ExecbusServer implements ServerStarter {
    private static final Logger LOG = LoggerFactory.getLogger(ExecbusServer.class);
    /** Rooms that share an event loop hand messages on without waking another thread; the reactor has a core of its own. */
    private static final int EVENT_LOOPS = Math.max(1, Runtime.getRuntime().availableProcessors() / 2);

    private static final long START_SECONDS = 60;
    private static final long STOP_SECONDS = 10;

    private final PrintStream out;

    /** @param out gets the bound address, and nothing else */
    ExecbusServer(PrintStream out) {
        this.out = out;
    }

    @Override
    public int serve(ServerConfig config, Access access) {
        Vertx vertx = Vertx.vertx(new VertxOptions()
                .setPreferNativeTransport(true)
                .setEventLoopPoolSize(EVENT_LOOPS)
                .setInternalBlockingPoolSize(4)
                .setWorkerPoolSize(4));
        CountDownLatch stopped = new CountDownLatch(1);
        CountDownLatch told = new CountDownLatch(1);
        Roles roles = new Roles(vertx, Bus.install(vertx), config, told::countDown);
        try {
            ListenAddress bound = await(roles.single(access).toCompletionStage().toCompletableFuture());
            Runtime.getRuntime().addShutdownHook(new Thread(() -> shutDown(told, stopped), "shutdown"));
            LOG.info(
                    "start-up cache {}",
                    System.getProperty("java.vm.info").contains("sharing")
                            ? "in use"
                            : "not in use: the start is slower");
            LOG.info("listening on {} spawner={}", bound, config.processes().spawner());
            announce(bound);
            told.await();
            stop(vertx, roles);
            return 0;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return 0;
        } catch (StartupException e) {
            stop(vertx, roles);
            throw e;
        } finally {
            stopped.countDown();
        }
    }

    /** On stdio the first line belongs to the protocol already. */
    private void announce(ListenAddress bound) {
        switch (bound) {
            case ListenAddress.WebSocket socket -> {
                out.println(socket);
                out.flush();
            }
            case ListenAddress.Stdio stdio -> {}
        }
    }

    /**
     * A signal has come: the main thread takes everything down while this one keeps the virtual machine. An orderly stop
     * is a success, which the virtual machine by itself would report as death by a signal.
     */
    private static void shutDown(CountDownLatch told, CountDownLatch stopped) {
        boolean signalled = told.getCount() > 0;
        told.countDown();
        try {
            if (!stopped.await(STOP_SECONDS + 1, TimeUnit.SECONDS)) {
                LOG.warn("the server did not stop in time");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        if (signalled) {
            Runtime.getRuntime().halt(0);
        }
    }

    private static void stop(Vertx vertx, Roles roles) {
        try {
            roles.undeploy()
                    .compose(done -> vertx.close())
                    .toCompletionStage()
                    .toCompletableFuture()
                    .get(STOP_SECONDS, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (ExecutionException | TimeoutException e) {
            LOG.warn("not everything stopped in order: {}", e.toString());
        }
    }

    private static <T> T await(java.util.concurrent.CompletableFuture<T> starting) throws InterruptedException {
        try {
            return starting.get(START_SECONDS, TimeUnit.SECONDS);
        } catch (ExecutionException e) {
            throw failure(e.getCause());
        } catch (TimeoutException e) {
            throw new StartupException("the server did not start within " + START_SECONDS + " seconds");
        }
    }

    /** Netty's own transport has no exception of its own for it. */
    private static boolean isAddressInUse(Throwable cause) {
        return cause instanceof IOException
                && String.valueOf(cause.getMessage()).contains("Address already in use");
    }

    private static StartupException failure(Throwable cause) {
        if (cause instanceof BindException || isAddressInUse(cause)) {
            return new StartupException("Address in use (os error 98)");
        }
        LOG.debug("start failed", cause);
        return new StartupException(cause.getMessage() == null ? cause.toString() : cause.getMessage());
    }
}
