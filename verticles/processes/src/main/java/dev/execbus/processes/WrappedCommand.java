package dev.execbus.processes;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * The command inside a bubblewrap, whose own process must not get the command's signals: it would end, and all with it.
 * Below it is the first process of a pid namespace, which only reaps, and below that one the command; without such a
 * namespace the command is next to it.
 */
final class WrappedCommand {
    /** Processes looked at on a terminal; who has more of them in one group is signalled in part. */
    private static final int MOST = 1_000;

    private WrappedCommand() {}

    /** How signals are sent. */
    interface Kill {
        void group(int leader);

        void process(int pid);
    }

    /**
     * To the command and its process group.
     *
     * @param outer the bubblewrap, which leads its group and has not been reaped
     * @return false while it has not got so far as to have a command
     */
    static boolean signal(int outer, Kill kill) {
        int first = firstChild(outer);
        if (first == 0) {
            return false;
        }
        boolean ownNamespace = KernelView.namespaces(first) > KernelView.namespaces(outer);
        int command = ownNamespace ? firstChild(first) : first;
        if (command == 0) {
            return false;
        }
        Set<Integer> groups = new HashSet<>();
        KernelView.group(command).ifPresent(groups::add);
        KernelView.group(first).ifPresent(groups::add);
        int shared = KernelView.group(outer).orElse(outer);
        if (groups.remove(shared)) {
            membersBelow(ownNamespace ? first : outer, shared).forEach(kill::process);
        }
        groups.forEach(kill::group);
        return true;
    }

    /**
     * Ends everything. The wrapper's end alone would be the end of the rest, but not at every moment of its beginning.
     *
     * @param outer as above
     */
    static void kill(int outer, Kill kill) {
        // Looked for before: when the wrapper is dead nobody tells whose child it was. Later ones are in its group.
        List<Integer> children = KernelView.children(outer);
        Set<Integer> groups = new HashSet<>();
        children.forEach(child -> KernelView.group(child).ifPresent(groups::add));
        // Where nobody could make it a leader, the wrapper is in a group with others.
        KernelView.group(outer).ifPresent(groups::remove);
        groups.remove(outer);
        // First: it must not live to tell of the command's death as of an exit of its own.
        kill.group(outer);
        groups.forEach(kill::group);
        children.forEach(kill::process);
    }

    private static int firstChild(int pid) {
        List<Integer> children = KernelView.children(pid);
        return children.isEmpty() ? 0 : children.getFirst();
    }

    /** Parents first: a shell whose child is hit before it would go on with its next command. */
    private static List<Integer> membersBelow(int top, int group) {
        Set<Integer> seen = new HashSet<>();
        List<Integer> members = new ArrayList<>();
        Deque<Integer> open = new ArrayDeque<>(KernelView.children(top));
        while (!open.isEmpty() && seen.size() < MOST) {
            int pid = open.remove();
            if (seen.add(pid)) {
                if (KernelView.group(pid).orElse(0) == group) {
                    members.add(pid);
                }
                open.addAll(KernelView.children(pid));
            }
        }
        return members;
    }
}
