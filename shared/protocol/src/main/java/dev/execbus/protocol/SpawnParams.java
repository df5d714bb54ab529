package dev.execbus.protocol;

import com.fasterxml.jackson.databind.JsonNode;
import dev.execbus.protocol.HandleParams.Variables;
import dev.execbus.protocol.HandleParams.Whole;
import java.util.List;
import java.util.Map;

/**
 * Params of {@code process/spawn}, of the right shape; {@link #check} tells what else is wrong with them.
 *
 * @param cwd absolute, normalised native path
 * @param outputBytesCap of each stream; {@link Long#MAX_VALUE} for none
 * @param timeoutMs null for none
 * @param env laid over the server's own variables
 * @param unset taken away from the server's own variables
 * @param size null for the default
 */
public record SpawnParams(
        List<String> command,
        String processHandle,
        String cwd,
        boolean tty,
        boolean streamStdin,
        boolean streamStdoutStderr,
        long outputBytesCap,
        Long timeoutMs,
        Map<String, String> env,
        List<String> unset,
        HandleMethods.Size size) {
    static final String[] FIELDS = {
        "command",
        "processHandle",
        "cwd",
        "tty",
        "streamStdin",
        "streamStdoutStderr",
        "outputBytesCap",
        "timeoutMs",
        "env",
        "size"
    };

    private static final long DEFAULT_CAP = 1 << 20;
    private static final long DEFAULT_TIMEOUT_MS = 10_000;

    public SpawnParams {
        command = List.copyOf(command);
        env = Map.copyOf(env);
        unset = List.copyOf(unset);
    }

    static SpawnParams read(ParamsReader in) {
        Variables variables = Variables.read(in, "env");
        return new SpawnParams(
                in.strings("command"),
                in.string("processHandle"),
                HandleParams.absolutePath(in.string("cwd")),
                in.bool("tty", false),
                in.bool("streamStdin", false),
                in.bool("streamStdoutStderr", false),
                cap(in),
                timeout(in),
                variables.set(),
                variables.unset(),
                in.optional("size", HandleMethods.Size::decode));
    }

    private static long cap(ParamsReader in) {
        JsonNode value = in.optional("outputBytesCap");
        if (value == null) {
            return in.has("outputBytesCap") ? Long.MAX_VALUE : DEFAULT_CAP;
        }
        return Whole.USIZE.read(value);
    }

    private static Long timeout(ParamsReader in) {
        JsonNode value = in.optional("timeoutMs");
        if (value == null) {
            return in.has("timeoutMs") ? null : Long.valueOf(DEFAULT_TIMEOUT_MS);
        }
        return Whole.I64.read(value);
    }

    /** In the peer's order. */
    public void check() {
        if (command.isEmpty()) {
            throw ExecbusException.invalidRequest("command must not be empty");
        }
        if (processHandle.isEmpty()) {
            throw ExecbusException.invalidRequest("processHandle must not be empty");
        }
        ProcessMethods.checkLength("processHandle", processHandle);
        if (size != null && !tty) {
            throw ExecbusException.invalidParams("process/spawn size requires tty: true");
        }
        if (timeoutMs != null && timeoutMs < 0) {
            throw ExecbusException.invalidParams("process/spawn timeoutMs must be non-negative, got " + timeoutMs);
        }
        if (size != null) {
            size.check();
        }
        for (String name : unset) {
            if (name.indexOf('*') >= 0 || name.indexOf('?') >= 0) {
                throw ExecbusException.invalidParams("process/spawn env cannot unset a name with `*` or `?`");
            }
        }
    }

    public boolean takesInput() {
        return tty || streamStdin;
    }

    public boolean streamsOutput() {
        return tty || streamStdoutStderr;
    }

    /** The same as a start, of a process that is called {@code processId}. Only for what is checked. */
    public StartParams toStart(String processId) {
        return new StartParams(
                processId,
                command,
                cwd,
                env,
                tty,
                streamStdin,
                null,
                new EnvironmentPolicyParams(EnvironmentPolicyParams.Inherit.ALL, true, unset, Map.of(), List.of()),
                SandboxParams.NONE,
                false,
                null,
                null,
                size == null ? null : size.checked(),
                // A start without a timeout has 0: at once is the shortest one there is.
                timeoutMs == null ? 0 : Math.max(timeoutMs, 1),
                ResourceLimits.NONE,
                false);
    }
}
