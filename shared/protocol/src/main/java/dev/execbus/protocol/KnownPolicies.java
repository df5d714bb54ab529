package dev.execbus.protocol;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The policies that were read last, since clients send the same one with every call. What a policy means on a disk is not
 * remembered here. Thread-safe.
 */
final class KnownPolicies {
    /** All are forgotten when there are more. */
    private static final int MOST = 128;

    /** Longer ones are read each time. */
    private static final int MOST_VALUES = 256;

    private static final int MOST_LETTERS = 8 << 10;

    private static final Map<Key, SandboxParams> KNOWN = new ConcurrentHashMap<>();

    private record Key(JsonNode node, Dialect dialect) {}

    private KnownPolicies() {}

    /** Fails as reading it does. */
    static SandboxParams get(JsonNode node, Dialect dialect) {
        Key key = new Key(node, dialect);
        SandboxParams known = KNOWN.get(key);
        if (known != null) {
            return known;
        }
        SandboxParams policy = SandboxParams.read(node, dialect);
        if (new Size().fits(node)) {
            if (KNOWN.size() >= MOST) {
                KNOWN.clear();
            }
            KNOWN.put(key, policy);
        }
        return policy;
    }

    /** For one use. */
    private static final class Size {
        private int values;
        private int letters;

        private boolean fits(JsonNode node) {
            values++;
            letters += node.isValueNode() ? node.asText().length() : 0;
            if (values > MOST_VALUES || letters > MOST_LETTERS) {
                return false;
            }
            for (Map.Entry<String, JsonNode> member : node.properties()) {
                letters += member.getKey().length();
            }
            for (JsonNode child : node) {
                if (!fits(child)) {
                    return false;
                }
            }
            return true;
        }
    }
}
