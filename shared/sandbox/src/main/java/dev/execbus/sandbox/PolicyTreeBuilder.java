package dev.execbus.sandbox;

import dev.execbus.protocol.SandboxEntry.Access;
import dev.execbus.sandbox.PolicyTree.Absent;
import dev.execbus.sandbox.PolicyTree.Node;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Looks up a policy on a disk, and adds to it what is protected in every writable directory. For one use. */
final class PolicyTreeBuilder {
    private final FileView files;
    private final PolicyTree tree = new PolicyTree();
    private final List<Found> found = new ArrayList<>();
    private final Set<String> reopened = new HashSet<>();

    private record Found(PathRule rule, Located place) {}

    private PolicyTreeBuilder(FileView files) {
        this.files = files;
    }

    /**
     * @param hidden directories of the server itself, free of links
     * @throws UnenforceableException when somebody who is confined by this very policy could make it mean something else
     */
    static PolicyTree build(ResolvedPolicy policy, List<String> hidden, FileView files) {
        PolicyTreeBuilder builder = new PolicyTreeBuilder(files);
        policy.rules().forEach(builder::locate);
        builder.hide(hidden);
        builder.checkLinks();
        new ProtectedNames(files, builder.tree, builder.reopened).protect();
        builder.guardMissing();
        return builder.tree;
    }

    private void locate(PathRule rule) {
        if (isOfTheKernel(rule)) {
            return;
        }
        Located place = Located.of(files, rule.path());
        found.add(new Found(rule, place));
        place.links().forEach(tree::putLink);
        if (place.isThere()) {
            tree.put(new Node(place.path(), rule.access(), place.entry(), false));
        }
        String name = PathText.name(rule.path());
        if (rule.access() == Access.WRITE && ProtectedNames.ALL.contains(name)) {
            reopened.add(PathText.child(
                    Located.of(files, PathText.parent(rule.path())).path(), name));
        }
    }

    /** Devices and /proc are made anew inside, whatever is allowed; shared memory is a directory like others. */
    private static boolean isOfTheKernel(PathRule rule) {
        String path = rule.path();
        boolean device = PathText.isWithin(path, "/dev") && !PathText.isWithin(path, "/dev/shm");
        return rule.access() != Access.DENY && (device || PathText.isWithin(path, "/proc"));
    }

    private void hide(List<String> hidden) {
        for (String path : hidden) {
            FileEntry entry = files.look(path);
            if (entry != null && entry.isDirectory()) {
                tree.put(new Node(path, Access.DENY, entry, true));
                tree.nodes().stream()
                        .filter(node -> PathText.isBelow(node.path(), path))
                        .forEach(tree::remove);
            }
        }
    }

    private void checkLinks() {
        for (Found one : found) {
            for (Located.Link link : one.place().links()) {
                if (tree.isWritable(PathText.parent(link.path())) && !opensNothingNew(one)) {
                    throw new UnenforceableException(
                            "cannot enforce sandbox " + kind(one.rule().access()) + " path "
                                    + one.rule().path() + " because it crosses writable symlink " + link.path());
                }
            }
        }
    }

    /** Whoever can change the link may write to the place anyway. */
    private boolean opensNothingNew(Found one) {
        Node around = one.place().isThere() ? tree.around(one.place().path()) : null;
        return one.rule().access() == Access.WRITE
                && (!one.place().isThere() || (around != null && around.access() == Access.WRITE));
    }

    private static String kind(Access access) {
        return switch (access) {
            case WRITE -> "writable";
            case READ, DENY -> "read-only";
        };
    }

    private void guardMissing() {
        for (Found one : found) {
            Located place = one.place();
            if (place.isThere()
                    || one.rule().access() == Access.WRITE
                    || one.rule().skipMissing()
                    || !tree.isWritable(PathText.parent(place.path()))) {
                continue;
            }
            if (place.directory() == null || !place.directory().isDirectory()) {
                throw new UnenforceableException("cannot enforce sandbox read-only path "
                        + one.rule().path() + " because " + PathText.parent(place.path()) + " is no directory");
            }
            boolean denied = one.rule().access() == Access.DENY;
            tree.putAbsent(new Absent(place.path(), place.directory().identity(), false, denied));
        }
    }
}
