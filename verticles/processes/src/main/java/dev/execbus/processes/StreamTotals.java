package dev.execbus.processes;

import dev.execbus.protocol.ProcessMethods.StreamTotal;
import dev.execbus.protocol.StreamName;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Collection;
import java.util.EnumMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;

/**
 * How much each stream has printed and what it was, for clients that want to prove that they have everything. Counts
 * nothing for those that did not ask: it costs half as much as delivering the output. Confined to the supervisor's
 * context.
 */
final class StreamTotals {
    private static final class Total {
        private final MessageDigest digest = sha256();
        private long bytes;
    }

    private final Map<StreamName, Total> totals = new EnumMap<>(StreamName.class);

    /** From now on these are counted. */
    void begin(Collection<StreamName> streams) {
        streams.forEach(stream -> totals.put(stream, new Total()));
    }

    void add(StreamName stream, byte[] bytes) {
        Total total = totals.get(stream);
        if (total != null) {
            total.bytes += bytes.length;
            total.digest.update(bytes);
        }
    }

    /** Once, when nothing more will come. */
    List<StreamTotal> finish() {
        return totals.entrySet().stream()
                .map(entry -> new StreamTotal(
                        entry.getKey(),
                        entry.getValue().bytes,
                        HexFormat.of().formatHex(entry.getValue().digest.digest())))
                .toList();
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }
}
