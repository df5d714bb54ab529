package dev.execbus.processes;

import dev.execbus.bus.EnvironmentService;
import dev.execbus.bus.Step;
import dev.execbus.bus.Timers;
import dev.execbus.bus.Tracing;
import dev.execbus.protocol.ErrorCode;
import dev.execbus.protocol.ExecbusException;
import dev.execbus.protocol.SandboxParams;
import dev.execbus.protocol.StartParams;
import dev.execbus.protocol.TerminalSize;
import io.vertx.core.Future;
import io.vertx.core.WorkerExecutor;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/** From a request to a process of the operating system: checks, environment, spawn. Confined to the supervisor's context. */
final class ProcessStarter {
    private static final long NO_TIMEOUT = 0;

    private final ProcessSpawner spawner;
    private final ConfinedSpawner confined;
    private final EnvironmentService environment;
    private final WorkerExecutor spawnPool;
    private final Inbox inbox;
    private final Timers timers;
    private final Tracing tracing;
    private final ProcessSettings settings;

    ProcessStarter(
            ProcessSpawner spawner,
            ConfinedSpawner confined,
            EnvironmentService environment,
            WorkerExecutor spawnPool,
            Inbox inbox,
            Timers timers,
            Tracing tracing,
            ProcessSettings settings) {
        this.spawner = spawner;
        this.confined = confined;
        this.environment = environment;
        this.spawnPool = spawnPool;
        this.inbox = inbox;
        this.timers = timers;
        this.tracing = tracing;
        this.settings = settings;
    }

    /** Makes the process that will watch over what is launched. */
    interface Watcher {
        ManagedProcess watch(Launch launch);
    }

    /** What came into being; the process has not begun to be watched. */
    record Begun(ManagedProcess process, Spawned spawned) {}

    Future<Begun> start(StartParams params, LaunchLimits limits, Watcher watcher) {
        refuseManagedNetwork(params);
        Step step = tracing.step("spawn");
        return step.until(step.within(
                        () -> environment.build(new EnvironmentService.Build(params.envPolicy(), params.env())))
                .compose(built -> spawn(
                        params.sandbox(),
                        launch(params, tracing.variables(step, built.variables(), params.env()))
                                .within(limits),
                        watcher)));
    }

    private Future<Begun> spawn(SandboxParams policy, Launch launch, Watcher watcher) {
        checkSize(launch);
        ManagedProcess process = watcher.watch(launch);
        ReadingGate gate = process.gate();
        HeldExit exit = new HeldExit(process, timers, launch.onTerminal() ? 1 : 2);
        InboxObserver observer =
                new InboxObserver(inbox, exit, () -> gate.holdByInbox(true), () -> gate.holdByInbox(false));
        return spawnPool
                .executeBlocking(
                        () -> policy.given()
                                ? confined(policy, launch, observer, exit, process)
                                : new Spawned(spawned(launch, observer), false),
                        false)
                .map(spawned -> new Begun(process, spawned));
    }

    private SpawnedProcess spawned(Launch launch, ProcessObserver observer) {
        try {
            return spawner.spawn(launch, observer);
        } catch (SpawnException e) {
            throw e.toExecbus();
        }
    }

    private Spawned confined(
            SandboxParams policy, Launch launch, ProcessObserver observer, HeldExit exit, ManagedProcess process) {
        try {
            return confined.spawn(
                    policy,
                    launch,
                    observer,
                    exit,
                    late -> inbox.post(() -> {
                        // Its start has failed by now, so it ends as one that was cancelled.
                        process.began(late, NO_TIMEOUT, false);
                        process.discard();
                    }));
        } catch (SpawnException e) {
            throw e.toExecbus();
        }
    }

    private static Launch launch(StartParams params, Map<String, String> variables) {
        TerminalSize size = params.size() == null ? TerminalSize.DEFAULT : params.size();
        return new Launch(
                params.argv(),
                params.arg0(),
                params.cwd(),
                variables,
                params.tty() ? size : null,
                params.pipeStdin() && !params.tty());
    }

    private static void refuseManagedNetwork(StartParams params) {
        if (params.enforceManagedNetwork() || params.networkProxy() != null) {
            throw new ExecbusException(
                    ErrorCode.UNSUPPORTED,
                    "this server has no managed network: process/start that requires one is refused rather than run"
                            + " unprotected");
        }
    }

    private void checkSize(Launch launch) {
        long bytes = 0;
        for (String argument : launch.argv()) {
            bytes += utf8Length(argument);
        }
        for (Map.Entry<String, String> variable : launch.env().entrySet()) {
            bytes += utf8Length(variable.getKey()) + utf8Length(variable.getValue());
        }
        if (bytes > settings.argumentBytes()) {
            throw SpawnFailures.of(SpawnFailures.ARGUMENT_LIST_TOO_LONG).toExecbus();
        }
    }

    private static long utf8Length(String text) {
        return 1L + text.getBytes(StandardCharsets.UTF_8).length;
    }
}
