package dev.execbus.unifiedexec;

import dev.execbus.protocol.ByteChunk;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * The beginning and the end of what was printed, half of the room each; what falls out between them is counted. Takes memory
 * as it fills. Confined to its owner's context.
 */
final class HeadTailBuffer {
    private static final int FIRST_ROOM = 1_024;

    private final int headRoom;
    private final int tailRoom;
    private final MemoryBudget budget;
    private byte[] head = new byte[0];
    private int headLength;
    private boolean headFull;
    private byte[] tail = new byte[0];
    private int tailStart;
    private int tailLength;
    private long omitted;

    /** @param budget if it is used up, less is kept than there is room for */
    HeadTailBuffer(int room, MemoryBudget budget) {
        this.headRoom = room / 2;
        this.tailRoom = room - headRoom;
        this.budget = budget;
    }

    /** What was in the buffer; {@code omitted} bytes are missing behind the head. */
    record Content(ByteChunk head, ByteChunk tail, long omitted) {
        /** Of all that came, kept or not. */
        long totalBytes() {
            return head.length() + tail.length() + omitted;
        }

        /** With a line that tells what is missing. */
        byte[] rendered() {
            return omitted == 0 ? kept() : joined(head.bytes(), marker(), tail.bytes());
        }

        byte[] kept() {
            return joined(head.bytes(), new byte[0], tail.bytes());
        }

        private byte[] marker() {
            return ("\n" + omittedLine() + "\n").getBytes(StandardCharsets.UTF_8);
        }

        String omittedLine() {
            return "... " + omitted + " bytes omitted ...";
        }

        private static byte[] joined(byte[] first, byte[] second, byte[] third) {
            byte[] all = Arrays.copyOf(first, first.length + second.length + third.length);
            System.arraycopy(second, 0, all, first.length, second.length);
            System.arraycopy(third, 0, all, first.length + second.length, third.length);
            return all;
        }
    }

    void append(byte[] bytes) {
        int offset = 0;
        if (!headFull) {
            offset = Math.min(bytes.length, headRoom - headLength);
            offset = fillHead(bytes, offset);
        }
        if (offset < bytes.length) {
            headFull = true;
            appendToTail(bytes, offset, bytes.length - offset);
        }
    }

    /** How many there was memory for. */
    private int fillHead(byte[] bytes, int wanted) {
        int room = roomFor(head.length, headLength + wanted, headRoom);
        if (room > head.length) {
            head = Arrays.copyOf(head, room);
        }
        int length = Math.min(wanted, head.length - headLength);
        System.arraycopy(bytes, 0, head, headLength, length);
        headLength += length;
        headFull = headLength == headRoom || length < wanted;
        return length;
    }

    private void appendToTail(byte[] bytes, int offset, int length) {
        int room = roomFor(tail.length, (long) tailLength + length, tailRoom);
        if (room > tail.length) {
            tail = Arrays.copyOf(tailInOrder(), room);
            tailStart = 0;
        }
        int kept = Math.min(length, tail.length);
        int dropped = Math.max(0, tailLength + kept - tail.length);
        omitted += dropped + (length - kept);
        if (kept == 0) {
            return;
        }
        tailStart = (tailStart + dropped) % tail.length;
        tailLength -= dropped;
        int end = (tailStart + tailLength) % tail.length;
        int until = Math.min(kept, tail.length - end);
        int from = offset + length - kept;
        System.arraycopy(bytes, from, tail, end, until);
        System.arraycopy(bytes, from + until, tail, 0, kept - until);
        tailLength += kept;
    }

    /** The room there is now where there is no memory for more; the smallest is always there. */
    private int roomFor(int now, long wanted, int most) {
        int room = now;
        while (room < wanted && room < most) {
            room = Math.min(most, Math.max(FIRST_ROOM, room * 2));
        }
        if (room == now || budget.take(room - now)) {
            return room;
        }
        int smallest = Math.max(now, Math.min(most, FIRST_ROOM));
        budget.takeAnyway(smallest - now);
        return smallest;
    }

    private byte[] tailInOrder() {
        byte[] ordered = new byte[tail.length];
        int until = Math.min(tailLength, tail.length - tailStart);
        System.arraycopy(tail, tailStart, ordered, 0, until);
        System.arraycopy(tail, 0, ordered, until, tailLength - until);
        return ordered;
    }

    /** What is in it, which stays there. */
    Content content() {
        return new Content(
                ByteChunk.of(Arrays.copyOf(head, headLength)),
                ByteChunk.of(Arrays.copyOf(tailInOrder(), tailLength)),
                omitted);
    }

    /** What was in it; it is empty afterwards and has given its memory back. */
    Content drain() {
        Content content = content();
        budget.giveBack((long) head.length + tail.length);
        head = new byte[0];
        headLength = 0;
        headFull = false;
        tail = new byte[0];
        tailStart = 0;
        tailLength = 0;
        omitted = 0;
        return content;
    }
}
