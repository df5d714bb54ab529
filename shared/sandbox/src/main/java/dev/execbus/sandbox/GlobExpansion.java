package dev.execbus.sandbox;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Set;

/** Finds the files that a pattern means now: hidden ones too, never beyond a link. */
final class GlobExpansion {
    static final int MOST_MATCHES = 8192;
    static final int MOST_LOOKS = 1_000_000;

    /** No files of anybody, and without end. */
    private static final Set<String> OF_THE_KERNEL = Set.of("/dev", "/proc", "/sys");

    private final FileView files;
    private final long depth;
    private int looks;

    /** A directory to be searched, and where it is below the one where the search began. */
    private record Search(String directory, String relative, long level) {}

    /** @param depth how deep to look below the last name that is not special; 0 for no bound */
    GlobExpansion(FileView files, long depth) {
        this.files = files;
        this.depth = depth;
    }

    /**
     * What fits below the base; for a link, also what it leads to. A directory that fits stands for all that is in it.
     *
     * @throws UnenforceableException when there are too many
     */
    List<String> expand(String base, String pattern) {
        List<String> found = new ArrayList<>();
        for (String alternative : Braces.expand(pattern)) {
            search(base, alternative, found);
        }
        return found;
    }

    private void search(String base, String pattern, List<String> found) {
        String from = PathText.normalize(base);
        String rest = pattern;
        for (int slash = rest.indexOf('/'); slash >= 0; slash = rest.indexOf('/')) {
            String name = rest.substring(0, slash);
            if (!GlobPattern.isPlain(name)) {
                break;
            }
            from = PathText.normalize(from + "/" + name);
            rest = rest.substring(slash + 1);
        }
        if (rest.isEmpty() || rest.equals(".") || rest.equals("..")) {
            add(PathText.normalize(from + "/" + rest), found);
            return;
        }
        searchBelow(from, GlobPattern.of(rest), found);
    }

    private void searchBelow(String from, GlobPattern pattern, List<String> found) {
        Deque<Search> open = new ArrayDeque<>();
        open.add(new Search(from, "", 1));
        while (!open.isEmpty()) {
            Search search = open.remove();
            for (String name : files.names(search.directory())) {
                if (++looks > MOST_LOOKS) {
                    throw new UnenforceableException("cannot enforce sandbox glob patterns: they make more than "
                            + MOST_LOOKS + " files to be looked at");
                }
                String path = PathText.child(search.directory(), name);
                String relative = search.relative() + name;
                if (pattern.matches(relative)) {
                    add(path, found);
                } else if (goesOn(search, pattern) && isDirectory(path) && !OF_THE_KERNEL.contains(path)) {
                    open.add(new Search(path, relative + "/", search.level() + 1));
                }
            }
        }
    }

    private boolean goesOn(Search search, GlobPattern pattern) {
        return search.level() < pattern.mostNames() && (depth == 0 || search.level() < depth);
    }

    private boolean isDirectory(String path) {
        FileEntry entry = files.look(path);
        return entry != null && entry.isDirectory();
    }

    private void add(String path, List<String> found) {
        FileEntry entry = files.look(path);
        if (entry == null) {
            return;
        }
        String real = files.real(path);
        // A link that leads nowhere, or to everything, stands for nothing.
        if (real == null || real.equals("/")) {
            return;
        }
        found.add(real);
        if (found.size() > MOST_MATCHES) {
            throw new UnenforceableException(
                    "cannot enforce sandbox glob patterns: they fit more than " + MOST_MATCHES + " files");
        }
    }
}
