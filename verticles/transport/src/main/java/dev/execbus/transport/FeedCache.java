package dev.execbus.transport;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;

/**
 * The blocks of one process that were used last, within bounds of their own and of the whole gateway. Confined to the
 * gateway's context.
 */
final class FeedCache {
    static final long PROCESS_BYTES = 4L << 20;
    static final long GATEWAY_BYTES = 64L << 20;
    private static final int BLOCKS = 512;

    /** What all caches of a gateway hold together. */
    static final class Total {
        private long bytes;

        long bytes() {
            return bytes;
        }
    }

    private final Total total;
    private final TreeMap<Long, FeedBlock> byCursor = new TreeMap<>();
    private final Map<Long, FeedBlock> byUse = new LinkedHashMap<>(16, 0.75f, true);
    private long bytes;

    FeedCache(Total total) {
        this.total = total;
    }

    /** Null when it has none that goes on from there. */
    FeedBlock find(long cursor) {
        Map.Entry<Long, FeedBlock> entry = byCursor.floorEntry(cursor);
        if (entry == null || !entry.getValue().goesOnFrom(cursor)) {
            return null;
        }
        return byUse.get(entry.getKey());
    }

    void add(FeedBlock block) {
        remove(block.asked());
        byCursor.put(block.asked(), block);
        byUse.put(block.asked(), block);
        count(block.weight());
        while (byUse.size() > 1 && overfull()) {
            remove(byUse.keySet().iterator().next());
        }
    }

    void clear() {
        byCursor.clear();
        byUse.clear();
        count(-bytes);
    }

    private boolean overfull() {
        return bytes > PROCESS_BYTES || total.bytes > GATEWAY_BYTES || byUse.size() > BLOCKS;
    }

    private void remove(long asked) {
        FeedBlock block = byUse.remove(asked);
        if (block != null) {
            byCursor.remove(asked);
            count(-block.weight());
        }
    }

    private void count(long change) {
        bytes += change;
        total.bytes += change;
    }
}
