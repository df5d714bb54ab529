package dev.execbus.protocol;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.TextNode;
import dev.execbus.protocol.HandleParams.Whole;
import java.util.List;
import java.util.Set;

/**
 * {@code process/spawn} and its family, the peer's app-server dialect: a process belongs to a connection, which names
 * it by a handle. Params are decoded for their shape only; the rest is checked once it is known who asks.
 */
public final class HandleMethods {
    public static final RpcMethod<SpawnParams> SPAWN =
            HandleParams.method("process/spawn", SpawnParams::read, SpawnParams.FIELDS);
    public static final RpcMethod<WriteStdinParams> WRITE_STDIN = HandleParams.method(
            "process/writeStdin", WriteStdinParams::read, "processHandle", "deltaBase64", "closeStdin");
    public static final RpcMethod<ResizePtyParams> RESIZE_PTY =
            HandleParams.method("process/resizePty", ResizePtyParams::read, "processHandle", "size");
    public static final RpcMethod<KillParams> KILL =
            HandleParams.method("process/kill", KillParams::read, "processHandle");

    public static final String OUTPUT_DELTA = "process/outputDelta";
    public static final String EXITED = "process/exited";

    private HandleMethods() {}

    /**
     * What a client says of itself in {@code initialize}.
     *
     * @param experimentalApi whether it may use these methods
     * @param optOut notifications of this dialect that it does not want
     */
    public record Capabilities(boolean experimentalApi, Set<String> optOut) {
        public static final Capabilities NONE = new Capabilities(false, Set.of());

        public Capabilities {
            optOut = Set.copyOf(optOut);
        }

        /** @param initialize params of {@code initialize} */
        public static Capabilities decode(JsonNode initialize) {
            JsonNode given = initialize == null ? null : initialize.get("capabilities");
            if (given == null || given.isNull()) {
                return NONE;
            }
            ParamsReader in =
                    ParamsReader.of(given, "InitializeCapabilities", "experimentalApi", "optOutNotificationMethods");
            List<String> optOut = in.optional("optOutNotificationMethods") == null
                    ? List.of()
                    : in.strings("optOutNotificationMethods");
            return new Capabilities(in.bool("experimentalApi", false), Set.copyOf(optOut));
        }
    }

    /** As it came: 0 is possible. */
    public record Size(int rows, int cols) {
        static Size decode(JsonNode node) {
            ParamsReader in = ParamsReader.of(node, "ProcessTerminalSize", "rows", "cols");
            return new Size((int) Whole.U16.read(in, "rows"), (int) Whole.U16.read(in, "cols"));
        }

        void check() {
            if (rows == 0 || cols == 0) {
                throw ExecbusException.invalidParams("process size rows and cols must be greater than 0");
            }
        }

        public TerminalSize checked() {
            check();
            return new TerminalSize(rows, cols);
        }
    }

    /** @param deltaBase64 null for nothing to write */
    public record WriteStdinParams(String processHandle, JsonNode deltaBase64, boolean closeStdin) {
        static WriteStdinParams read(ParamsReader in) {
            String handle = in.string("processHandle");
            JsonNode delta = in.optional("deltaBase64") == null ? null : in.textNode("deltaBase64");
            return new WriteStdinParams(handle, delta, in.bool("closeStdin", false));
        }

        /** What is to be written, maybe nothing. */
        public ByteChunk checked() {
            if (deltaBase64 == null && !closeStdin) {
                throw ExecbusException.invalidParams("process/writeStdin requires deltaBase64 or closeStdin");
            }
            if (deltaBase64 == null) {
                return ByteChunk.EMPTY;
            }
            try {
                return Base64Text.decode(deltaBase64);
            } catch (IllegalArgumentException e) {
                throw ExecbusException.invalidParams("invalid deltaBase64: " + e.getMessage());
            }
        }
    }

    public record ResizePtyParams(String processHandle, Size size) {
        static ResizePtyParams read(ParamsReader in) {
            String handle = in.string("processHandle");
            if (!in.has("size")) {
                throw ExecbusException.invalidParams("missing field `size`");
            }
            return new ResizePtyParams(handle, Size.decode(in.optional("size")));
        }
    }

    public record KillParams(String processHandle) {
        static KillParams read(ParamsReader in) {
            return new KillParams(in.string("processHandle"));
        }
    }

    /** @param stream {@code stdout} or {@code stderr}; a terminal's output is {@code stdout} */
    public record OutputDelta(String processHandle, StreamName stream, ByteChunk deltaBase64, boolean capReached) {}

    /** The last that is told of a process. Texts are empty for output that was streamed. */
    public record Exited(
            String processHandle,
            int exitCode,
            boolean outputDrainTimedOut,
            String stdout,
            boolean stdoutCapReached,
            String stderr,
            boolean stderrCapReached) {}

    /** A notification of this dialect, which says when it was sent. */
    public static byte[] notification(String method, Record params, long emittedAtMs) {
        return Json.bytes(new Stamped(method, params, emittedAtMs));
    }

    /** For messages: with quotation marks, and escaped as in JSON. */
    public static String quoted(String processHandle) {
        return TextNode.valueOf(processHandle).toString();
    }

    private record Stamped(String method, Record params, long emittedAtMs) {}
}
