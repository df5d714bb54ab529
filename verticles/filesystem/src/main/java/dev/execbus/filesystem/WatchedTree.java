package dev.execbus.filesystem;

import dev.execbus.filesystem.DirectoryEvents.Registration;
import dev.execbus.protocol.FileMethods.ChangeKind;
import dev.execbus.protocol.PathUri;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;

/**
 * What one {@code fs/watch} looks at: a file or a directory, by way of the directory it is in, and for a directory also
 * what is in it, on demand with everything below. When it disappears the watch stays, and takes up again what appears
 * under the same name; of what happens to the directories further above it hears nothing. Thread-safe; every method may
 * block.
 */
final class WatchedTree implements AutoCloseable {
    private final DirectoryEvents events;
    private final ChangeFeed feed;
    private final Path shown;
    private final Path real;
    private final FollowedDirectories directories;

    private Registration above;
    private boolean present = true;
    private boolean closed;

    /**
     * @param shown the path as the client knows it
     * @param real the same without links
     * @param limit directories that may be followed
     */
    WatchedTree(DirectoryEvents events, ChangeFeed feed, Path shown, Path real, boolean recursive, int limit) {
        this.events = events;
        this.feed = feed;
        this.shown = shown;
        this.real = real;
        this.directories = new FollowedDirectories(events, new Below(), recursive, limit);
    }

    /** Once. After a failure it is to be closed. */
    void start() throws IOException {
        registerAbove();
        // Looked at after the directory above is watched: what happens from now on is seen.
        if (FileStatus.ofName(real).kind() == FileStatus.Kind.DIRECTORY) {
            directories.follow(real);
        }
    }

    private synchronized void registerAbove() throws IOException {
        if (!closed && real.getParent() != null) {
            above = events.register(real.getParent(), new Above());
        }
    }

    private void tell(Path path, ChangeKind kind) {
        Path known = path.equals(real) ? shown : shown.resolve(real.relativize(path));
        feed.changed(PathUri.encode(NativePath.bytes(known)), kind);
    }

    private void appeared() {
        synchronized (this) {
            present = true;
        }
        directories.appeared(real);
    }

    /** Heard from the directory itself and from the one above. */
    private void disappeared() {
        synchronized (this) {
            if (!present) {
                return;
            }
            present = false;
        }
        directories.disappeared(real);
    }

    private synchronized boolean isPresent() {
        return present;
    }

    /** Hears of what is watched itself. */
    private final class Above implements DirectoryEvents.Listener {
        @Override
        public void changed(Path name, ChangeKind kind) {
            if (name.equals(real.getFileName())) {
                switch (kind) {
                    case CREATED -> appeared();
                    case MODIFIED -> tell(real, kind);
                    case DELETED -> disappeared();
                }
            }
        }

        @Override
        public void lost() {
            feed.overflow();
            if (!Files.exists(real, LinkOption.NOFOLLOW_LINKS)) {
                disappeared();
            } else if (!isPresent()) {
                appeared();
            }
        }

        @Override
        public void gone() {
            disappeared();
        }
    }

    /** Hears of what is in it. */
    private final class Below implements FollowedDirectories.Listener {
        @Override
        public void changed(Path path, ChangeKind kind) {
            tell(path, kind);
        }

        @Override
        public void lost() {
            feed.overflow();
        }

        @Override
        public void gone(Path directory) {
            if (directory.equals(real)) {
                disappeared();
            }
        }
    }

    @Override
    public void close() {
        Registration last;
        synchronized (this) {
            closed = true;
            last = above;
            above = null;
        }
        if (last != null) {
            last.close();
        }
        directories.close();
    }
}
