package dev.execbus.protocol;

import com.fasterxml.jackson.databind.JsonNode;

/**
 * A request method: its name, the words for its family in handshake errors, and how its params are read. Decoding
 * throws {@link ExecbusException} with {@link ErrorCode#INVALID_PARAMS}.
 */
public record RpcMethod<P>(String name, String family, Decoder<P> decoder) {
    /** Reads params; {@code params} is null when absent. */
    @FunctionalInterface
    public interface Decoder<P> {
        P decode(JsonNode params, Dialect dialect);
    }
}
