package dev.execbus.cluster;

import dev.execbus.bus.NodeName;
import dev.execbus.bus.Peers;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.net.NetClient;
import io.vertx.core.net.NetClientOptions;
import java.net.ConnectException;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/** Asks a node's machine whether its event bus is still there. For any thread. */
final class KnownPeers implements Peers {
    private static final int CONNECT_MS = 700;
    private static final int WHOLE_MS = 900;

    /** What a machine says to somebody who knocks. */
    enum Knock {
        OPENED,
        REFUSED,
        NO_ANSWER
    }

    private final Directory directory;
    /** Kept, for Vert.x closes a client that nobody refers to. */
    private final NetClient client;

    KnownPeers(Vertx vertx, Directory directory) {
        this.directory = directory;
        this.client = vertx.createNetClient(new NetClientOptions().setConnectTimeout(CONNECT_MS));
    }

    @Override
    public Future<Boolean> isDead(NodeName node) {
        Optional<HostPort> bus = directory.busOf(node);
        return bus.isEmpty() ? Future.succeededFuture(false) : knock(bus.get()).map(answer -> answer == Knock.REFUSED);
    }

    @Override
    public void whenMissed(Consumer<NodeName> listener) {
        directory.whenMissed(listener);
    }

    /** Answers within a second and never fails. */
    Future<Knock> knock(HostPort bus) {
        return client.connect(bus.port(), bus.host())
                .map(socket -> {
                    socket.close();
                    return Knock.OPENED;
                })
                .timeout(WHOLE_MS, TimeUnit.MILLISECONDS)
                .otherwise(failure -> isRefused(failure) ? Knock.REFUSED : Knock.NO_ANSWER);
    }

    /** A timeout is a kind of it, too. */
    private static boolean isRefused(Throwable failure) {
        return failure instanceof ConnectException
                && String.valueOf(failure.getMessage()).contains("refused");
    }
}
