package dev.execbus.protocol;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonValue;
import com.fasterxml.jackson.databind.JsonNode;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** {@code exec/*}, extensions: commands as agents run them, and what is told of them. */
public final class ExecMethods {
    private static final String FAMILY = "exec";

    public static final RpcMethod<CommandParams> COMMAND =
            new RpcMethod<>("exec/command", FAMILY, CommandParams::decode);
    public static final RpcMethod<WriteStdinParams> WRITE_STDIN =
            new RpcMethod<>("exec/writeStdin", FAMILY, WriteStdinParams::decode);
    public static final RpcMethod<EnvironmentMethods.NoParams> LIST =
            new RpcMethod<>("exec/list", FAMILY, EnvironmentMethods.NoParams::decode);
    public static final RpcMethod<SessionParams> TERMINATE =
            new RpcMethod<>("exec/terminate", FAMILY, SessionParams::decode);
    public static final RpcMethod<SessionParams> TRANSCRIPT =
            new RpcMethod<>("exec/transcript", FAMILY, SessionParams::decode);
    public static final RpcMethod<EnvironmentMethods.NoParams> INFO =
            new RpcMethod<>("exec/info", FAMILY, EnvironmentMethods.NoParams::decode);

    public static final String BEGAN = "exec/began";
    public static final String OUTPUT_DELTA = "exec/outputDelta";
    public static final String INTERACTION = "exec/interaction";
    public static final String ENDED = "exec/ended";

    /** A request of the server to the client. */
    public static final String APPROVE = "exec/approve";

    private ExecMethods() {}

    /** Whether a client answers {@link #APPROVE}, as it says in its {@code initialize}; null for no params. */
    public static boolean answersApprovals(JsonNode initialize) {
        JsonNode given = initialize == null ? null : initialize.get("capabilities");
        if (given == null || given.isNull()) {
            return false;
        }
        return ParamsReader.of(given, "InitializeCapabilities", "approvals").bool("approvals", false);
    }

    /**
     * @param cmd for the shell
     * @param workdir relative ones are joined to the usual one without a look at any disk; null or empty for that
     * @param shell path or name; null for the one of the place where it runs
     * @param login null for true
     * @param yieldTimeMs how long to wait for output; null for 10,000
     * @param maxOutputTokens null for 10,000
     * @param sandboxPermissions {@link #USE_DEFAULT} or {@link #REQUIRE_ESCALATED}; null for the former
     * @param justification for whoever is asked; null for none
     * @param prefixRule first words of commands that may be allowed along with this one; null for none
     * @param environmentId null for the usual one
     * @param callId by which the caller knows what is told of this call; null for none
     */
    public record CommandParams(
            String cmd,
            String workdir,
            String shell,
            Boolean login,
            boolean tty,
            Long yieldTimeMs,
            Long maxOutputTokens,
            String sandboxPermissions,
            String justification,
            List<String> prefixRule,
            String environmentId,
            String callId) {
        public static final String USE_DEFAULT = "use_default";
        public static final String REQUIRE_ESCALATED = "require_escalated";
        private static final int LONGEST_CALL_ID = 128;

        public CommandParams {
            prefixRule = prefixRule == null ? null : List.copyOf(prefixRule);
        }

        /** With nothing but the command. */
        public static CommandParams of(String cmd) {
            return new CommandParams(cmd, null, null, null, false, null, null, null, null, null, null, null);
        }

        /** The same under another name. */
        public CommandParams named(String newCallId) {
            return new CommandParams(
                    cmd,
                    workdir,
                    shell,
                    login,
                    tty,
                    yieldTimeMs,
                    maxOutputTokens,
                    sandboxPermissions,
                    justification,
                    prefixRule,
                    environmentId,
                    newCallId);
        }

        static CommandParams decode(JsonNode params, Dialect dialect) {
            ParamsReader in = ParamsReader.of(
                    params,
                    "CommandParams",
                    "cmd",
                    "workdir",
                    "shell",
                    "login",
                    "tty",
                    "yieldTimeMs",
                    "maxOutputTokens",
                    "sandboxPermissions",
                    "justification",
                    "prefixRule",
                    "environmentId",
                    "callId");
            return new CommandParams(
                    in.string("cmd"),
                    in.optionalString("workdir"),
                    in.optionalString("shell"),
                    in.optional("login") == null ? null : in.bool("login"),
                    in.optionalBool("tty", false),
                    number(in, "yieldTimeMs"),
                    number(in, "maxOutputTokens"),
                    permissions(in),
                    in.optionalString("justification"),
                    in.optional("prefixRule") == null ? null : in.strings("prefixRule"),
                    in.optionalString("environmentId"),
                    callId(in));
        }

        private static String callId(ParamsReader in) {
            JsonNode value = in.optional("callId");
            if (value == null) {
                return null;
            }
            if (!value.isTextual()
                    || value.textValue().isEmpty()
                    || value.textValue().length() > LONGEST_CALL_ID) {
                throw ExecbusException.invalidParams(
                        "callId must be a string of 1 to " + LONGEST_CALL_ID + " characters");
            }
            return value.textValue();
        }

        private static String permissions(ParamsReader in) {
            String word = in.optionalString("sandboxPermissions");
            if (word != null && !word.equals(USE_DEFAULT) && !word.equals(REQUIRE_ESCALATED)) {
                throw ExecbusException.invalidParams("unknown variant `" + word + "`, expected `" + USE_DEFAULT
                        + "` or `" + REQUIRE_ESCALATED + "`");
            }
            return word;
        }

        /** Commands are secrets. */
        @Override
        public String toString() {
            return "CommandParams[]";
        }
    }

    /**
     * @param chars what to write; null or empty to look for output only
     * @param yieldTimeMs null for 250
     * @param maxOutputTokens null for 10,000
     */
    public record WriteStdinParams(int sessionId, String chars, Long yieldTimeMs, Long maxOutputTokens) {
        static WriteStdinParams decode(JsonNode params, Dialect dialect) {
            ParamsReader in =
                    ParamsReader.of(params, "WriteStdinParams", "sessionId", "chars", "yieldTimeMs", "maxOutputTokens");
            return new WriteStdinParams(
                    command(in), in.optionalString("chars"), number(in, "yieldTimeMs"), number(in, "maxOutputTokens"));
        }

        /** Input is a secret. */
        @Override
        public String toString() {
            return "WriteStdinParams[" + sessionId + "]";
        }
    }

    public record SessionParams(int sessionId) {
        static SessionParams decode(JsonNode params, Dialect dialect) {
            return new SessionParams(command(ParamsReader.of(params, "SessionParams", "sessionId")));
        }
    }

    private static int command(ParamsReader in) {
        return (int) Math.min(in.unsigned("sessionId"), Integer.MAX_VALUE);
    }

    private static Long number(ParamsReader in, String name) {
        return in.optional(name) == null ? null : in.unsigned(name);
    }

    /**
     * @param exitCode absent while it runs, and where it is not known
     * @param sessionId for {@link #WRITE_STDIN}; absent once it has exited
     * @param originalTokenCount of all it has printed since the last answer
     * @param output as far as it was asked for
     * @param text all of this for a model
     * @param warning absent for none
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record OutcomeResponse(
            String chunkId,
            double wallTimeSeconds,
            Integer exitCode,
            Integer sessionId,
            long originalTokenCount,
            String output,
            String text,
            String warning) {
        /** Output is a secret. */
        @Override
        public String toString() {
            return "OutcomeResponse[" + chunkId + "]";
        }
    }

    /** @param exitCode absent while it runs, and where it is not known */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record CommandSummary(int sessionId, String cmd, String cwd, boolean tty, boolean exited, Integer exitCode) {
        /** Commands are secrets. */
        @Override
        public String toString() {
            return "CommandSummary[" + sessionId + "]";
        }
    }

    public record ListResponse(List<CommandSummary> commands) {
        public ListResponse {
            commands = List.copyOf(commands);
        }
    }

    /** @param running whether it was */
    public record TerminateResponse(boolean running) {}

    /** @param output null for a command that is not known */
    public record TranscriptResponse(ByteChunk output) {}

    /**
     * @param execEnabled whether commands can be run at all
     * @param filesystemEnabled whether {@code fs/*} reaches the files of commands that name no environment
     * @param sandbox what {@code fs/*} should be confined to, to be no freer than those commands
     */
    public record InfoResponse(boolean execEnabled, boolean filesystemEnabled, SandboxParams sandbox) {
        /** What a client reads with {@link #decode}. */
        public Map<String, Object> tree() {
            Map<String, Object> tree = new LinkedHashMap<>();
            tree.put("execEnabled", execEnabled);
            tree.put("filesystemEnabled", filesystemEnabled);
            tree.put("sandbox", SandboxWire.tree(sandbox));
            return tree;
        }

        public static InfoResponse decode(JsonNode result) {
            return new InfoResponse(
                    result.path("execEnabled").asBoolean(),
                    result.path("filesystemEnabled").asBoolean(),
                    SandboxParams.decode(result.get("sandbox")));
        }
    }

    /** @param callId of {@link #COMMAND}; absent for none */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record BeganNotification(int sessionId, String cmd, String cwd, String callId) {
        /** Commands are secrets. */
        @Override
        public String toString() {
            return "BeganNotification[" + sessionId + "]";
        }
    }

    /** @param droppedBytes left out before this one, for a client that is behind; absent for none */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record OutputDeltaNotification(int sessionId, StreamName stream, ByteChunk chunk, Long droppedBytes) {}

    public record InteractionNotification(int sessionId, String chars) {
        /** Input is a secret. */
        @Override
        public String toString() {
            return "InteractionNotification[" + sessionId + "]";
        }
    }

    /**
     * @param exitCode -1 for one that is not known
     * @param failed whether it ended otherwise than with 0
     * @param output all it has printed, without the middle if that was too much; absent for a client that is behind
     * @param droppedBytes left out of the deltas since the last one; absent for none
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record EndedNotification(int sessionId, int exitCode, boolean failed, String output, Long droppedBytes) {
        /** Output is a secret. */
        @Override
        public String toString() {
            return "EndedNotification[" + sessionId + "]";
        }
    }

    /**
     * @param shell that the caller names; absent for the usual one
     * @param environmentId that the caller names; absent for the usual one
     * @param callId of {@link #COMMAND}; absent for none
     * @param prefixRule what may be {@link Decision#APPROVED_FOR_PREFIX}; absent where nothing may
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record ApproveParams(
            String command,
            String cwd,
            String reason,
            String shell,
            String environmentId,
            String callId,
            List<String> prefixRule) {
        public ApproveParams {
            prefixRule = prefixRule == null ? null : List.copyOf(prefixRule);
        }

        /** Commands are secrets. */
        @Override
        public String toString() {
            return "ApproveParams[]";
        }
    }

    /** What the person behind a client has said. */
    public enum Decision {
        APPROVED("approved"),
        APPROVED_FOR_SESSION("approvedForSession"),
        APPROVED_FOR_PREFIX("approvedForPrefix"),
        DENIED("denied");

        private final String wireName;

        Decision(String wireName) {
            this.wireName = wireName;
        }

        @JsonValue
        public String wireName() {
            return wireName;
        }
    }

    public record ApproveResponse(Decision decision) {
        /** The answer of a client. */
        public static ApproveResponse decode(JsonNode result) {
            String word = ParamsReader.of(result, "ApproveResponse", "decision").string("decision");
            for (Decision each : Decision.values()) {
                if (each.wireName.equals(word)) {
                    return new ApproveResponse(each);
                }
            }
            throw ExecbusException.invalidParams("unknown variant `" + word
                    + "`, expected one of `approved`, `approvedForSession`, `approvedForPrefix`, `denied`");
        }
    }
}
