package dev.execbus.protocol;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonValue;
import com.fasterxml.jackson.databind.JsonNode;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** {@code process/*}: methods, their params and results, and the names of the notifications. */
public final class ProcessMethods {
    private static final String FAMILY = "exec";

    public static final RpcMethod<StartParams> START = new RpcMethod<>("process/start", FAMILY, StartParams::decode);
    public static final RpcMethod<ReadParams> READ = new RpcMethod<>("process/read", FAMILY, ReadParams::decode);
    public static final RpcMethod<WriteParams> WRITE = new RpcMethod<>("process/write", FAMILY, WriteParams::decode);
    public static final RpcMethod<SignalParams> SIGNAL =
            new RpcMethod<>("process/signal", FAMILY, SignalParams::decode);
    public static final RpcMethod<TerminateParams> TERMINATE =
            new RpcMethod<>("process/terminate", FAMILY, TerminateParams::decode);
    /** Extension. */
    public static final RpcMethod<ResizeParams> RESIZE =
            new RpcMethod<>("process/resize", FAMILY, ResizeParams::decode);
    /** Extension. */
    public static final RpcMethod<CloseStdinParams> CLOSE_STDIN =
            new RpcMethod<>("process/closeStdin", FAMILY, CloseStdinParams::decode);
    /** Extension. */
    public static final RpcMethod<EnvironmentMethods.NoParams> LIST =
            new RpcMethod<>("process/list", FAMILY, EnvironmentMethods.NoParams::decode);

    public static final String OUTPUT = "process/output";
    public static final String EXITED = "process/exited";
    public static final String CLOSED = "process/closed";

    /** Ids are remembered and echoed: longer ones are refused. */
    private static final int LONGEST_ID = 4_096;

    private ProcessMethods() {}

    static void checkLength(String name, String id) {
        if (id.length() > LONGEST_ID) {
            throw ExecbusException.invalidParams(name + " must not be longer than " + LONGEST_ID + " characters");
        }
    }

    public record StartResponse(String processId, String sandboxType) {}

    /**
     * @param afterSeq chunks with a higher number are wanted
     * @param maxBytes bound on the bytes of all chunks but the first; {@link Long#MAX_VALUE} for none
     * @param waitMs how long to wait when there is nothing yet
     */
    public record ReadParams(String processId, long afterSeq, long maxBytes, long waitMs) {
        static ReadParams decode(JsonNode params, Dialect dialect) {
            ParamsReader in = ParamsReader.of(params, "ReadParams", "processId", "afterSeq", "maxBytes", "waitMs");
            return new ReadParams(
                    in.string("processId"),
                    in.unsigned("afterSeq", 0),
                    in.unsigned("maxBytes", Long.MAX_VALUE),
                    in.unsigned("waitMs", 0));
        }
    }

    public record Chunk(long seq, StreamName stream, ByteChunk chunk) {}

    /**
     * @param nextSeq the number after the last one this answer covers
     * @param exitCode null until exited
     * @param failure why nothing more can be read of the process; null as long as something can
     * @param signal extension: the signal that ended the process, without SIG
     * @param droppedBytes extension: output that went past the quota before it was read; absent when none
     * @param verdict extension: the limit that ended the process; absent for none
     * @param streams extension: as in {@link ClosedNotification}; absent until closed, and for clients that did not ask
     */
    public record ReadResponse(
            List<Chunk> chunks,
            long nextSeq,
            boolean exited,
            Integer exitCode,
            boolean closed,
            String failure,
            boolean sandboxDenied,
            @JsonInclude(JsonInclude.Include.NON_NULL) String signal,
            @JsonInclude(JsonInclude.Include.NON_NULL) Long droppedBytes,
            @JsonInclude(JsonInclude.Include.NON_NULL) Verdict verdict,
            @JsonInclude(JsonInclude.Include.NON_EMPTY) Map<String, StreamDigest> streams) {
        /** The process is lost, and with it what it printed and was not read. */
        public static ReadResponse failed(ReadParams asked, String failure) {
            long nextSeq = asked.afterSeq() == Long.MAX_VALUE ? Long.MAX_VALUE : asked.afterSeq() + 1;
            return new ReadResponse(List.of(), nextSeq, true, null, true, failure, false, null, null, null, null);
        }
    }

    /** @param writeId null where the client's release knew none: such a write is never recognised as a repeat */
    public record WriteParams(String processId, ByteChunk chunk, String writeId) {
        static WriteParams decode(JsonNode params, Dialect dialect) {
            ParamsReader in = ParamsReader.of(params, "WriteParams", "processId", "chunk", "writeId");
            String processId = in.string("processId");
            ByteChunk chunk = Base64Text.param(in.string("chunk"));
            String writeId = dialect.optionalWriteId() ? in.optionalString("writeId") : in.string("writeId");
            if (writeId != null && writeId.isEmpty()) {
                throw ExecbusException.invalidParams("writeId must not be empty");
            }
            if (writeId != null) {
                checkLength("writeId", writeId);
            }
            return new WriteParams(processId, chunk, writeId);
        }
    }

    public enum WriteStatus {
        ACCEPTED("accepted"),
        UNKNOWN_PROCESS("unknownProcess"),
        STDIN_CLOSED("stdinClosed"),
        /** Of other servers only: here a write waits for the start. */
        STARTING("starting");

        private final String wireName;

        WriteStatus(String wireName) {
            this.wireName = wireName;
        }

        @JsonValue
        public String wireName() {
            return wireName;
        }
    }

    public record WriteResponse(WriteStatus status) {}

    /** @param signal {@code interrupt}, or as an extension a POSIX name such as {@code TERM} or {@code SIGTERM} */
    public record SignalParams(String processId, String signal) {
        public static final String INTERRUPT = "interrupt";

        static SignalParams decode(JsonNode params, Dialect dialect) {
            ParamsReader in = ParamsReader.of(params, "SignalParams", "processId", "signal");
            SignalParams decoded = new SignalParams(in.string("processId"), in.string("signal"));
            if (!decoded.signal().equals(INTERRUPT)
                    && Signal.named(decoded.signal()).isEmpty()) {
                throw unknownSignal(decoded.signal());
            }
            return decoded;
        }

        /** The peer's answer for every name but its only one. */
        public static ExecbusException unknownSignal(String name) {
            return ExecbusException.invalidParams("unknown variant `" + name + "`, expected `interrupt`");
        }
    }

    public record TerminateParams(String processId) {
        static TerminateParams decode(JsonNode params, Dialect dialect) {
            return new TerminateParams(
                    ParamsReader.of(params, "TerminateParams", "processId").string("processId"));
        }
    }

    /** @param running whether the process had not exited yet */
    public record TerminateResponse(boolean running) {}

    public record ResizeParams(String processId, TerminalSize size) {
        static ResizeParams decode(JsonNode params, Dialect dialect) {
            ParamsReader in = ParamsReader.of(params, "ResizeParams", "processId", "rows", "cols");
            return new ResizeParams(in.string("processId"), TerminalSize.of(in.unsigned("rows"), in.unsigned("cols")));
        }
    }

    public record CloseStdinParams(String processId) {
        static CloseStdinParams decode(JsonNode params, Dialect dialect) {
            return new CloseStdinParams(
                    ParamsReader.of(params, "CloseStdinParams", "processId").string("processId"));
        }
    }

    /** One process of the session; {@code pid} is the operating system's number, null while starting. */
    public record ProcessSummary(
            String processId, Long pid, boolean tty, boolean exited, Integer exitCode, boolean closed, long nextSeq) {}

    public record ListResponse(List<ProcessSummary> processes) {}

    public record Empty() {}

    public record OutputNotification(String processId, long seq, StreamName stream, ByteChunk chunk) {}

    /**
     * @param sandboxDenied whether the process failed and seems to have met its sandbox
     * @param signal extension: the signal that ended the process, without SIG; absent after an ordinary exit
     * @param verdict extension: the limit that ended the process; absent for none
     */
    public record ExitedNotification(
            String processId,
            long seq,
            int exitCode,
            boolean sandboxDenied,

            @JsonInclude(JsonInclude.Include.NON_NULL) @JsonProperty("signal")
            String signal,

            @JsonInclude(JsonInclude.Include.NON_NULL) @JsonProperty("verdict")
            Verdict verdict) {}

    /** @param streams extension: what each stream has printed, by its name; absent for clients that did not ask */
    public record ClosedNotification(
            String processId,
            long seq,

            @JsonInclude(JsonInclude.Include.NON_EMPTY) @JsonProperty("streams")
            Map<String, StreamDigest> streams) {
        public static ClosedNotification of(String processId, long seq, List<StreamTotal> streams) {
            return new ClosedNotification(processId, seq, StreamTotal.byName(streams));
        }
    }

    /** @param sha256 in hex */
    public record StreamDigest(long bytes, String sha256) {}

    /** All that one stream has printed. */
    public record StreamTotal(StreamName stream, long bytes, String sha256) {
        /** As it goes to the client; null for none. */
        public static Map<String, StreamDigest> byName(List<StreamTotal> totals) {
            if (totals.isEmpty()) {
                return null;
            }
            Map<String, StreamDigest> byName = new LinkedHashMap<>();
            totals.forEach(
                    total -> byName.put(total.stream().wireName(), new StreamDigest(total.bytes(), total.sha256())));
            return byName;
        }
    }
}
