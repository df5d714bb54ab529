package dev.execbus.unifiedexec;

import dev.execbus.protocol.EnvironmentPolicyParams;
import dev.execbus.protocol.EnvironmentPolicyParams.Inherit;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/**
 * Limits and rules of unified exec.
 *
 * @param maxProcesses commands of a session that can be asked; one more takes the place of another
 * @param protectedProcesses of these, so many that were used last are never taken away
 * @param warnAt with so many, the answer to a command says so; 0 for never
 * @param retainedBytes what is kept of a command's output until it is asked for, and as much again of all it has printed
 * @param retainedBytesPerNode of all commands; past it less is kept of each
 * @param maxEmptyPoll how long may be waited at most when nothing is written
 * @param outputBytes the longest output in an answer, whatever is asked for
 * @param outputTokens the longest output in an answer when nothing is asked for
 * @param sessions that may use unified exec at a time
 * @param creditTimeout how long a gateway may take for a delivery before it counts as gone
 * @param approval who decides about leaving the sandbox
 * @param network whether the network is open inside the sandbox
 * @param environment how a command's variables are made from those of the place where it runs
 */
public record UnifiedExecSettings(
        int maxProcesses,
        int protectedProcesses,
        int warnAt,
        int retainedBytes,
        long retainedBytesPerNode,
        Duration maxEmptyPoll,
        int outputBytes,
        int outputTokens,
        int sessions,
        Duration creditTimeout,
        ApprovalMode approval,
        SandboxChoice sandbox,
        boolean network,
        EnvironmentPolicyParams environment) {
    /** Variables of the reference itself: those of the server's own surroundings mean nothing to a command. */
    private static final List<String> OWN = List.of(
            "CODEX_PERMISSION_PROFILE",
            "CODEX_VERSION",
            "CODEX_APPLY_PATCH_PRESERVE_LINE_ENDINGS",
            "CODEX_PLUGIN_METRICS_OUTPUT");

    public static final UnifiedExecSettings DEFAULTS = new UnifiedExecSettings(
            64,
            8,
            60,
            1 << 20,
            96L << 20,
            Duration.ofSeconds(300),
            10_000,
            10_000,
            1_024,
            Duration.ofSeconds(35),
            ApprovalMode.SANDBOXED,
            SandboxChoice.NONE,
            false,
            new EnvironmentPolicyParams(Inherit.ALL, false, OWN, Map.of(), List.of()));

    public UnifiedExecSettings {
        if (maxProcesses < 1 || protectedProcesses < 0 || warnAt < 0 || sessions < 1) {
            throw new IllegalArgumentException("limits of unified exec must be positive");
        }
        if (retainedBytes < 0 || retainedBytesPerNode < 0 || outputBytes < 0 || outputTokens < 0) {
            throw new IllegalArgumentException("lengths of unified exec must not be negative");
        }
    }

    /** The same with another sandbox, and another way out of it. */
    public UnifiedExecSettings confining(ApprovalMode how, SandboxChoice into) {
        return new UnifiedExecSettings(
                maxProcesses,
                protectedProcesses,
                warnAt,
                retainedBytes,
                retainedBytesPerNode,
                maxEmptyPoll,
                outputBytes,
                outputTokens,
                sessions,
                creditTimeout,
                how,
                into,
                network,
                environment);
    }

    ExecPolicy policy() {
        return approval.policy(sandbox.confines());
    }
}
