package dev.execbus.bus;

import dev.execbus.protocol.ErrorCode;
import dev.execbus.protocol.ExecbusException;
import io.vertx.core.buffer.Buffer;

/** Reads bytes that may be anything. Whatever they say, nothing is read or allocated beyond their end. */
final class WireReader {
    private final Buffer buffer;
    private int position;
    private int limit;

    WireReader(Buffer buffer, int position) {
        this.buffer = buffer;
        this.position = position;
        this.limit = buffer.length();
    }

    boolean hasMore() {
        return position < limit;
    }

    byte readByte() {
        return buffer.getByte(take(1));
    }

    int readInt() {
        return buffer.getInt(take(Integer.BYTES));
    }

    long readLong() {
        return buffer.getLong(take(Long.BYTES));
    }

    byte[] readBytes(int length) {
        int at = take(length);
        return buffer.getBytes(at, at + length);
    }

    /**
     * A number of things that follow, each at least {@code shortest} bytes long.
     *
     * @return -1 for null
     */
    int readCount(int shortest) {
        int count = readInt();
        if (count < -1 || (long) count * shortest > limit - position) {
            throw unreadable("it promises more than it holds");
        }
        return count;
    }

    /**
     * Closes in on the next bytes.
     *
     * @return the limit until now, for {@link #leave}
     */
    int enter(int length) {
        int outer = limit;
        limit = position + length;
        return outer;
    }

    /** What has not been read of the bytes entered last is passed over. */
    void leave(int outer) {
        position = limit;
        limit = outer;
    }

    private int take(int length) {
        if (limit - position < length) {
            throw unreadable("it ends too early");
        }
        int at = position;
        position += length;
        return at;
    }

    /** What it names is not known here. */
    static ExecbusException unknown() {
        return new ExecbusException(
                ErrorCode.UNSUPPORTED, "the nodes are of different releases: one does not know what the other sent");
    }

    static ExecbusException unreadable(String why) {
        return ExecbusException.internal("a message between nodes cannot be read: " + why);
    }
}
