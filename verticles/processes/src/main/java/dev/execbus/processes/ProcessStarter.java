package dev.execbus.processes;

import dev.execbus.bus.EnvironmentService;
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
    private final ProcessSpawner spawner;
    private final EnvironmentService environment;
    private final WorkerExecutor spawnPool;
    private final Inbox inbox;
    private final ProcessSettings settings;

    ProcessStarter(
            ProcessSpawner spawner,
            EnvironmentService environment,
            WorkerExecutor spawnPool,
            Inbox inbox,
            ProcessSettings settings) {
        this.spawner = spawner;
        this.environment = environment;
        this.spawnPool = spawnPool;
        this.inbox = inbox;
        this.settings = settings;
    }

    /** Makes the process that will watch over what is launched. */
    interface Watcher {
        ManagedProcess watch(Launch launch);
    }

    /** What came into being; the process has not begun to be watched. */
    record Begun(ManagedProcess process, SpawnedProcess spawned) {}

    Future<Begun> start(StartParams params, Watcher watcher) {
        refuseWhatCannotBeEnforced(params);
        return environment
                .build(new EnvironmentService.Build(params.envPolicy(), params.env()))
                .compose(built -> spawn(launch(params, built.variables()), watcher));
    }

    private Future<Begun> spawn(Launch launch, Watcher watcher) {
        checkSize(launch);
        ManagedProcess process = watcher.watch(launch);
        ReadingGate gate = process.gate();
        InboxObserver observer =
                new InboxObserver(inbox, process, () -> gate.holdByInbox(true), () -> gate.holdByInbox(false));
        return spawnPool
                .executeBlocking(() -> spawned(launch, observer), false)
                .map(spawned -> new Begun(process, spawned));
    }

    private SpawnedProcess spawned(Launch launch, ProcessObserver observer) {
        try {
            return spawner.spawn(launch, observer);
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

    private static void refuseWhatCannotBeEnforced(StartParams params) {
        if (params.sandbox() != null && SandboxParams.decode(params.sandbox()).needsEnforcementToRun()) {
            throw unsupported(
                    "this server has no sandbox yet: process/start under a restricted policy is refused rather than run"
                            + " unprotected");
        }
        if (params.enforceManagedNetwork() || params.networkProxy() != null) {
            throw unsupported(
                    "this server has no managed network: process/start that requires one is refused rather than"
                            + " run unprotected");
        }
    }

    private static ExecbusException unsupported(String sentence) {
        return new ExecbusException(ErrorCode.UNSUPPORTED, sentence);
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
