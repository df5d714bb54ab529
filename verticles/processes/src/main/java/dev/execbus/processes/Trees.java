package dev.execbus.processes;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Finds out which processes belong to which tree: by their parents, by the kernel session that a member leads, and by
 * having been found before, so that who has lost its parent stays. Whoever leaves both between two looks is not found.
 * Confined to one thread.
 */
final class Trees {
    /** Each finds at least what the one before has made possible; usually the second finds nothing. */
    private static final int ROUNDS = 16;

    private static final int INIT = 1;

    private record Member(long startTime, WatchedTree tree) {}

    private final int server;
    private Map<Integer, Member> members = new HashMap<>();
    private final Map<Integer, WatchedTree> sessions = new HashMap<>();
    private final Set<WatchedTree> lookedFor = new HashSet<>();

    /** @param server the pid whose children the trees' roots are; it and init belong to no tree */
    Trees(int server) {
        this.server = server;
    }

    /** The processes of each tree; a tree without any has an empty list. */
    Map<WatchedTree, List<ProcessRow>> find(Collection<WatchedTree> trees, List<ProcessRow> rows) {
        Map<Integer, WatchedTree> roots = new HashMap<>();
        Map<WatchedTree, List<ProcessRow>> found = new HashMap<>();
        for (WatchedTree tree : trees) {
            found.put(tree, new ArrayList<>());
            if (!tree.hasRootExited()) {
                roots.put(tree.root(), tree);
            }
        }
        expectSessions(trees, rows);
        Map<Integer, Member> now = new HashMap<>();
        List<ProcessRow> open = new ArrayList<>();
        for (ProcessRow row : rows) {
            WatchedTree tree = known(row, roots);
            if (tree != null && found.containsKey(tree)) {
                take(row, tree, now, found);
            } else if (row.pid() != server && row.pid() != INIT) {
                open.add(row);
                if (row.session() == row.pid()) {
                    // Whoever led the session before is gone, and so is everybody in it.
                    sessions.remove(row.pid());
                }
            }
        }
        for (int round = 0; round < ROUNDS && takeRelated(open, now, found); round++) {
            // Each finds children of those that were found in the one before.
        }
        members = now;
        sessions.keySet().retainAll(rows.stream().map(ProcessRow::session).collect(Collectors.toSet()));
        sessions.values().retainAll(trees);
        return found;
    }

    /** A root leads a session, as a rule: what it left behind is found even if the root is gone at the first look. */
    private void expectSessions(Collection<WatchedTree> trees, List<ProcessRow> rows) {
        Set<Integer> strangers = rows.stream()
                .filter(row -> row.parent() != server)
                .map(ProcessRow::pid)
                .collect(Collectors.toSet());
        lookedFor.retainAll(trees);
        for (WatchedTree tree : trees) {
            if (lookedFor.add(tree) && !strangers.contains(tree.root())) {
                sessions.put(tree.root(), tree);
            }
        }
    }

    /** The tree of a root, or of a process found before. */
    private WatchedTree known(ProcessRow row, Map<Integer, WatchedTree> roots) {
        Member before = members.get(row.pid());
        if (before != null && before.startTime() == row.startTime()) {
            return before.tree();
        }
        return row.parent() == server ? roots.get(row.pid()) : null;
    }

    private boolean takeRelated(
            List<ProcessRow> open, Map<Integer, Member> now, Map<WatchedTree, List<ProcessRow>> found) {
        return open.removeIf(row -> {
            Member parent = now.get(row.parent());
            WatchedTree tree = parent != null && parent.startTime() <= row.startTime()
                    ? parent.tree()
                    : sessions.get(row.session());
            if (tree == null || !found.containsKey(tree)) {
                return false;
            }
            take(row, tree, now, found);
            return true;
        });
    }

    private void take(
            ProcessRow row, WatchedTree tree, Map<Integer, Member> now, Map<WatchedTree, List<ProcessRow>> found) {
        now.put(row.pid(), new Member(row.startTime(), tree));
        found.get(tree).add(row);
        if (row.session() == row.pid()) {
            sessions.put(row.pid(), tree);
        }
    }
}
