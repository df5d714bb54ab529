package dev.execbus.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.execbus.bus.Bus;
import dev.execbus.bus.Peers;
import dev.execbus.server.ServerLife.End;
import dev.execbus.transport.Access;
import io.vertx.core.Vertx;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A gateway on a bus without a cluster, which the test breaks. */
@Timeout(60)
final class ServerLifeTest {
    private final StopRequests stop = new StopRequests();
    private final BlockingQueue<ListenAddress> listening = new ArrayBlockingQueue<>(2);
    private final CompletableFuture<Runnable> broken = new CompletableFuture<>();
    private final AtomicBoolean left = new AtomicBoolean();

    @Test
    void aGatewayThatLostItsClusterLeavesAndCanStartAnewWhereItWas() throws Exception {
        ServerLife first = life(new TestSettings().role(Role.GATEWAY).config());
        CompletableFuture<End> end = run(first);
        ListenAddress bound = listening.poll(10, TimeUnit.SECONDS);
        broken.get(10, TimeUnit.SECONDS).run();

        assertThat(end.get(20, TimeUnit.SECONDS)).isEqualTo(End.BROKEN);
        assertThat(left).isTrue();
        assertThat(first.bound()).isEqualTo(bound);

        CompletableFuture<End> second =
                run(life(new TestSettings().role(Role.GATEWAY).config().listeningOn(first.bound())));
        assertThat(listening.poll(10, TimeUnit.SECONDS)).isEqualTo(bound);
        stop.ask();
        assertThat(second.get(20, TimeUnit.SECONDS)).isEqualTo(End.STOPPED);
    }

    @Test
    void aWorkerKeepsItsSessionsWhateverBecomesOfItsCluster() throws Exception {
        CompletableFuture<End> end =
                run(life(new TestSettings().role(Role.WORKER).config()));
        broken.get(10, TimeUnit.SECONDS).run();
        assertThat(end).isNotDone();

        stop.ask();
        assertThat(end.get(20, TimeUnit.SECONDS)).isEqualTo(End.STOPPED);
        assertThat(left).isTrue();
    }

    @Test
    void whoCannotStartLeavesNothingBehind() throws Exception {
        CompletableFuture<End> holder = run(life(new TestSettings().config()));
        ListenAddress.WebSocket taken = (ListenAddress.WebSocket) listening.poll(10, TimeUnit.SECONDS);
        ServerLife late = life(new TestSettings().config().listeningOn(taken));

        assertThatThrownBy(late::run).isInstanceOf(StartupException.class).hasMessage("Address in use (os error 98)");
        assertThat(left).isTrue();
        try (Socket socket = new Socket()) {
            socket.connect(new InetSocketAddress(taken.host(), taken.port()), 5_000);
        }
        stop.ask();
        assertThat(holder.get(20, TimeUnit.SECONDS)).isEqualTo(End.STOPPED);
    }

    private ServerLife life(ServerConfig config) {
        return new ServerLife(this::ground, config, Access.open(), stop, listening::add);
    }

    private Ground ground(ServerConfig config, Runnable whenBroken) {
        Vertx vertx = Vertx.vertx(Ground.options(config));
        broken.complete(whenBroken);
        return new Ground(
                vertx,
                Bus.install(vertx),
                Peers.none(),
                GatewayNames.fresh(config.node().name(), config.gateways()),
                () -> vertx.close().onSuccess(closed -> left.set(true)));
    }

    private static CompletableFuture<End> run(ServerLife life) {
        return CompletableFuture.supplyAsync(() -> {
            try {
                return life.run();
            } catch (InterruptedException e) {
                throw new AssertionError(e);
            }
        });
    }
}
