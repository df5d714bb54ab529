package dev.execbus.bus;

import io.vertx.core.buffer.Buffer;

/** How values of one declared type stand on the wire. Writing never fails, for it would take other messages along. */
interface WireForm {
    /** Bytes that any value takes at least; never 0. A count from the wire is held against what is left by this. */
    int shortest();

    /** What a component is that the sender, being of an older release, does not know. */
    default Object absent() {
        return null;
    }

    void write(Object value, Buffer out);

    Object read(WireReader in);
}
