package dev.execbus.transport;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import dev.execbus.bus.Attachment;
import dev.execbus.bus.Beats;
import dev.execbus.bus.Beats.RollCall;
import dev.execbus.bus.Bus;
import dev.execbus.bus.BusMessage;
import dev.execbus.bus.ClientEvent;
import dev.execbus.bus.ConnectionId;
import dev.execbus.bus.GatewayService;
import dev.execbus.bus.GatewayService.Deliver;
import dev.execbus.bus.NodeName;
import dev.execbus.bus.Peers;
import dev.execbus.bus.SessionId;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import java.net.http.WebSocketHandshakeException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Stream;
import org.slf4j.LoggerFactory;

/** A gateway with the doors for browsers, as it is deployed, with what it logs and what goes over its bus. */
final class BrowserRoom implements AutoCloseable {
    static final NodeName GATEWAY = new NodeName("node-0-1f");
    static final Duration SOON = Duration.ofSeconds(5);
    static final int MESSAGE_BYTES = 256 << 10;
    static final String LISTED = "https://console.example.org";
    static final String NAMED = "exec.example.org";

    private final Vertx vertx = Vertx.vertx();
    private final Bus bus = Bus.install(vertx);
    private final TestWorker worker = new TestWorker("node");
    private final List<String> addressed = new CopyOnWriteArrayList<>();
    private final ListAppender<ILoggingEvent> log = new ListAppender<>();
    private final TransportVerticle transport;

    /** Nobody is asked. */
    BrowserRoom() {
        this(Access.open());
    }

    BrowserRoom(Access access) {
        this(access, settings(TransportSettings.DEFAULTS.connections()), ConsoleFiles.in("console-built"));
    }

    BrowserRoom(Access access, TransportSettings settings, ConsoleFiles files) {
        log.start();
        loggers().forEach(logger -> logger.addAppender(log));
        GatewayRoom.await(vertx.deployVerticle(
                ignored -> worker.serve(bus).compose(served -> Beats.hear(bus, this::heard))));
        transport = new TransportVerticle(bus, GATEWAY, Peers.none(), "127.0.0.1", 0, access, settings)
                .serving(files)
                .knowing(token -> Future.succeededFuture(token.equals("a-share")));
        GatewayRoom.await(vertx.deployVerticle(transport));
        vertx.eventBus().addOutboundInterceptor(delivery -> {
            if (!(delivery.body() instanceof BusMessage)) {
                addressed.add(delivery.message().address());
            }
            delivery.next();
        });
    }

    private static List<Logger> loggers() {
        return Stream.of(
                        RefusalLog.class, EventBusDoor.class, EventBusRoutes.class, Upgrades.class, ConsoleRoutes.class)
                .map(LoggerFactory::getLogger)
                .map(Logger.class::cast)
                .toList();
    }

    private void heard(Beats.Message message) {
        if (message instanceof RollCall) {
            Beats.tell(bus, worker.beat(0, 10));
        }
    }

    static TransportSettings settings(int connections) {
        TransportSettings defaults = TransportSettings.DEFAULTS;
        return new TransportSettings(
                MESSAGE_BYTES,
                MESSAGE_BYTES,
                connections,
                defaults.inFlight(),
                defaults.pingInterval(),
                defaults.pongTimeout(),
                defaults.slowClient(),
                Set.of(LISTED),
                defaults.lenientClients(),
                defaults.placementQueue(),
                defaults.placementWait(),
                defaults.silentWorker(),
                true,
                true,
                Set.of(NAMED));
    }

    int port() {
        return transport.actualPort();
    }

    TransportVerticle transport() {
        return transport;
    }

    TestWorker worker() {
        return worker;
    }

    Vertx vertx() {
        return vertx;
    }

    /** What was sent to on the bus and is no message of the rooms. */
    List<String> addressed() {
        return addressed;
    }

    /** One line for each time somebody was told of in the log. */
    List<String> logged() {
        return log.list.stream().map(ILoggingEvent::getFormattedMessage).toList();
    }

    EventBusClient connect(boolean sockJs) {
        return sockJs ? EventBusClient.sockJs(port()) : EventBusClient.raw(port(), Map.of());
    }

    Bystander bystander() {
        return new Bystander(this, Map.of());
    }

    static JsonObject envelope(String type, String address) {
        return new JsonObject().put("type", type).put("address", address);
    }

    /** What the upgrade of a client of the bridge is refused with. */
    int refusedStatus(Map<String, String> headers) {
        Throwable[] refusal = new Throwable[1];
        assertThatThrownBy(() -> EventBusClient.raw(port(), headers))
                .isInstanceOf(CompletionException.class)
                .satisfies(thrown -> refusal[0] = thrown.getCause());
        return ((WebSocketHandshakeException) refusal[0]).getResponse().statusCode();
    }

    /** @param connection counted from one, in the order in which they came */
    void deliver(String session, long epoch, long connection, long number, ClientEvent... events) {
        Attachment to = new Attachment(new SessionId(session), epoch, GATEWAY, new ConnectionId(connection));
        GatewayRoom.await(GatewayService.on(bus, GATEWAY, SOON).deliver(new Deliver(to, number, List.of(events))));
    }

    @Override
    public void close() {
        loggers().forEach(logger -> logger.detachAppender(log));
        GatewayRoom.await(vertx.close());
    }
}
