package dev.execbus.unifiedexec;

import static org.assertj.core.api.Assertions.assertThat;

import dev.execbus.protocol.ExecMethods.CommandParams;
import dev.execbus.protocol.ExecMethods.OutcomeResponse;
import dev.execbus.protocol.ExecMethods.WriteStdinParams;
import dev.execbus.protocol.ExecbusException;
import dev.execbus.testkit.ManualTimers;
import dev.execbus.unifiedexec.ExecPlaces.ExecPlace;
import io.vertx.core.Future;
import java.time.Duration;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicInteger;

/** Unified exec on a fake place, in a time that the test makes. */
final class ExecGround {
    private final ManualTimers time = new ManualTimers();
    private final FakeBackend backend = new FakeBackend();
    private final MemoryBudget budget = MemoryBudget.unlimited();
    private final UnifiedExecSession exec;

    ExecGround() {
        this(UnifiedExecSettings.DEFAULTS);
    }

    ExecGround(UnifiedExecSettings settings) {
        this(settings, false, settings.policy(), Approver.NOBODY);
    }

    ExecGround(UnifiedExecSettings settings, boolean remote, ExecPolicy policy, Approver approver) {
        ContextHop hop = new ContextHop(Runnable::run);
        Clock clock = new Clock(time, time);
        AtomicInteger numbers = new AtomicInteger();
        Launches launches = new Launches(
                settings,
                new SessionVariables("session", "1.2"),
                policy,
                new Approvals(approver, hop),
                hop,
                clock,
                budget,
                () -> "uuid" + numbers.incrementAndGet());
        exec = new UnifiedExecSession(
                settings,
                environmentId -> new ExecPlace(backend, remote),
                launches,
                new ExecIds(new SplittableRandom(5)),
                hop,
                clock);
    }

    static UnifiedExecSettings processes(int most, int protectedMost, int warnAt) {
        UnifiedExecSettings defaults = UnifiedExecSettings.DEFAULTS;
        return new UnifiedExecSettings(
                most,
                protectedMost,
                warnAt,
                defaults.retainedBytes(),
                defaults.retainedBytesPerNode(),
                defaults.maxEmptyPoll(),
                defaults.outputBytes(),
                defaults.outputTokens(),
                defaults.sessions(),
                defaults.creditTimeout(),
                defaults.approval(),
                defaults.sandbox(),
                defaults.network(),
                defaults.environment());
    }

    static UnifiedExecSettings mostEmptyPoll(Duration value) {
        UnifiedExecSettings defaults = UnifiedExecSettings.DEFAULTS;
        return new UnifiedExecSettings(
                defaults.maxProcesses(),
                defaults.protectedProcesses(),
                defaults.warnAt(),
                defaults.retainedBytes(),
                defaults.retainedBytesPerNode(),
                value,
                defaults.outputBytes(),
                defaults.outputTokens(),
                defaults.sessions(),
                defaults.creditTimeout(),
                defaults.approval(),
                defaults.sandbox(),
                defaults.network(),
                defaults.environment());
    }

    ManualTimers time() {
        return time;
    }

    FakeBackend backend() {
        return backend;
    }

    MemoryBudget budget() {
        return budget;
    }

    UnifiedExecSession exec() {
        return exec;
    }

    Future<OutcomeResponse> command(boolean tty, Long yieldTimeMs) {
        return exec.execCommand(command("cmd", tty, yieldTimeMs), Progress.NONE);
    }

    static CommandParams command(String cmd, boolean tty, Long yieldTimeMs) {
        return new CommandParams(cmd, null, null, null, tty, yieldTimeMs, null, null, null, null, null, null);
    }

    Future<OutcomeResponse> write(int sessionId, String chars, Long yieldTimeMs) {
        return exec.writeStdin(new WriteStdinParams(sessionId, chars, yieldTimeMs, null), Progress.NONE);
    }

    /** A command that runs on, and its number. */
    int running(boolean tty) {
        Future<OutcomeResponse> started = command(tty, 250L);
        time.pass(Duration.ofMillis(400));
        return started.result().sessionId();
    }

    static String failure(Future<?> future) {
        assertThat(future.failed()).isTrue();
        assertThat(future.cause()).isInstanceOf(ExecbusException.class);
        return future.cause().getMessage();
    }
}
