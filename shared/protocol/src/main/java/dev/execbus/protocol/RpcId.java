package dev.execbus.protocol;

import com.fasterxml.jackson.annotation.JsonValue;

/** A request's id, echoed as it came: a string, or an integer of 64 bits. */
public sealed interface RpcId {
    /** The id of an answer to a frame whose own id could not be read. */
    RpcId MALFORMED = new Numeric(-1);

    record Text(@JsonValue String value) implements RpcId {}

    record Numeric(@JsonValue long value) implements RpcId {}
}
