package dev.execbus.server;

import com.fasterxml.jackson.databind.JsonNode;
import dev.execbus.protocol.ByteChunk;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.TreeMap;

/** What a client makes of one process's events over many connections: in order, each once. Guarded by its client. */
final class CutStream {
    private record Event(ByteChunk chunk, boolean closed) {}

    private final MessageDigest digest = Numbers.digest();
    private final TreeMap<Long, Event> ahead = new TreeMap<>();
    private long lastSeq;
    private long length;
    private boolean closed;

    long lastSeq() {
        return lastSeq;
    }

    long length() {
        return length;
    }

    /** For a message. */
    @Override
    public String toString() {
        return "up to " + lastSeq
                + (ahead.isEmpty() ? "" : ", then from " + ahead.firstKey() + " to " + ahead.lastKey());
    }

    boolean closed() {
        return closed;
    }

    /** Once; nothing can be added afterwards. */
    String sha256() {
        return HexFormat.of().formatHex(digest.digest());
    }

    void notified(String method, JsonNode params) {
        add(params, method.equals("process/closed"));
    }

    /** The number of bytes in the answer. */
    long read(JsonNode answer) {
        long first = answer.path("chunks").path(0).path("seq").asLong(lastSeq + 1);
        if (first > lastSeq + 1) {
            throw new AssertionError("asked for what follows " + lastSeq + " but got " + first);
        }
        long bytes = 0;
        for (JsonNode chunk : answer.path("chunks")) {
            bytes += chunk.path("chunk").textValue().length() / 4 * 3L;
            add(chunk, false);
        }
        return bytes;
    }

    private void add(JsonNode params, boolean last) {
        long seq = params.path("seq").longValue();
        if (seq <= lastSeq || ahead.containsKey(seq)) {
            return;
        }
        ahead.put(seq, new Event(chunk(params), last));
        for (Event next = ahead.remove(lastSeq + 1); next != null; next = ahead.remove(lastSeq + 1)) {
            lastSeq++;
            digest.update(next.chunk().bytes());
            length += next.chunk().length();
            closed |= next.closed();
        }
    }

    private static ByteChunk chunk(JsonNode params) {
        try {
            return params.has("chunk") ? ByteChunk.of(params.path("chunk").binaryValue()) : ByteChunk.EMPTY;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
