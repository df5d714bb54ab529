package dev.execbus.protocol;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.databind.JsonNode;

/** {@code process/attach}, {@code process/detach} and {@code view/*}: looking at a process, and driving it. */
public final class ViewMethods {
    static final String FAMILY = "view";

    /** Of what clients call their views, and of what they say of themselves. */
    private static final int LONGEST_NAME = 64;

    public static final RpcMethod<AttachParams> ATTACH =
            new RpcMethod<>("process/attach", FAMILY, AttachParams::decode);
    public static final RpcMethod<ViewParams> DETACH = ofView("process/detach");
    public static final RpcMethod<WriteParams> WRITE = new RpcMethod<>("view/write", FAMILY, WriteParams::decode);
    public static final RpcMethod<ResizeParams> RESIZE = new RpcMethod<>("view/resize", FAMILY, ResizeParams::decode);
    public static final RpcMethod<SignalParams> SIGNAL = new RpcMethod<>("view/signal", FAMILY, SignalParams::decode);
    public static final RpcMethod<ViewParams> REQUEST_DRIVER = ofView("view/requestDriver");
    public static final RpcMethod<GrantParams> GRANT_DRIVER =
            new RpcMethod<>("view/grantDriver", FAMILY, GrantParams::decode);
    public static final RpcMethod<ViewParams> TAKE_DRIVER = ofView("view/takeDriver");
    public static final RpcMethod<ViewParams> RELEASE_DRIVER = ofView("view/releaseDriver");
    public static final RpcMethod<ExportParams> EXPORT =
            new RpcMethod<>("process/export", FAMILY, ExportParams::decode);

    public static final String OUTPUT = "view/output";
    public static final String EXITED = "view/exited";
    public static final String CLOSED = "view/closed";
    public static final String MOVED = "view/moved";
    public static final String DRIVER = "view/driver";
    public static final String REQUESTED = "view/requested";
    public static final String ENDED = "view/ended";

    private ViewMethods() {}

    private static RpcMethod<ViewParams> ofView(String name) {
        return new RpcMethod<>(name, FAMILY, ViewParams::decode);
    }

    private static String readViewId(ParamsReader in) {
        String viewId = in.string("viewId");
        if (viewId.isEmpty() || viewId.length() > LONGEST_NAME) {
            throw ExecbusException.invalidParams("viewId must be a string of 1 to " + LONGEST_NAME + " characters");
        }
        return viewId;
    }

    /**
     * @param viewId what the client calls the view
     * @param session its public name; null for that of the connection, or that of the share
     * @param processId null for that of the share
     * @param share a secret; null for none
     * @param label what others are told of the viewer; null for nothing
     * @param from null for what suits the process
     * @param size of the viewer's window; null where it has none
     */
    public record AttachParams(
            String viewId,
            String session,
            String processId,
            String share,
            ViewRole role,
            String label,
            ViewStart from,
            TerminalSize size) {
        static AttachParams decode(JsonNode params, Dialect dialect) {
            ParamsReader in = ParamsReader.of(
                    params, "AttachParams", "processId", "viewId", "session", "share", "role", "label", "from", "size");
            String viewId = readViewId(in);
            String label = in.optionalString("label");
            if (label != null && label.length() > LONGEST_NAME) {
                throw ExecbusException.invalidParams("label must not be longer than " + LONGEST_NAME + " characters");
            }
            ViewRole role = in.optional("role", ViewRole::decode);
            return new AttachParams(
                    viewId,
                    in.optionalString("session"),
                    in.optionalString("processId"),
                    in.optionalString("share"),
                    role == null ? ViewRole.OBSERVER : role,
                    label,
                    in.optional("from", ViewStart::decode),
                    in.optional("size", TerminalSize::decode));
        }

        /** The share is a secret. */
        @Override
        public String toString() {
            return "AttachParams[" + viewId + "]";
        }
    }

    /**
     * Who drives.
     *
     * @param viewer null for the owner's session
     * @param label null for none
     */
    public record Driver(String viewer, String label) {
        public static final Driver OWNER = new Driver(null, null);
    }

    /** What makes an empty terminal of this size show what another one does. */
    public record Snapshot(ByteChunk dataBase64, int rows, int cols) {}

    /**
     * @param session the public name of the process's session
     * @param command its words with blanks between, maybe cut
     * @param role what the view may do now
     * @param viewer the public name of this view
     * @param size of the terminal; null for a process without
     * @param snapshot null unless the view begins with the screen
     * @param afterSeq the first event that is told has the next number
     * @param exitCode null until it has exited
     */
    public record AttachResponse(
            String viewId,
            String session,
            String processId,
            boolean tty,
            String command,
            ViewRole role,
            ViewLevel level,
            Driver driver,
            String viewer,
            TerminalSize size,
            Snapshot snapshot,
            long afterSeq,
            boolean running,
            Integer exitCode,
            long startedAtMs) {}

    public record ViewParams(String viewId) {
        static ViewParams decode(JsonNode params, Dialect dialect) {
            return new ViewParams(readViewId(ParamsReader.of(params, "ViewParams", "viewId")));
        }
    }

    public record WriteParams(String viewId, String writeId, ByteChunk chunk) {
        static WriteParams decode(JsonNode params, Dialect dialect) {
            ParamsReader in = ParamsReader.of(params, "ViewWriteParams", "viewId", "writeId", "chunk");
            String viewId = readViewId(in);
            String writeId = in.string("writeId");
            if (writeId.isEmpty()) {
                throw ExecbusException.invalidParams("writeId must not be empty");
            }
            ProcessMethods.checkLength("writeId", writeId);
            return new WriteParams(viewId, writeId, Base64Text.param(in.textNode("chunk")));
        }
    }

    public record ResizeParams(String viewId, TerminalSize size) {
        static ResizeParams decode(JsonNode params, Dialect dialect) {
            ParamsReader in = ParamsReader.of(params, "ViewResizeParams", "viewId", "size");
            String viewId = readViewId(in);
            TerminalSize size = in.optional("size", TerminalSize::decode);
            if (size == null) {
                throw ExecbusException.invalidParams("missing field `size`");
            }
            return new ResizeParams(viewId, size);
        }
    }

    /** @param signal as in {@code process/signal} */
    public record SignalParams(String viewId, String signal) {
        static SignalParams decode(JsonNode params, Dialect dialect) {
            ParamsReader in = ParamsReader.of(params, "ViewSignalParams", "viewId", "signal");
            SignalParams decoded = new SignalParams(readViewId(in), in.string("signal"));
            decoded.named();
            return decoded;
        }

        public Signal named() {
            return signal.equals(ProcessMethods.SignalParams.INTERRUPT)
                    ? Signal.INT
                    : Signal.named(signal).orElseThrow(() -> ProcessMethods.SignalParams.unknownSignal(signal));
        }
    }

    /** @param granted false when whoever drives was asked */
    public record RequestDriverResponse(boolean granted) {}

    /** @param viewer the public name of the view that shall drive */
    public record GrantParams(String viewId, String viewer) {
        static GrantParams decode(JsonNode params, Dialect dialect) {
            ParamsReader in = ParamsReader.of(params, "ViewGrantParams", "viewId", "viewer");
            return new GrantParams(readViewId(in), in.string("viewer"));
        }
    }

    /**
     * @param session as in {@link AttachParams}, like {@code share}
     * @param processId null for that of the share
     * @param cursor where the page before has ended; null for the first
     */
    public record ExportParams(String session, String processId, String share, String cursor) {
        static ExportParams decode(JsonNode params, Dialect dialect) {
            ParamsReader in = ParamsReader.of(params, "ExportParams", "processId", "session", "share", "cursor");
            return new ExportParams(
                    in.optionalString("session"),
                    in.optionalString("processId"),
                    in.optionalString("share"),
                    in.optionalString("cursor"));
        }

        /** The share is a secret. */
        @Override
        public String toString() {
            return "ExportParams[" + processId + "]";
        }
    }

    /** @param next where the next page begins; null after the last */
    public record ExportResponse(String text, String next) {}

    public record ExitedNotification(
            String viewId,
            long seq,
            int exitCode,
            @JsonInclude(JsonInclude.Include.NON_NULL) String signal) {}

    public record ClosedNotification(String viewId, long seq) {}

    /**
     * What came before was no longer there.
     *
     * @param droppedBytes how much of it the view has missed
     * @param snapshot null for a process that is not on a terminal
     */
    public record MovedNotification(String viewId, long afterSeq, long droppedBytes, Snapshot snapshot) {}

    /**
     * @param you whether it is the view that is told
     * @param size of the terminal; null for a process without
     */
    public record DriverNotification(String viewId, Driver driver, boolean you, TerminalSize size) {}

    /** Somebody asks to drive. */
    public record RequestedNotification(String viewId, String viewer, String label) {}

    public record EndedNotification(String viewId, ViewEnd reason) {}
}
