package dev.execbus.filesystem;

import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SecureDirectoryStream;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;

/**
 * Empties a directory, depth first, through open directories: links are unlinked and never followed, even when
 * somebody puts one in the place of a directory meanwhile. Holds one descriptor for each level. For one thread.
 */
final class TreeRemoval implements AutoCloseable {
    /** An open directory below the top, its name in the one above, and what of it is left to do. */
    private record Level(SecureDirectoryStream<Path> directory, Path name, Iterator<Path> rest) {}

    private final Deque<Level> open = new ArrayDeque<>();

    TreeRemoval(Path top) throws IOException {
        enter(NoFollow.open(top), top.getFileName());
    }

    /** Stops at the first failure; what is removed by then stays removed. */
    void emptyIt() throws IOException {
        while (true) {
            Level level = open.element();
            if (level.rest().hasNext()) {
                removeOrEnter(level.directory(), level.rest().next().getFileName());
            } else {
                open.pop().directory().close();
                if (open.isEmpty()) {
                    return;
                }
                deleteDirectory(open.element().directory(), level.name());
            }
        }
    }

    private void removeOrEnter(SecureDirectoryStream<Path> directory, Path name) throws IOException {
        try {
            if (NoFollow.attributes(directory, name).isDirectory()) {
                enter(NoFollow.child(directory, name), name);
            } else {
                directory.deleteFile(name);
            }
        } catch (NoSuchFileException e) {
            // Somebody else removed it: that is what was wanted.
        }
    }

    private static void deleteDirectory(SecureDirectoryStream<Path> parent, Path name) throws IOException {
        try {
            parent.deleteDirectory(name);
        } catch (NoSuchFileException e) {
            // As above.
        }
    }

    private void enter(SecureDirectoryStream<Path> directory, Path name) {
        open.push(new Level(directory, name, directory.iterator()));
    }

    @Override
    public void close() throws IOException {
        while (!open.isEmpty()) {
            open.pop().directory().close();
        }
    }
}
