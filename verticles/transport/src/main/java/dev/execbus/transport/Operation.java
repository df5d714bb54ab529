package dev.execbus.transport;

import com.fasterxml.jackson.databind.JsonNode;
import dev.execbus.bus.Trace;
import dev.execbus.protocol.ExecbusException;
import dev.execbus.protocol.RpcMessage.Request;
import java.util.regex.Pattern;

/**
 * What a request says of itself beside its params.
 *
 * @param opId names the operation, so that it can be sent again without being done again; null for none
 * @param trace the one it belongs to; null for none
 */
record Operation(String opId, Trace trace) {
    private static final int LONGEST_ID = 128;
    private static final Pattern TRACE_PARENT =
            Pattern.compile("(?!ff)[0-9a-f]{2}-(?!0{32})[0-9a-f]{32}-(?!0{16})[0-9a-f]{16}-[0-9a-f]{2}");
    /** Of the length that everybody has to pass on, of characters that can stand in a header. */
    private static final Pattern TRACE_STATE = Pattern.compile("[ -~]{1,512}");

    private static final Operation NAMELESS = new Operation(null, null);

    /** @param named whether the method is one that can be sent again by name */
    static Operation of(Request request, boolean named) {
        String opId = named ? opId(request.params()) : null;
        Trace trace = trace(request);
        return opId == null && trace == null ? NAMELESS : new Operation(opId, trace);
    }

    private static String opId(JsonNode params) {
        JsonNode value = params == null ? null : params.get("opId");
        if (value == null || value.isNull()) {
            return null;
        }
        if (!value.isTextual()
                || value.textValue().isEmpty()
                || value.textValue().length() > LONGEST_ID) {
            throw ExecbusException.invalidParams("opId must be a string of 1 to " + LONGEST_ID + " characters");
        }
        return value.textValue();
    }

    /** What is not a trace parent is left out: a trace is no reason to refuse a request. */
    private static Trace trace(Request request) {
        String parent = request.traceParent();
        if (parent == null || !TRACE_PARENT.matcher(parent).matches()) {
            return null;
        }
        String state = request.traceState();
        return new Trace(parent, state != null && TRACE_STATE.matcher(state).matches() ? state : null);
    }
}
