package dev.execbus.unifiedexec;

import dev.execbus.client.ExecBackend;
import dev.execbus.client.ExecProcess;
import dev.execbus.protocol.EnvironmentMethods.EnvironmentInfo;
import dev.execbus.protocol.ExecMethods.CommandParams;
import dev.execbus.protocol.ExecbusException;
import dev.execbus.protocol.ResourceLimits;
import dev.execbus.protocol.SandboxParams;
import dev.execbus.protocol.StartParams;
import dev.execbus.protocol.TerminalSize;
import dev.execbus.unifiedexec.ExecPlaces.ExecPlace;
import dev.execbus.unifiedexec.ExecPolicy.Decision;
import dev.execbus.unifiedexec.ExecPolicy.Deny;
import dev.execbus.unifiedexec.ExecPolicy.Request;
import io.vertx.core.Future;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Supplier;

/** Starts commands: asks the policy, starts, looks whether they fail at once. Confined to the session's context. */
final class Launches {
    /** One that has ended by then was quick, and nobody waits for it. */
    static final Duration EARLY_EXIT = Duration.ofMillis(150);

    /** For what it printed before its sandbox stopped it. */
    static final Duration DENIAL_OUTPUT = Duration.ofMillis(100);

    private static final String ESCALATED = "require_escalated";

    private final UnifiedExecSettings settings;
    private final SessionVariables variables;
    private final ExecPolicy policy;
    private final Approvals approvals;
    private final ContextHop hop;
    private final Clock clock;
    private final MemoryBudget budget;
    private final Supplier<String> uuids;
    private final Map<ExecBackend, Future<EnvironmentInfo>> infos = new HashMap<>();

    Launches(
            UnifiedExecSettings settings,
            SessionVariables variables,
            ExecPolicy policy,
            Approvals approvals,
            ContextHop hop,
            Clock clock,
            MemoryBudget budget,
            Supplier<String> uuids) {
        this.settings = settings;
        this.variables = variables;
        this.policy = policy;
        this.approvals = approvals;
        this.hop = hop;
        this.clock = clock;
        this.budget = budget;
        this.uuids = uuids;
    }

    /** One command on its way. */
    private record Launch(int id, CommandParams command, ExecPlace place, CommandLine line, Request request) {}

    /** Completes when it has exited, or has not done so at once. */
    Future<RunningProcess> launch(int id, CommandParams command, ExecPlace place) {
        return info(place).compose(info -> {
            CommandLine line = line(command, info, place);
            Request request = new Request(
                    command.cmd(),
                    line.argv(),
                    line.cwd(),
                    ESCALATED.equals(command.sandboxPermissions()),
                    command.justification(),
                    command.prefixRule());
            Launch launch = new Launch(id, command, place, line, request);
            return approvals
                    .confined(policy.beforeStart(request), request, command)
                    .compose(confined -> start(launch, confined))
                    .compose(process -> process.isSandboxDenied() ? denied(launch, process) : done(process));
        });
    }

    private static CommandLine line(CommandParams command, EnvironmentInfo info, ExecPlace place) {
        try {
            return CommandLine.of(command, info);
        } catch (ExecbusException e) {
            throw ExecFailures.notStarted(e, place.remote());
        }
    }

    /** It is asked until it has answered once. */
    private Future<EnvironmentInfo> info(ExecPlace place) {
        Future<EnvironmentInfo> known = infos.get(place.backend());
        if (known == null || known.failed()) {
            known = hop.to(place.backend().environmentInfo())
                    .recover(cause -> Future.failedFuture(ExecFailures.notStarted(cause, place.remote())));
            infos.put(place.backend(), known);
        }
        return known;
    }

    private Future<RunningProcess> start(Launch launch, boolean confined) {
        ExecPlace place = launch.place();
        return hop.to(place.backend().start(params(launch, confined)))
                .recover(cause -> Future.failedFuture(ExecFailures.notStarted(cause, place.remote())))
                .compose(started -> {
                    RunningProcess process = listening(launch, started);
                    return process.until(process::hasExited, clock.in(EARLY_EXIT))
                            .map(process);
                });
    }

    private RunningProcess listening(Launch launch, ExecProcess started) {
        RunningProcess process = new RunningProcess(
                launch.id(),
                launch.command().cmd(),
                launch.line().cwd(),
                launch.command().tty(),
                started,
                clock,
                settings.retainedBytes(),
                budget);
        started.events(event -> hop.run(() -> process.happened(event)));
        return process;
    }

    private StartParams params(Launch launch, boolean confined) {
        CommandLine line = launch.line();
        boolean tty = launch.command().tty();
        return new StartParams(
                launch.id() + "-" + uuids.get(),
                line.argv(),
                line.cwd(),
                variables.of(uuids.get()),
                tty,
                false,
                null,
                settings.environment(),
                confined ? settings.sandbox().params(line.workspace(), settings.network()) : SandboxParams.NONE,
                false,
                null,
                null,
                tty ? TerminalSize.DEFAULT : null,
                0,
                ResourceLimits.NONE,
                false);
    }

    private Future<RunningProcess> denied(Launch launch, RunningProcess first) {
        Decision decision = policy.afterDenial(launch.request());
        if (decision instanceof Deny) {
            // Told as it is, with what it printed.
            return done(first);
        }
        return first.until(first::isClosed, clock.in(DENIAL_OUTPUT))
                .compose(printed -> approvals.confined(decision, launch.request(), launch.command()))
                .transform(answer -> {
                    if (answer.failed()) {
                        return done(first);
                    }
                    first.discard();
                    return start(launch, answer.result());
                });
    }

    private static Future<RunningProcess> done(RunningProcess process) {
        return Future.succeededFuture(process);
    }
}
