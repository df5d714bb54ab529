package dev.execbus.sandbox;

import dev.execbus.protocol.ErrorCode;
import dev.execbus.protocol.ExecbusException;
import dev.execbus.protocol.SandboxParams;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The sandbox of a worker: by the best mechanism that works on the machine and that the operator allows. Where a policy
 * cannot be enforced nothing of the client runs: a start becomes a process that prints the reason and fails, a file
 * operation fails with {@link ErrorCode#INTERNAL}.
 */
public final class WorkerSandbox implements Sandbox {
    private static final Logger LOG = LoggerFactory.getLogger(WorkerSandbox.class);
    private static final Duration PROBE_DEADLINE = Duration.ofSeconds(15);

    private static final Path SHELL = Path.of("/bin/sh");
    private static final String REFUSAL = "error building bubblewrap command: Fatal error: ";

    private final CompletableFuture<Mechanism> mechanism = new CompletableFuture<>();

    private WorkerSandbox() {}

    /** Does not wait for the probe, which begins now. */
    public static WorkerSandbox start(SandboxSettings settings) {
        WorkerSandbox sandbox = new WorkerSandbox();
        Thread.ofPlatform().name("sandbox-probe").daemon(true).start(() -> sandbox.probe(settings));
        return sandbox;
    }

    private void probe(SandboxSettings settings) {
        try {
            mechanism.complete(new MechanismChoice(settings).choose());
        } catch (RuntimeException | Error e) {
            LOG.error("sandbox probe failed", e);
            mechanism.complete(refusing("the probe of the sandbox failed: " + e));
        }
    }

    @Override
    public SandboxSupport support() {
        return mechanism().support();
    }

    @Override
    public Confinement process(SandboxParams policy, Command command) {
        if (!policy.needsEnforcementToRun()) {
            return new Confinement.Direct();
        }
        try {
            return mechanism().process(policy, command);
        } catch (UnenforceableException e) {
            return telling(e.getMessage(), command);
        }
    }

    /** A process that says why in the place of the command, as clients of the peer expect. Nothing of theirs runs in it. */
    private static Confinement telling(String reason, Command command) {
        if (!Files.isExecutable(SHELL)) {
            throw new ExecbusException(ErrorCode.UNSUPPORTED, reason);
        }
        return new Confinement.Wrapped(
                List.of(SHELL.toString(), "-c", "printf '%s\\n' \"$0\" >&2; exit 1", REFUSAL + reason),
                command.cwd(),
                List.of(),
                List.of(),
                command.env().keySet());
    }

    @Override
    public void ended(Confinement.Wrapped confinement) {
        mechanism().ended(confinement);
    }

    @Override
    public FileConfinement files(SandboxParams policy, List<String> readable) {
        if (policy.fullDiskWrite()) {
            return new FileConfinement.Direct();
        }
        try {
            return mechanism().files(policy, readable);
        } catch (UnenforceableException e) {
            throw ExecbusException.internal(e.getMessage());
        }
    }

    @Override
    public void close() {
        mechanism().close();
    }

    /** One that refuses, as long as the probe has no result. */
    private Mechanism mechanism() {
        try {
            return mechanism.get(PROBE_DEADLINE.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            return refusing("the probe of the sandbox is not done after " + PROBE_DEADLINE.toSeconds() + " s");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return refusing("the wait for the probe of the sandbox was interrupted");
        } catch (ExecutionException e) {
            throw new IllegalStateException(e);
        }
    }

    private static Mechanism refusing(String reason) {
        return new Mechanism.Refusing(new SandboxSupport(SandboxSupport.Mechanism.NONE, reason));
    }
}
