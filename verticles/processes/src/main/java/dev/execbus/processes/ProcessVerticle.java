package dev.execbus.processes;

import dev.execbus.bus.AttachmentListener;
import dev.execbus.bus.Bus;
import dev.execbus.bus.EnvironmentService;
import dev.execbus.bus.GatewayService;
import dev.execbus.bus.NodeName;
import dev.execbus.bus.ProcessService;
import dev.execbus.bus.Reception;
import dev.execbus.bus.Timers;
import dev.execbus.bus.ViewService;
import dev.execbus.sandbox.Sandbox;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import io.vertx.core.WorkerExecutor;
import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;

/** Deploys the processes room of a worker. */
public final class ProcessVerticle extends VerticleBase {
    private static final int SPAWN_THREADS = 4;
    private static final Duration TICK = Duration.ofSeconds(1);
    /** For wrapped processes to be gone when the worker stops. */
    private static final Duration PATIENCE = Duration.ofSeconds(2);

    private final Bus bus;
    private final NodeName worker;
    private final ProcessSettings settings;
    private final Sandbox sandbox;

    private ProcessSpawner spawner;
    private SpillStore store;
    private WorkerLimits limits;
    private WorkerExecutor spawnPool;
    private Confinements confinements;
    private ProcessSupervisor supervisor;

    /** @param sandbox the caller's to close, after this has stopped */
    public ProcessVerticle(Bus bus, NodeName worker, ProcessSettings settings, Sandbox sandbox) {
        this.bus = bus;
        this.worker = worker;
        this.settings = settings;
        this.sandbox = sandbox;
    }

    @Override
    public Future<?> start() {
        spawner = Spawners.choose(settings.spawner(), this::driver);
        ProcessMeters meters = new ProcessMeters(bus.meters());
        store = new SpillStore(
                settings.spillDirectory(), settings.spillBytesPerNode(), worker.value(), meters.spilled());
        limits = WorkerLimits.ofThisMachine(worker.value(), settings.limits());
        spawnPool = vertx.createSharedWorkerExecutor("spawn-" + worker, SPAWN_THREADS);
        Timers timers = Timers.of(vertx);
        Inbox inbox = new Inbox(report -> context.runOnContext(ignored -> report.run()));
        confinements = new Confinements(sandbox, spawnPool);
        ProcessStarter starter = new ProcessStarter(
                spawner,
                new ConfinedSpawner(spawner, confinements, timers),
                EnvironmentService.on(bus, worker),
                spawnPool,
                inbox,
                timers,
                bus.tracing(),
                settings);
        OutputLog.Disk disk = new ContextDisk(context, store);
        MemoryBudget budget = new MemoryBudget(settings.memoryBytesPerNode(), meters.memory());
        SessionTable sessions = new SessionTable();
        ViewHub views = new ViewHub(sessions, ManagedProcess::screen, timers, System::currentTimeMillis, meters);
        supervisor = new ProcessSupervisor(
                starter,
                limits,
                gateway -> GatewayService.on(bus, gateway, settings.creditTimeout()),
                (processId, launch, own, surroundings) -> new ManagedProcess(
                        processId,
                        launch,
                        own,
                        settings,
                        budget,
                        store,
                        disk,
                        timers,
                        System::currentTimeMillis,
                        meters,
                        surroundings),
                timers,
                settings,
                meters,
                action -> context.runOnContext(ignored -> action.run()),
                sessions,
                views);
        timers.every(TICK, supervisor::tick);
        Reception reception = new Reception();
        return Future.all(
                ProcessService.serve(bus, worker, supervisor, reception),
                ViewService.serve(bus, worker, views),
                AttachmentListener.serve(bus, AttachmentListener.Room.PROCESSES, worker, reception.before(supervisor)));
    }

    @Override
    public Future<?> stop() {
        supervisor.endAll();
        return confinements
                .close()
                .timeout(PATIENCE.toMillis(), TimeUnit.MILLISECONDS)
                .otherwiseEmpty()
                .compose(ended -> spawnPool.close())
                .compose(closed -> vertx.executeBlocking(() -> {
                    limits.close();
                    spawner.close();
                    store.close();
                    return null;
                }));
    }

    private Driver driver() {
        return EventLoopDriver.on(context).orElseGet(() -> new ThreadDriver(worker.value()));
    }

    /** The spill thread for the work, the verticle's context for the answer. */
    private record ContextDisk(Context context, SpillStore store) implements OutputLog.Disk {
        @Override
        public <T> Future<T> run(Callable<T> work) {
            io.vertx.core.Promise<T> promise = io.vertx.core.Promise.promise();
            store.thread().execute(() -> {
                try {
                    T result = work.call();
                    context.runOnContext(ignored -> promise.complete(result));
                } catch (Exception e) {
                    context.runOnContext(ignored -> promise.fail(e));
                }
            });
            return promise.future();
        }
    }
}
