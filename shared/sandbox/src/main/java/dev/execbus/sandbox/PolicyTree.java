package dev.execbus.sandbox;

import dev.execbus.protocol.SandboxEntry.Access;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * A policy in terms of the disk as it is: every place is there, and its path free of links. Made by
 * {@link PolicyTreeBuilder}.
 */
final class PolicyTree {
    /**
     * A place about which a rule decides, and about everything in it that no place further inside does.
     *
     * @param hidden whether it belongs to the server itself: denied whatever a policy says
     */
    record Node(String path, Access access, FileEntry entry, boolean hidden) {}

    /**
     * A name in a writable directory that must not come into being.
     *
     * @param directory that directory
     * @param asDirectory whether it is to look like an empty directory, and not like an empty file
     * @param denied whether what it leads to may not be read either
     */
    record Absent(String path, FileIdentity directory, boolean asDirectory, boolean denied) {}

    private final Map<String, Node> byPath = new HashMap<>();
    private final Map<String, Absent> absent = new TreeMap<>();
    private final Map<String, String> links = new TreeMap<>();

    /** Of two for one place the stronger stays; what the server hides is stronger than everything. */
    void put(Node node) {
        byPath.merge(node.path(), node, (one, other) -> {
            if (one.hidden() != other.hidden()) {
                return one.hidden() ? one : other;
            }
            return ResolvedPolicy.strength(other.access()) > ResolvedPolicy.strength(one.access()) ? other : one;
        });
    }

    void putAbsent(Absent name) {
        absent.merge(
                name.path(),
                name,
                (one, other) -> new Absent(
                        one.path(),
                        one.directory(),
                        one.asDirectory() || other.asDirectory(),
                        one.denied() || other.denied()));
    }

    void putLink(Located.Link link) {
        links.put(link.path(), link.target());
    }

    void remove(Node node) {
        byPath.remove(node.path());
    }

    Node at(String path) {
        return byPath.get(path);
    }

    /** The place that decides about a path; null for none. */
    Node deciding(String path) {
        for (String at = path; ; at = PathText.parent(at)) {
            Node node = byPath.get(at);
            if (node != null || at.equals("/")) {
                return node;
            }
        }
    }

    /** The one that would decide about a place if it were not for the place's own. */
    Node around(String path) {
        return path.equals("/") ? null : deciding(PathText.parent(path));
    }

    boolean isWritable(String path) {
        Node node = deciding(path);
        return node != null && node.access() == Access.WRITE;
    }

    boolean isReadable(String path) {
        return isReadable(deciding(path));
    }

    static boolean isReadable(Node node) {
        return node != null && node.access() != Access.DENY;
    }

    /** Whether somebody confined by this policy can put something else in the place of a file. */
    boolean isReplaceable(String path) {
        for (Node node = around(path); node != null; node = around(node.path())) {
            if (node.access() == Access.WRITE) {
                return true;
            }
        }
        return false;
    }

    /** Whether there is anything that may not be read, besides what the server hides. */
    boolean restrictsReading() {
        return !isReadable("/")
                || byPath.values().stream().anyMatch(node -> node.access() == Access.DENY && !node.hidden());
    }

    /** Each directly followed by what is in it. */
    List<Node> nodes() {
        Map<String, Node> sorted = new TreeMap<>();
        byPath.values().forEach(node -> sorted.put(PathText.sortKey(node.path()), node));
        return new ArrayList<>(sorted.values());
    }

    List<Absent> absent() {
        return List.copyOf(absent.values());
    }

    /** Those that the policy's paths lead over: path and target, sorted. */
    Map<String, String> links() {
        return links;
    }
}
