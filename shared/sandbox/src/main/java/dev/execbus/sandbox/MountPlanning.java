package dev.execbus.sandbox;

import dev.execbus.protocol.SandboxEntry.Access;
import dev.execbus.sandbox.PolicyTree.Absent;
import dev.execbus.sandbox.PolicyTree.Node;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Puts the mounts of a {@link MountPlan} in order. For one use. */
final class MountPlanning {
    private final PolicyTree tree;
    private final boolean restrictsReading;
    private final List<Mount> mounts = new ArrayList<>();
    /** By {@link PathText#sortKey}. */
    private final Map<String, Runnable> steps = new TreeMap<>();
    /** Empty directories that are still being filled, the innermost first. */
    private final Deque<String> open = new ArrayDeque<>();

    MountPlanning(PolicyTree tree) {
        this.tree = tree;
        this.restrictsReading = tree.restrictsReading();
        tree.nodes().stream()
                .filter(node -> !node.path().equals("/"))
                .forEach(node -> steps.put(PathText.sortKey(node.path()), () -> mount(node)));
        tree.links().forEach((path, target) -> {
            Node deciding = tree.deciding(path);
            if (!PolicyTree.isReadable(deciding) && (deciding == null || !deciding.hidden())) {
                steps.put(PathText.sortKey(path), () -> mounts.add(new Mount.Link(path, target)));
            }
        });
    }

    void keepAbsent(Absent name) {
        steps.put(PathText.sortKey(name.path()), () -> mount(name));
    }

    /** @param devicesReadOnly whether nothing may be made beside the devices */
    List<Mount> mounts(boolean devicesReadOnly) {
        if (tree.isReadable("/")) {
            mounts.add(new Mount.WholeDisk(tree.isWritable("/")));
        } else {
            mounts.add(new Mount.EmptyRoot());
            open.push("/");
        }
        mounts.add(new Mount.Devices());
        if (devicesReadOnly) {
            mounts.add(new Mount.ReadOnly("/dev"));
        }
        mounts.add(new Mount.Processes());
        steps.forEach((key, step) -> {
            closeBefore(key);
            step.run();
        });
        closeBefore(null);
        return mounts;
    }

    /** Directories that do not hold the next step have got everything. */
    private void closeBefore(String key) {
        while (!open.isEmpty() && (key == null || !key.startsWith(PathText.sortKey(open.element())))) {
            mounts.add(new Mount.ReadOnly(open.pop()));
        }
    }

    private void mount(Absent name) {
        if (name.asDirectory()) {
            mounts.add(new Mount.EmptyDirectory(name.path(), "555", null));
            mounts.add(new Mount.ReadOnly(name.path()));
        } else {
            mounts.add(new Mount.EmptyFile(name.path(), true, null));
        }
    }

    private void mount(Node node) {
        Node around = around(node.path());
        boolean shown = PolicyTree.isReadable(around) || PathText.isWithin(node.path(), "/proc");
        switch (node.access()) {
            case READ -> {
                if (around == null || around.access() != Access.READ) {
                    bind(node, false);
                }
            }
            case WRITE -> bind(node, true);
            case DENY -> {
                if (shown) {
                    cover(node);
                }
            }
        }
    }

    /** Nothing of the machine's own /dev is shown unless a place inside it is named. */
    private Node around(String path) {
        Node around = tree.around(path);
        boolean fresh = around != null && PathText.isBelow(path, "/dev") && !PathText.isWithin(around.path(), "/dev");
        return fresh ? null : around;
    }

    private void bind(Node node, boolean writable) {
        Node around = around(node.path());
        boolean opens = !writable || around == null || around.access() != Access.WRITE;
        Mount.Swap swap;
        if (!tree.isReplaceable(node.path())) {
            swap = Mount.Swap.IMPOSSIBLE;
        } else if (!writable && !restrictsReading) {
            swap = Mount.Swap.HARMLESS;
        } else {
            swap = opens ? Mount.Swap.HARMFUL : Mount.Swap.AVOIDABLE;
        }
        mounts.add(new Mount.Bind(node.path(), writable, node.entry().identity(), swap));
    }

    private void cover(Node node) {
        FileIdentity covered = node.entry().identity();
        if (node.entry().isDirectory()) {
            mounts.add(new Mount.EmptyDirectory(node.path(), holdsSomething(node) ? "111" : "000", covered));
            open.push(node.path());
        } else {
            mounts.add(new Mount.EmptyFile(node.path(), false, covered));
        }
    }

    private boolean holdsSomething(Node denied) {
        return tree.links().keySet().stream().anyMatch(link -> PathText.isBelow(link, denied.path()))
                || tree.nodes().stream()
                        .anyMatch(node -> node.access() != Access.DENY && PathText.isBelow(node.path(), denied.path()));
    }
}
