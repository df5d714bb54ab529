package dev.execbus.protocol;

import com.fasterxml.jackson.databind.JsonNode;

/** Where a view begins. */
public sealed interface ViewStart {
    /** With what the terminal shows at the moment. */
    record Screen() implements ViewStart {}

    /** Behind the event of this number; 0 for the first that is still there. */
    record After(long seq) implements ViewStart {}

    /** With the first event at or after this wall time. */
    record At(long timeMs) implements ViewStart {}

    static ViewStart decode(JsonNode node) {
        ParamsReader in = ParamsReader.of(node, "ViewStart", "screen", "seq", "timeMs");
        if (in.optionalBool("screen", false)) {
            return new Screen();
        }
        if (in.optional("seq") != null) {
            return new After(in.unsigned("seq"));
        }
        if (in.optional("timeMs") != null) {
            return new At(in.unsigned("timeMs"));
        }
        throw ExecbusException.invalidParams("from must have screen: true, seq or timeMs");
    }
}
