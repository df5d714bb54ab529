package dev.execbus.unifiedexec;

import dev.execbus.bus.AttachmentListener;
import dev.execbus.bus.AttachmentListener.Room;
import dev.execbus.bus.Bus;
import dev.execbus.bus.EnvironmentService;
import dev.execbus.bus.GatewayService;
import dev.execbus.bus.NodeName;
import dev.execbus.bus.Reception;
import dev.execbus.bus.Timers;
import dev.execbus.bus.UnifiedExecService;
import dev.execbus.client.BusBackend;
import dev.execbus.client.EnvironmentSpec;
import dev.execbus.client.Environments;
import dev.execbus.client.EnvironmentsConfig;
import dev.execbus.client.UsualBackends;
import dev.execbus.protocol.ExecMethods.InfoResponse;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/** The unified-exec room. One instance per worker, deployed before the sessions. */
public final class UnifiedExecVerticle extends VerticleBase {
    private static final Duration LONGEST_END = Duration.ofSeconds(5);

    private final Bus bus;
    private final NodeName worker;
    private final EnvironmentsConfig environments;
    private final String version;
    private final UnifiedExecSettings settings;
    private UnifiedExecRoom room;

    /** @param environments where commands can run; the local one is this worker */
    public UnifiedExecVerticle(
            Bus bus, NodeName worker, EnvironmentsConfig environments, String version, UnifiedExecSettings settings) {
        this.bus = bus;
        this.worker = worker;
        this.environments = environments;
        this.version = version;
        this.settings = settings;
    }

    @Override
    public Future<?> start() {
        room = new UnifiedExecRoom(
                new UnifiedExecFactory(context, settings, version),
                this::environments,
                gateway -> GatewayService.recalling(bus, gateway, settings.creditTimeout(), Timers.of(vertx)),
                settings.sessions(),
                this::info);
        Reception reception = new Reception();
        return AttachmentListener.serve(bus, Room.UNIFIED_EXEC, worker, reception.before(room))
                .compose(served -> UnifiedExecService.serve(bus, worker, room, reception));
    }

    private Environments environments() {
        return new Environments(
                environments,
                new UsualBackends(vertx, "execbus-unifiedexec", () -> new BusBackend(vertx, bus, worker)));
    }

    /** Files of other places than this worker are not within reach of its clients. */
    private Future<InfoResponse> info() {
        boolean localFiles = environments
                .byDefault()
                .filter(environment -> environment.reach() instanceof EnvironmentSpec.Here)
                .map(environment -> environment.capabilities().filesystemEnabled())
                .orElse(false);
        return EnvironmentService.on(bus, worker)
                .describe(new EnvironmentService.Describe())
                .map(described -> new InfoResponse(
                        environments.capabilities().execEnabled(),
                        localFiles,
                        settings.sandbox().params(CommandLine.workspace(described.info()), settings.network())));
    }

    @Override
    public Future<?> stop() {
        // A place that cannot be reached must not hold up the end of the server.
        return room == null
                ? Future.succeededFuture()
                : Future.any(room.endAll(), vertx.timer(LONGEST_END.toMillis(), TimeUnit.MILLISECONDS))
                        .mapEmpty();
    }
}
