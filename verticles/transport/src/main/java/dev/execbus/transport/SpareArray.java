package dev.execbus.transport;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.util.concurrent.FastThreadLocal;

/**
 * One array for the long frames of all connections of an event loop, one frame after the other: new ones are filled with
 * zeros first and are not in the processor's cache, which costs as much as reading the frame. Each event loop keeps one at
 * most. Whoever does not give an array back keeps it, and the next frame gets a new one.
 */
final class SpareArray {
    private static final int SHORTEST = 64 << 10;
    /** A block of 1 MiB in base64, and what is around it. */
    private static final int LONGEST = 2 << 20;

    private static final FastThreadLocal<byte[]> SPARE = new FastThreadLocal<>();

    private SpareArray() {}

    static boolean isFor(int length) {
        return length >= SHORTEST && length <= LONGEST;
    }

    /** An empty buffer with room for so much and no more. */
    static ByteBuf take(int length) {
        byte[] spare = SPARE.getIfExists();
        if (spare == null || spare.length < length) {
            spare = new byte[roomFor(length)];
        } else {
            SPARE.remove();
        }
        return Unpooled.wrappedBuffer(spare, 0, length).clear();
    }

    /** By whoever has the only reference to an array that a frame was handed on in, and will not look at it any more. */
    static void giveBack(byte[] array) {
        if (isFor(array.length)) {
            byte[] other = SPARE.getIfExists();
            if (other == null || other.length < array.length) {
                SPARE.set(array);
            }
        }
    }

    /** Frames of one kind differ by some digits. */
    private static int roomFor(int length) {
        return Math.min(LONGEST, (length | (SHORTEST - 1)) + 1);
    }
}
