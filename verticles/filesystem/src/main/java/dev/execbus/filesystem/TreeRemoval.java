package dev.execbus.filesystem;

import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SecureDirectoryStream;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;

/**
 * Removes a directory, depth first, through open directories: links are unlinked and never followed, even when
 * somebody puts one in the place of a directory meanwhile, the top one included. Holds one descriptor for each level.
 * For one thread.
 */
final class TreeRemoval implements AutoCloseable {
    /** An open directory, its name in the one above, and what of it is left to do. */
    private record Level(SecureDirectoryStream<Path> directory, Path name, Iterator<Path> rest) {}

    private final NoFollow top;
    private final Deque<Level> open = new ArrayDeque<>();

    /** @param top stays the caller's, and has to stay open */
    TreeRemoval(NoFollow top) throws IOException {
        this.top = top;
        enter(NoFollow.child(top.directory(), top.name()), top.name());
    }

    /** Stops at the first failure; what is removed by then stays removed. */
    void run() throws IOException {
        while (true) {
            Level level = open.element();
            if (level.rest().hasNext()) {
                removeOrEnter(level.directory(), level.rest().next().getFileName());
            } else {
                open.pop().directory().close();
                if (open.isEmpty()) {
                    top.directory().deleteDirectory(top.name());
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
