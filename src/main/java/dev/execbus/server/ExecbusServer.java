package dev.execbus.server;

import dev.execbus.server.ServerLife.End;
import dev.execbus.server.ServerLife.Grounds;
import dev.execbus.transport.Access;
import java.io.PrintStream;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A running server: one life after the other until it is told to stop. More than one only where a cluster breaks. */
final class ExecbusServer implements ServerStarter {
    private static final Logger LOG = LoggerFactory.getLogger(ExecbusServer.class);
    private static final Duration PAUSE = Duration.ofSeconds(1);

    private final PrintStream out;

    /** @param out gets the bound address, and nothing else */
    ExecbusServer(PrintStream out) {
        this.out = out;
    }

    @Override
    public int serve(ServerConfig config, Access access) {
        try (StopRequests stop = new StopRequests()) {
            stop.listen(ServerLife.START_SECONDS
                    + config.node().drain().toSeconds()
                    + ServerLife.STOP_SECONDS
                    + ServerLife.LEAVE_SECONDS
                    + PAUSE.toSeconds());
            LOG.info(
                    "start-up cache {}",
                    System.getProperty("java.vm.info").contains("sharing")
                            ? "in use"
                            : "not in use: the start is slower");
            ServerLife life = new ServerLife(Grounds::byRole, config, access, stop, this::announce);
            End end = life.run();
            while (end == End.BROKEN) {
                LOG.warn("node starts anew node={}", config.node().name());
                // Clients know where it was.
                life = new ServerLife(Grounds::byRole, config.listeningOn(life.bound()), access, stop, bound -> {});
                end = again(life, stop);
            }
            return 0;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return 0;
        }
    }

    /** A node that has been up does not give up: the others may be back in a moment. */
    private static End again(ServerLife life, StopRequests stop) throws InterruptedException {
        try {
            return life.run();
        } catch (StartupException e) {
            LOG.error("node could not start anew: {}", e.getMessage());
            return stop.isAskedWithin(PAUSE) ? End.STOPPED : End.BROKEN;
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
}
