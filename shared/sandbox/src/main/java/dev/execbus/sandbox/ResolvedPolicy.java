package dev.execbus.sandbox;

import dev.execbus.protocol.SandboxEntry.Access;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * What a policy means on this machine: the rule with the longest path that holds a file decides about it, and what none
 * holds is out of reach.
 *
 * @param rules one for each path, in the order of their paths
 */
record ResolvedPolicy(List<PathRule> rules) {
    ResolvedPolicy {
        rules = List.copyOf(rules);
    }

    /** Collects rules; of those for one path it keeps the strongest: deny, then write, then read. */
    static final class Builder {
        private final Map<String, PathRule> byPath = new TreeMap<>();

        Builder add(PathRule rule) {
            byPath.merge(rule.path(), rule, Builder::stronger);
            return this;
        }

        private static PathRule stronger(PathRule one, PathRule other) {
            if (one.access() == other.access()) {
                return one.skipMissing() ? other : one;
            }
            return strength(one.access()) > strength(other.access()) ? one : other;
        }

        /** Whether something may be read at a path by the rules so far; false also where it is denied. */
        boolean readable(String path) {
            Access access = accessTo(path);
            return access == Access.READ || access == Access.WRITE;
        }

        private Access accessTo(String path) {
            for (String at = path; ; at = PathText.parent(at)) {
                PathRule rule = byPath.get(at);
                if (rule != null) {
                    return rule.access();
                }
                if (at.equals("/")) {
                    return null;
                }
            }
        }

        ResolvedPolicy build() {
            return new ResolvedPolicy(new ArrayList<>(byPath.values()));
        }
    }

    static int strength(Access access) {
        return switch (access) {
            case READ -> 0;
            case WRITE -> 1;
            case DENY -> 2;
        };
    }
}
