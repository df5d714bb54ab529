package dev.execbus.filesystem;

import dev.execbus.protocol.ByteChunk;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Arrays;
import java.util.List;

/**
 * What a command may have made at guarded names, and in the empty directories that may be there, because a swap of links
 * has led it to them. Directories at the names themselves are left alone: another process of the policy may have its
 * mount on them, and would lose it.
 *
 * @param sinceMs when the command began, by the wall clock
 * @param links whether it may have made links
 */
record GuardedCreation(long sinceMs, Likeness likeness, boolean links) {
    /** The kernel stamps files with a clock that runs behind by a tick. */
    private static final int TICK_MS = 20;

    /** Whether something looks like what the command was to make; others may be at work there, too. */
    @FunctionalInterface
    interface Likeness {
        /** @param complete the command has succeeded; else it may have made a part only */
        boolean fits(Path path, BasicFileAttributes attributes, boolean complete) throws IOException;
    }

    static GuardedCreation begin(Likeness likeness) {
        return new GuardedCreation(System.currentTimeMillis() - TICK_MS, likeness, false);
    }

    static GuardedCreation beginCopy(Path source) {
        return new GuardedCreation(System.currentTimeMillis() - TICK_MS, copy(source), true);
    }

    static Likeness file(ByteChunk content) {
        return (path, attributes, complete) -> {
            if (!attributes.isRegularFile() || attributes.size() > content.length()) {
                return false;
            }
            byte[] there = Files.readAllBytes(path);
            int length = complete ? content.length() : there.length;
            return Arrays.equals(there, 0, there.length, content.bytes(), 0, length);
        };
    }

    private static Likeness copy(Path source) {
        return (path, attributes, complete) -> {
            if (attributes.isSymbolicLink()) {
                return Files.isSymbolicLink(source)
                        && Files.readSymbolicLink(path).equals(Files.readSymbolicLink(source));
            }
            if (!attributes.isRegularFile() || !Files.isRegularFile(source)) {
                return false;
            }
            long difference = Files.mismatch(source, path);
            return difference < 0 || (!complete && difference == attributes.size());
        };
    }

    /** One of those that a path names, with nothing in it. */
    static Likeness directory(Path named) {
        return (path, attributes, complete) -> {
            if (!attributes.isDirectory() || !isNameOf(named, path.getFileName())) {
                return false;
            }
            removeEmptyChildren(path);
            return true;
        };
    }

    private static boolean isNameOf(Path path, Path name) {
        for (Path each : path) {
            if (each.equals(name)) {
                return true;
            }
        }
        return false;
    }

    private static void removeEmptyChildren(Path directory) throws IOException {
        try (DirectoryStream<Path> children = Files.newDirectoryStream(directory)) {
            for (Path child : children) {
                if (Files.isDirectory(child, LinkOption.NOFOLLOW_LINKS)) {
                    removeEmptyChildren(child);
                    Files.delete(child);
                }
            }
        }
    }

    /**
     * Whether there was something to be taken back.
     *
     * @param complete the command has succeeded
     */
    boolean takeBack(List<Path> locations, boolean complete) {
        boolean found = false;
        for (Path location : locations) {
            // Of all that is to be found here, links alone may lead to nothing; the library throws for what is absent.
            if (!links && !Files.exists(location)) {
                continue;
            }
            if (Files.isDirectory(location, LinkOption.NOFOLLOW_LINKS)) {
                found |= takeBackChildren(location, complete);
            } else if (Files.exists(location, LinkOption.NOFOLLOW_LINKS)) {
                found |= isTakenBack(location, complete);
            }
        }
        return found;
    }

    private boolean takeBackChildren(Path directory, boolean complete) {
        boolean found = false;
        try (DirectoryStream<Path> children = Files.newDirectoryStream(directory)) {
            for (Path child : children) {
                found |= isTakenBack(child, complete);
            }
        } catch (IOException e) {
            // What cannot be read has not been written by us either.
        }
        return found;
    }

    private boolean isTakenBack(Path path, boolean complete) {
        try {
            BasicFileAttributes attributes =
                    Files.readAttributes(path, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
            if (attributes.creationTime().toMillis() < sinceMs || !likeness.fits(path, attributes, complete)) {
                return false;
            }
            Files.delete(path);
            return true;
        } catch (IOException e) {
            // It is not empty, or gone already.
            return false;
        }
    }

    /**
     * Gives a file its old name again that was moved to a guarded one, or below it.
     *
     * @param moved its identity
     */
    static boolean moveBack(Object moved, List<Path> locations, Path source, Path destination) {
        for (Path location : locations) {
            for (Path present : List.of(location, location.resolve(destination.getFileName()))) {
                try {
                    FileStatus status = FileStatus.ofNameOrNull(present);
                    if (status != null && status.key().equals(moved)) {
                        Files.move(present, source);
                        return true;
                    }
                } catch (IOException e) {
                    // Its old name is taken: the refusal is all that can be told.
                }
            }
        }
        return false;
    }
}
