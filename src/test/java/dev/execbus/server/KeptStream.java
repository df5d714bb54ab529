package dev.execbus.server;

import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.TreeMap;

/** One process's output over many connections: in order, each event once. Guarded by its keeper. */
final class KeptStream {
    private static final byte[] NOTHING = new byte[0];

    private final MessageDigest digest = Numbers.digest();
    private final TreeMap<Long, byte[]> ahead = new TreeMap<>();
    private long lastSeq;
    private long length;
    private long closedSeq = Long.MAX_VALUE;
    private long repeated;

    long lastSeq() {
        return lastSeq;
    }

    long length() {
        return length;
    }

    /** Events that came more than once, by a push and an answer. */
    long repeated() {
        return repeated;
    }

    boolean hasGap() {
        return !ahead.isEmpty();
    }

    boolean closed() {
        return lastSeq >= closedSeq;
    }

    /** Once; nothing can be added afterwards. */
    String sha256() {
        return HexFormat.of().formatHex(digest.digest());
    }

    /** @param bytes of output; null for an event without any */
    void add(long seq, byte[] bytes) {
        byte[] held = bytes == null ? NOTHING : bytes;
        if (seq <= lastSeq || ahead.containsKey(seq)) {
            repeated++;
            return;
        }
        ahead.put(seq, held);
        for (byte[] next = ahead.remove(lastSeq + 1); next != null; next = ahead.remove(lastSeq + 1)) {
            lastSeq++;
            digest.update(next);
            length += next.length;
        }
    }

    void closedAt(long seq) {
        closedSeq = seq;
    }

    /** Everything up to this number has been told of, what had no bytes only by the answer to a read. */
    void endedAt(long seq) {
        if (!hasGap()) {
            lastSeq = Math.max(lastSeq, seq);
            closedSeq = seq;
        }
    }

    /** For a message. */
    @Override
    public String toString() {
        return length + " bytes up to " + lastSeq
                + (ahead.isEmpty() ? "" : ", then from " + ahead.firstKey() + " to " + ahead.lastKey())
                + (closed() ? ", closed" : "");
    }
}
