package dev.execbus.transport;

import dev.execbus.protocol.ByteChunk;
import java.io.ByteArrayOutputStream;
import java.util.Arrays;

/** What one stream of a process with a handle has printed, up to its cap. Confined to the gateway's context. */
final class HandleOutput {
    private final long cap;
    private final ByteArrayOutputStream kept = new ByteArrayOutputStream(0);
    private long captured;
    private boolean capReached;

    HandleOutput(long cap) {
        this.cap = cap;
    }

    /** As much of it as is within the cap; null once that is reached. */
    ByteChunk take(ByteChunk chunk) {
        if (capReached) {
            return null;
        }
        int fits = (int) Math.min(cap - captured, chunk.length());
        captured += fits;
        capReached = captured == cap;
        return fits == chunk.length() ? chunk : ByteChunk.of(Arrays.copyOf(chunk.bytes(), fits));
    }

    /** Until the end; without room for it the cap is reached. */
    void keep(ByteChunk chunk, HeldOutput room) {
        ByteChunk within = take(chunk);
        if (within != null) {
            int granted = room.take(within.length());
            kept.write(within.bytes(), 0, granted);
            capReached |= granted < within.length();
        }
    }

    boolean capReached() {
        return capReached;
    }

    int keptBytes() {
        return kept.size();
    }

    String text() {
        return HandleText.of(kept.toByteArray(), capReached);
    }
}
