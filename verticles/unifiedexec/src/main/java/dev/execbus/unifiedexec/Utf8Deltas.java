package dev.execbus.unifiedexec;

import dev.execbus.protocol.ByteChunk;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Cuts a stream into pieces for clients: short ones, and none ends within a character. What is no UTF-8 passes as it is.
 * Confined to its owner's context.
 */
final class Utf8Deltas {
    static final int LONGEST = 8_192;

    /** The beginning of a character, at most 3 bytes. */
    private byte[] pending = new byte[0];

    List<ByteChunk> append(byte[] bytes) {
        byte[] all = pending.length == 0 ? bytes : joined(pending, bytes);
        int end = all.length - unfinished(all, 0, all.length);
        pending = Arrays.copyOfRange(all, end, all.length);
        return pieces(all, end);
    }

    /** Nothing more will come. */
    List<ByteChunk> flush() {
        byte[] rest = pending;
        pending = new byte[0];
        return rest.length == 0 ? List.of() : List.of(ByteChunk.of(rest));
    }

    private static List<ByteChunk> pieces(byte[] all, int end) {
        List<ByteChunk> pieces = new ArrayList<>();
        int from = 0;
        while (from < end) {
            int to = Math.min(end, from + LONGEST);
            to -= to < end ? unfinished(all, from, to) : 0;
            pieces.add(ByteChunk.of(Arrays.copyOfRange(all, from, to)));
            from = to;
        }
        return pieces;
    }

    /** How many bytes before {@code to} are the beginning of a character that goes on behind it. */
    private static int unfinished(byte[] bytes, int from, int to) {
        for (int back = 1; back <= 3 && to - back >= from; back++) {
            int each = bytes[to - back] & 0xFF;
            if ((each & 0xC0) != 0x80) {
                return lengthBegunBy(each) > back ? back : 0;
            }
        }
        return 0;
    }

    private static int lengthBegunBy(int first) {
        if (first >= 0xC2 && first <= 0xDF) {
            return 2;
        }
        if (first >= 0xE0 && first <= 0xEF) {
            return 3;
        }
        return first >= 0xF0 && first <= 0xF4 ? 4 : 1;
    }

    private static byte[] joined(byte[] first, byte[] second) {
        byte[] all = Arrays.copyOf(first, first.length + second.length);
        System.arraycopy(second, 0, all, first.length, second.length);
        return all;
    }
}
