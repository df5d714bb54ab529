package dev.execbus.server;

import dev.execbus.protocol.ByteChunk;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The writes the server has not acknowledged yet, in order. Each keeps its id when it is sent again, so that the server
 * knows a repeat. Confined to one thread; whoever adds keeps the bound.
 */
final class PendingWrites {
    record Write(String writeId, ByteChunk chunk) {}

    private final Map<String, Write> writes = new LinkedHashMap<>();
    private long added;

    Write add(ByteChunk chunk) {
        added++;
        Write write = new Write(Long.toString(added), chunk);
        writes.put(write.writeId(), write);
        return write;
    }

    /** False for an id that was acknowledged before. */
    boolean acknowledged(String writeId) {
        return writes.remove(writeId) != null;
    }

    /** In the order in which they have to be sent again. */
    List<Write> unacknowledged() {
        return List.copyOf(writes.values());
    }

    boolean isEmpty() {
        return writes.isEmpty();
    }

    /** Nobody reads them any more. */
    void clear() {
        writes.clear();
    }
}
