package dev.execbus.sandbox;

import dev.execbus.protocol.SandboxEntry.Access;
import dev.execbus.sandbox.PolicyTree.Absent;
import dev.execbus.sandbox.PolicyTree.Node;
import java.util.List;
import java.util.Set;

/**
 * What other programs trust and run: read-only directly inside every writable directory, unless a rule is about that
 * very path. An absent {@code .git} is kept absent also below another repository: git passes over an empty one.
 */
final class ProtectedNames {
    static final List<String> ALL = List.of(".git", ".codex", ".agents", ".aws");
    private static final String GIT = ".git";
    private static final String LEADS_TO = "gitdir:";
    private static final int LONGEST_PATH = 4096;

    private final FileView files;
    private final PolicyTree tree;
    private final Set<String> reopened;

    /** @param reopened the paths that a rule makes writable by their very name */
    ProtectedNames(FileView files, PolicyTree tree, Set<String> reopened) {
        this.files = files;
        this.tree = tree;
        this.reopened = reopened;
    }

    void protect() {
        List<Node> writable = tree.nodes().stream()
                .filter(node -> node.access() == Access.WRITE && node.entry().isDirectory())
                .toList();
        for (Node directory : writable) {
            for (String name : ALL) {
                String path = PathText.child(directory.path(), name);
                if (tree.at(path) == null && !reopened.contains(path)) {
                    protect(directory, name, path);
                }
            }
        }
    }

    private void protect(Node directory, String name, String path) {
        FileEntry entry = files.look(path);
        if (entry == null) {
            tree.putAbsent(new Absent(path, directory.entry().identity(), true, false));
            return;
        }
        if (entry.kind() == FileEntry.Kind.LINK) {
            throw new UnenforceableException(
                    "cannot enforce sandbox read-only path " + path + " because it crosses writable symlink " + path);
        }
        tree.put(new Node(path, Access.READ, entry, false));
        if (name.equals(GIT) && entry.kind() == FileEntry.Kind.FILE) {
            protectRepository(directory.path(), path);
        }
    }

    /** A work tree or a submodule: its repository is somewhere else. */
    private void protectRepository(String directory, String file) {
        String text = files.beginning(file, LEADS_TO.length() + LONGEST_PATH).strip();
        if (!text.startsWith(LEADS_TO)) {
            return;
        }
        String target =
                text.substring(LEADS_TO.length()).strip().lines().findFirst().orElse("");
        if (target.isEmpty()) {
            return;
        }
        Located repository = Located.of(files, target.startsWith("/") ? target : directory + "/" + target);
        for (Located.Link link : repository.links()) {
            if (tree.isWritable(PathText.parent(link.path()))) {
                throw new UnenforceableException("cannot enforce sandbox read-only path " + repository.path()
                        + " because it crosses writable symlink " + link.path());
            }
        }
        if (repository.isThere() && tree.at(repository.path()) == null && tree.isWritable(repository.path())) {
            tree.put(new Node(repository.path(), Access.READ, repository.entry(), false));
        }
    }
}
