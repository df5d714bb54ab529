package dev.execbus.filesystem;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;

/**
 * The names that a path leads over, one by one, also those of links on the way: as long as none of them changes, the
 * path leads where it does. The last name is not followed.
 */
record PathTrail(List<Step> steps, End end) {
    private static final int MOST_LINKS = 40;

    /**
     * @param directory without links
     * @param name in it
     * @param key of the file of that name; null when there is none
     */
    record Step(Path directory, Path name, Object key) {}

    /** Where the path ends. */
    enum End {
        PRESENT,
        /** At a name that is not there: the last step. */
        MISSING,
        /** At something that is no directory, or that cannot be looked at. */
        BLOCKED
    }

    PathTrail {
        steps = List.copyOf(steps);
    }

    /** Blocks. */
    static PathTrail of(Path absolute) {
        List<Step> steps = new ArrayList<>();
        try {
            return new PathTrail(steps, follow(absolute, steps));
        } catch (IOException e) {
            return new PathTrail(steps, End.BLOCKED);
        }
    }

    private static End follow(Path absolute, List<Step> steps) throws IOException {
        Path at = absolute.getRoot();
        Deque<Path> rest = new ArrayDeque<>();
        absolute.forEach(rest::add);
        int links = 0;
        while (!rest.isEmpty()) {
            Path name = rest.poll();
            if (isNamed(name, "..")) {
                at = at.getParent() == null ? at : at.getParent();
            }
            if (isNamed(name, "..") || isNamed(name, ".")) {
                continue;
            }
            BasicFileAttributes attributes = attributes(at.resolve(name));
            steps.add(new Step(at, name, attributes == null ? null : attributes.fileKey()));
            if (attributes == null) {
                return End.MISSING;
            } else if (rest.isEmpty()) {
                return End.PRESENT;
            } else if (attributes.isSymbolicLink()) {
                if (++links > MOST_LINKS) {
                    return End.BLOCKED;
                }
                Path target = Files.readSymbolicLink(at.resolve(name));
                at = target.isAbsolute() ? target.getRoot() : at;
                prepend(target, rest);
            } else if (attributes.isDirectory()) {
                at = at.resolve(name);
            } else {
                return End.BLOCKED;
            }
        }
        return End.PRESENT;
    }

    private static BasicFileAttributes attributes(Path path) throws IOException {
        try {
            return Files.readAttributes(path, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
        } catch (NoSuchFileException e) {
            return null;
        }
    }

    private static void prepend(Path target, Deque<Path> rest) {
        List<Path> names = new ArrayList<>();
        target.forEach(names::add);
        Iterator<Path> backwards = names.reversed().iterator();
        backwards.forEachRemaining(rest::push);
    }

    private static boolean isNamed(Path name, String text) {
        return name.toString().equals(text);
    }
}
