package dev.execbus.protocol;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/**
 * Params of {@code process/start}.
 *
 * @param cwd absolute, normalised native path
 * @param env laid over what {@code envPolicy} makes; without a policy it is the whole environment
 * @param arg0 what the program sees as {@code argv[0]}; null for {@code argv[0]} itself
 * @param sandbox the policy to enforce
 * @param enforceManagedNetwork the client wants its managed network enforced
 * @param managedNetwork undecoded; null for none
 * @param networkProxy undecoded; null for none
 * @param size extension: the terminal's first size
 * @param timeoutMs extension: the process is ended after so long; 0 for never
 * @param limits extension: what it may use at most
 * @param digest extension: tell at the end how much each stream has printed, and its SHA-256
 */
public record StartParams(
        String processId,
        List<String> argv,
        String cwd,
        Map<String, String> env,
        boolean tty,
        boolean pipeStdin,
        String arg0,
        EnvironmentPolicyParams envPolicy,
        SandboxParams sandbox,
        boolean enforceManagedNetwork,
        JsonNode managedNetwork,
        JsonNode networkProxy,
        TerminalSize size,
        long timeoutMs,
        ResourceLimits limits,
        boolean digest) {

    private static final String[] FIELDS = {
        "processId",
        "argv",
        "cwd",
        "env",
        "tty",
        "pipeStdin",
        "arg0",
        "envPolicy",
        "sandbox",
        "enforceManagedNetwork",
        "managedNetwork",
        "networkProxy",
        "shellSnapshot",
        "metadata",
        "size",
        "timeoutMs",
        "limits",
        "digest"
    };

    public StartParams {
        if (argv.isEmpty()) {
            throw ExecbusException.invalidParams("argv must not be empty");
        }
        if (size != null && !tty) {
            throw ExecbusException.invalidParams("size requires tty: true");
        }
        ProcessMethods.checkLength("processId", processId);
        argv = List.copyOf(argv);
        env = Map.copyOf(env);
    }

    static StartParams decode(JsonNode params, Dialect dialect) {
        ParamsReader in = ParamsReader.of(params, "ExecParams", FIELDS);
        String processId = in.string("processId");
        List<String> argv = in.strings("argv");
        String cwd = PathUri.decodeCwd(in.string("cwd"), dialect);
        Map<String, String> env = in.stringMap("env");
        boolean tty = in.bool("tty");
        in.optional("metadata", StartParams::checkMetadata);
        return new StartParams(
                processId,
                argv,
                cwd,
                env,
                tty,
                in.bool("pipeStdin", false),
                in.optionalString("arg0"),
                in.optional("envPolicy", EnvironmentPolicyParams::decode),
                SandboxParams.decode(in.optional("sandbox"), dialect),
                in.bool("enforceManagedNetwork", false),
                in.optional("managedNetwork"),
                in.optional("networkProxy"),
                in.optional("size", TerminalSize::decode),
                in.unsigned("timeoutMs", 0),
                ResourceLimits.decode(in.optional("limits")),
                in.optionalBool("digest", false));
    }

    /** Decoded for its errors only: nothing here needs the thread or the tool call. */
    private static JsonNode checkMetadata(JsonNode node) {
        ParamsReader in = ParamsReader.of(node, "ExecMetadata", "threadId", "toolCallId");
        String threadId = in.optionalString("threadId");
        in.optionalString("toolCallId");
        if (threadId != null) {
            try {
                UUID.fromString(threadId);
            } catch (IllegalArgumentException e) {
                throw ExecbusException.invalidParams("invalid thread id: not a UUID");
            }
        }
        return node;
    }
}
