package dev.execbus.transport;

import dev.execbus.bus.Attachment;
import dev.execbus.bus.Beats;
import dev.execbus.bus.Beats.WorkerBeat;
import dev.execbus.bus.Bus;
import dev.execbus.bus.BusKey;
import dev.execbus.bus.ConnectionId;
import dev.execbus.bus.NodeName;
import dev.execbus.bus.Peers;
import dev.execbus.bus.SessionId;
import dev.execbus.protocol.ExecbusException;
import dev.execbus.testkit.Frame;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * A gateway of a cluster and workers that are none, on one Vert.x: beats, time and the word of the peers come from the
 * test. Used from the test's thread; every wait has a deadline.
 */
final class GatewayRoom implements AutoCloseable, Peers {
    static final NodeName NAME = new NodeName("g-0-0");

    private final Vertx vertx = Vertx.vertx();
    private final Context context = vertx.getOrCreateContext();
    private final Bus bus = Bus.install(vertx, BusKey.of("test", new byte[] {1}));
    private final AtomicLong nowNanos = new AtomicLong();
    private final Map<TestDoor, Long> lastIds = new HashMap<>();
    private Consumer<NodeName> missed = node -> {};
    private long lastConnection;
    private final Gateway gateway;

    /** What is found out about a node that is not heard any more. */
    volatile Future<Boolean> dead = Future.succeededFuture(true);

    GatewayRoom() {
        this(256, Duration.ofSeconds(10));
    }

    GatewayRoom(int placementQueue, Duration placementWait) {
        this(placementQueue, placementWait, Duration.ofMillis(2_700));
    }

    GatewayRoom(Duration age) {
        this(256, Duration.ofSeconds(10), age);
    }

    /** @param age since it was started: one that has just come does not know yet whom it does not know */
    private GatewayRoom(int placementQueue, Duration placementWait, Duration age) {
        TransportSettings defaults = TransportSettings.DEFAULTS;
        TransportSettings settings = new TransportSettings(
                defaults.frameBytes(),
                defaults.messageBytes(),
                defaults.connections(),
                defaults.inFlight(),
                defaults.pingInterval(),
                defaults.pongTimeout(),
                defaults.slowClient(),
                defaults.allowedOrigins(),
                defaults.lenientClients(),
                placementQueue,
                placementWait,
                defaults.silentWorker(),
                defaults.eventBus(),
                defaults.console(),
                defaults.hosts());
        gateway = on(() -> new Gateway(
                bus,
                NAME,
                this,
                settings,
                new Surroundings(
                        true,
                        action -> context.runOnContext(ignored -> action.run()),
                        action -> context.runOnContext(ignored -> action.run()),
                        nowNanos::get,
                        () -> TimeUnit.NANOSECONDS.toMillis(nowNanos.get()))));
        await(on(gateway::listen));
        pass(age);
    }

    Gateway gateway() {
        return gateway;
    }

    Vertx vertx() {
        return vertx;
    }

    Bus bus() {
        return bus;
    }

    /** It serves, but nobody has heard of it yet. */
    TestWorker worker(String name) {
        TestWorker worker = new TestWorker(name);
        await(on(() -> worker.serve(bus)));
        return worker;
    }

    /** It is there, with room for ten sessions. */
    TestWorker liveWorker(String name, String... labels) {
        TestWorker worker = worker(name);
        beat(worker.beat(0, 10, labels));
        return worker;
    }

    void beat(WorkerBeat beat) {
        on(() -> {
            Beats.tell(bus, beat);
            return null;
        });
        settle();
    }

    /** It beats all the time. */
    void passWith(TestWorker worker, Duration time) {
        for (int i = 0; i < time.toSeconds(); i++) {
            pass(Duration.ofSeconds(1));
            beat(worker.beat(0, 10));
        }
    }

    void missed(TestWorker worker) {
        missed.accept(worker.name());
        settle();
    }

    /** In the steps in which a gateway that runs would notice. */
    void pass(Duration time) {
        long end = nowNanos.get() + time.toNanos();
        while (nowNanos.get() < end) {
            nowNanos.set(Math.min(end, nowNanos.get() + Duration.ofMillis(200).toNanos()));
            tick();
        }
    }

    /** At once, as for a process that was stopped. */
    void freeze(Duration time) {
        nowNanos.addAndGet(time.toNanos());
    }

    void tick() {
        on(() -> {
            gateway.tick();
            return null;
        });
    }

    TestDoor connect(String environment) {
        return connect(environment, new TestDoor());
    }

    /** A client that has a share and no other right. */
    TestDoor guest(String share) {
        return connect(null, new TestDoor(new Caller.Guest(share)));
    }

    private TestDoor connect(String environment, TestDoor door) {
        on(() -> {
            door.open(gateway.connect(door, environment, () -> {}));
            return null;
        });
        lastConnection++;
        return door;
    }

    /** Sends the first half of the handshake. */
    long initialize(TestDoor door, String resumed) {
        return send(door, "initialize", initializing(0, resumed).getJsonObject("params"));
    }

    static JsonObject initializing(long id, String resumed) {
        return new JsonObject()
                .put("id", id)
                .put("method", "initialize")
                .put("params", new JsonObject().put("clientName", "test").put("resumeSessionId", resumed));
    }

    /** A client with a session of its own. */
    TestDoor client(String environment) {
        TestDoor door = connect(environment);
        door.awaitAnswer(initialize(door, null)).result();
        initialized(door);
        return door;
    }

    void initialized(TestDoor door) {
        receive(door, new JsonObject().put("method", "initialized"));
    }

    long send(TestDoor door, String method, JsonObject params) {
        long id = lastIds.merge(door, 1L, Long::sum);
        receive(door, new JsonObject().put("id", id).put("method", method).put("params", params));
        return id;
    }

    Frame call(TestDoor door, String method, JsonObject params) {
        return door.awaitAnswer(send(door, method, params));
    }

    private void receive(TestDoor door, JsonObject message) {
        on(() -> {
            door.receive(message);
            return null;
        });
    }

    /** Of the client that connected last. */
    Attachment attachment(String session, long epoch) {
        return new Attachment(new SessionId(session), epoch, NAME, new ConnectionId(lastConnection));
    }

    <T> T on(Supplier<T> action) {
        CompletableFuture<T> done = new CompletableFuture<>();
        context.runOnContext(ignored -> {
            try {
                done.complete(action.get());
            } catch (RuntimeException | AssertionError e) {
                done.completeExceptionally(e);
            }
        });
        return await(done);
    }

    /** Whatever was under way on the context and could go on has gone on. */
    void settle() {
        for (int i = 0; i < 10; i++) {
            on(() -> null);
        }
    }

    static <T> T await(Future<T> future) {
        return await(future.toCompletionStage().toCompletableFuture());
    }

    private static <T> T await(CompletableFuture<T> future) {
        try {
            return future.get(10, TimeUnit.SECONDS);
        } catch (ExecutionException e) {
            if (e.getCause() instanceof ExecbusException told) {
                throw told;
            }
            throw new AssertionError(e.getCause());
        } catch (TimeoutException e) {
            throw new AssertionError("nothing within ten seconds", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(e);
        }
    }

    @Override
    public Future<Boolean> isDead(NodeName node) {
        return dead;
    }

    @Override
    public void whenMissed(Consumer<NodeName> listener) {
        missed = listener;
    }

    @Override
    public void close() {
        await(vertx.close());
    }
}
