package dev.execbus.sandbox;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/**
 * Where a path leads on a disk.
 *
 * @param path free of links: of what is there, or of the first name that is missing
 * @param entry what is there; null when something is missing
 * @param directory the last thing on the way to what is missing; null when nothing is
 * @param links those that were followed, by paths free of links before their last name
 */
record Located(String path, FileEntry entry, FileEntry directory, List<Link> links) {
    /** As many as Linux follows in one path. */
    private static final int MOST_LINKS = 40;

    /** A link and what it says. */
    record Link(String path, String target) {}

    boolean isThere() {
        return entry != null;
    }

    static Located of(FileView files, String path) {
        if (path.equals(files.real(path))) {
            FileEntry entry = files.look(path);
            if (entry != null) {
                return new Located(path, entry, null, List.of());
            }
        }
        return walk(files, path);
    }

    /** As the kernel does it, name by name. */
    private static Located walk(FileView files, String path) {
        Deque<String> rest = new ArrayDeque<>();
        pushAll(path, rest);
        List<Link> links = new ArrayList<>();
        String at = "/";
        FileEntry here = files.look("/");
        while (!rest.isEmpty()) {
            String name = rest.pop();
            if (name.equals("..")) {
                at = PathText.parent(at);
                here = files.look(at);
                continue;
            }
            String next = PathText.child(at, name);
            FileEntry entry = here == null || !here.isDirectory() ? null : files.look(next);
            String target = entry != null && entry.kind() == FileEntry.Kind.LINK ? files.target(next) : null;
            if (entry == null || links.size() == MOST_LINKS) {
                return new Located(next, null, here, links);
            }
            if (target == null) {
                at = next;
                here = entry;
            } else {
                links.add(new Link(next, target));
                at = target.startsWith("/") ? "/" : at;
                here = files.look(at);
                pushAll(target, rest);
            }
        }
        return new Located(at, here, null, links);
    }

    private static void pushAll(String path, Deque<String> rest) {
        String[] names = path.split("/", -1);
        for (int i = names.length - 1; i >= 0; i--) {
            if (!names[i].isEmpty() && !names[i].equals(".")) {
                rest.push(names[i]);
            }
        }
    }
}
