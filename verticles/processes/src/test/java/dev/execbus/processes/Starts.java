package dev.execbus.processes;

import dev.execbus.protocol.ResourceLimits;
import dev.execbus.protocol.SandboxParams;
import dev.execbus.protocol.StartParams;
import java.util.List;
import java.util.Map;

/** Requests to start shells. */
final class Starts {
    /** A policy was sent; what it says is the sandbox's business. */
    static final SandboxParams GIVEN =
            new SandboxParams(true, new SandboxParams.Files.Unrestricted(), true, null, List.of());

    private static final Map<String, String> ENV = Map.of("PATH", "/usr/bin:/bin");

    private Starts() {}

    static StartParams shell(String processId, SandboxParams policy, String script) {
        return shell(processId, policy, "/", script);
    }

    static StartParams shell(String processId, SandboxParams policy, String cwd, String script) {
        return start(processId, policy, cwd, ENV, script, false, false, 0);
    }

    static StartParams shell(
            String processId, SandboxParams policy, String cwd, Map<String, String> env, String script) {
        return start(processId, policy, cwd, env, script, false, false, 0);
    }

    static StartParams onTerminal(String processId, SandboxParams policy, String cwd, String script) {
        return start(processId, policy, cwd, ENV, script, true, false, 0);
    }

    static StartParams withTimeout(String processId, long timeoutMs, String script) {
        return start(processId, GIVEN, "/", ENV, script, false, false, timeoutMs);
    }

    private static StartParams start(
            String processId,
            SandboxParams policy,
            String cwd,
            Map<String, String> env,
            String script,
            boolean tty,
            boolean managed,
            long timeoutMs) {
        return new StartParams(
                processId,
                List.of("/bin/sh", "-c", script),
                cwd,
                env,
                tty,
                false,
                null,
                null,
                policy,
                managed,
                null,
                null,
                null,
                timeoutMs,
                ResourceLimits.NONE,
                false);
    }

    /** On pipes, stdin too, with the totals of its streams at the end. */
    static StartParams digested(String processId, ResourceLimits limits, String script) {
        return new StartParams(
                processId,
                List.of("/bin/sh", "-c", script),
                "/",
                ENV,
                false,
                true,
                null,
                null,
                SandboxParams.NONE,
                false,
                null,
                null,
                null,
                0,
                limits,
                true);
    }

    /** With a network that must be managed. */
    static StartParams managed(String processId) {
        return start(processId, GIVEN, "/", ENV, "true", false, true, 0);
    }
}
