package dev.execbus.sandbox;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** A disk that is only told of. Parents come into being by themselves; inodes are given in the order of making. */
final class FakeFiles implements FileView {
    private static final long DEVICE = 7;

    private record Entry(FileEntry entry, String content) {}

    private final Map<String, Entry> entries = new TreeMap<>();
    private final Set<String> notWritable = new HashSet<>();
    private long inodes;

    FakeFiles() {
        put("/", FileEntry.Kind.DIRECTORY, "");
    }

    FakeFiles directory(String path) {
        return put(path, FileEntry.Kind.DIRECTORY, "");
    }

    FakeFiles file(String path) {
        return file(path, "");
    }

    FakeFiles file(String path, String content) {
        return put(path, FileEntry.Kind.FILE, content);
    }

    FakeFiles link(String path, String target) {
        return put(path, FileEntry.Kind.LINK, target);
    }

    FakeFiles notWritable(String directory) {
        notWritable.add(directory);
        return this;
    }

    FakeFiles remove(String path) {
        entries.remove(path);
        return this;
    }

    private FakeFiles put(String path, FileEntry.Kind kind, String content) {
        if (!path.equals("/") && !entries.containsKey(PathText.parent(path))) {
            directory(PathText.parent(path));
        }
        entries.put(path, new Entry(new FileEntry(kind, new FileIdentity(DEVICE, ++inodes)), content));
        return this;
    }

    FileIdentity identity(String path) {
        return look(path).identity();
    }

    @Override
    public FileEntry look(String path) {
        Entry entry = entries.get(path);
        return entry == null ? null : entry.entry();
    }

    @Override
    public String real(String path) {
        Deque<String> rest = new ArrayDeque<>(List.of(path.substring(1).split("/")));
        String at = "/";
        for (int steps = 0; !rest.isEmpty(); steps++) {
            String name = rest.pop();
            if (name.isEmpty() || name.equals(".")) {
                continue;
            }
            String next = name.equals("..") ? PathText.parent(at) : PathText.child(at, name);
            FileEntry entry = look(next);
            if (entry == null || steps > 100) {
                return null;
            }
            if (entry.kind() == FileEntry.Kind.LINK) {
                List<String> names = List.of(target(next).split("/"));
                names.reversed().forEach(rest::push);
                at = target(next).startsWith("/") ? "/" : at;
            } else {
                at = next;
            }
        }
        return at;
    }

    @Override
    public String target(String link) {
        return entries.get(link).content();
    }

    @Override
    public List<String> names(String directory) {
        List<String> names = new ArrayList<>();
        for (String path : entries.keySet()) {
            if (!path.equals("/") && PathText.parent(path).equals(directory)) {
                names.add(PathText.name(path));
            }
        }
        return names;
    }

    @Override
    public String beginning(String file, int bytes) {
        String content = entries.get(file).content();
        return content.substring(0, Math.min(bytes, content.length()));
    }

    @Override
    public boolean writable(String directory) {
        return !notWritable.contains(directory);
    }
}
