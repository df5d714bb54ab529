package dev.execbus.server;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.execbus.protocol.EnvironmentPolicyParams;
import dev.execbus.protocol.EnvironmentPolicyParams.Inherit;
import dev.execbus.protocol.TerminalSize;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/**
 * What is to be run.
 *
 * @param cwd a URI; empty for the server's own
 * @param env laid over the server's own
 * @param timeout zero for none
 */
record RunRequest(
        String processId, List<String> argv, String cwd, Map<String, String> env, boolean tty, Duration timeout) {
    private static final EnvironmentPolicyParams WHOLE_ENVIRONMENT =
            new EnvironmentPolicyParams(Inherit.ALL, true, List.of(), Map.of(), List.of());
    private static final String ROOT = "file:///";

    RunRequest {
        argv = List.copyOf(argv);
        env = Map.copyOf(env);
    }

    /** Params of {@code process/start} as they are sent. */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record StartFrame(
            String processId,
            List<String> argv,
            String cwd,
            Map<String, String> env,
            EnvironmentPolicyParams envPolicy,
            boolean tty,
            boolean pipeStdin,
            TerminalSize size,
            Long timeoutMs) {}

    /** @param size of the terminal; without meaning if there is none */
    StartFrame frame(String serverCwd, TerminalSize size) {
        String where = cwd.isEmpty() ? serverCwd : cwd;
        return new StartFrame(
                processId,
                argv,
                where.isEmpty() ? ROOT : where,
                env,
                WHOLE_ENVIRONMENT,
                tty,
                !tty,
                tty ? size : null,
                timeout.isZero() ? null : timeout.toMillis());
    }
}
