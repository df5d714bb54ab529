package dev.execbus.filesystem;

import dev.execbus.filesystem.DirectoryEvents.Registration;
import dev.execbus.protocol.ExecbusException;
import dev.execbus.protocol.FileMethods.ChangeKind;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;

/**
 * A directory and, for a recursive watch, those below it, as they come and go. Links are not followed, nor what may not
 * be read. Thread-safe; every method may block.
 */
final class FollowedDirectories implements AutoCloseable {
    /** Told on any thread, with no lock held. */
    interface Listener {
        void changed(Path path, ChangeKind kind);

        /** Something has happened and is not known. */
        void lost();

        /** A directory that was followed is no more, and nothing below it is followed. */
        void gone(Path directory);
    }

    private final DirectoryEvents events;
    private final Listener listener;
    private final boolean recursive;
    private final int limit;

    /** By the name that each has at present. */
    private final Map<Path, Inside> directories = new HashMap<>();

    private boolean closed;

    FollowedDirectories(DirectoryEvents events, Listener listener, boolean recursive, int limit) {
        this.events = events;
        this.listener = listener;
        this.recursive = recursive;
        this.limit = limit;
    }

    /** What is there already is not told. */
    void follow(Path top) throws IOException {
        if (register(top)) {
            followBelow(top, false);
        }
    }

    /** Something new has this name. What cannot be followed is told to be incomplete. */
    void appeared(Path path) {
        forget(each -> each.startsWith(path));
        listener.changed(path, ChangeKind.CREATED);
        try {
            if (Files.isDirectory(path, LinkOption.NOFOLLOW_LINKS) && register(path)) {
                followBelow(path, true);
            }
        } catch (NoSuchFileException | NotDirectoryException e) {
            // Gone again, which will be told.
        } catch (IOException | ExecbusException e) {
            listener.lost();
        }
    }

    void disappeared(Path path) {
        forget(each -> each.startsWith(path));
        listener.changed(path, ChangeKind.DELETED);
    }

    /** False when it is followed already, or nothing is any more. */
    private synchronized boolean register(Path directory) throws IOException {
        if (closed || directories.containsKey(directory)) {
            return false;
        }
        if (directories.size() >= limit) {
            throw ExecbusException.resourceExhausted(
                    "fs/watch follows at most " + limit + " directories, and the path has more of them");
        }
        Inside inside = new Inside(directory);
        inside.registration = events.register(directory, inside);
        directories.put(directory, inside);
        return true;
    }

    /** Each directory is watched before its names are listed. */
    private void followBelow(Path top, boolean tell) throws IOException {
        Deque<Path> pending = new ArrayDeque<>();
        pending.push(top);
        while (!pending.isEmpty()) {
            Path directory = pending.pop();
            try {
                if (directory.equals(top) || register(directory)) {
                    list(directory, tell, pending);
                }
            } catch (NoSuchFileException | NotDirectoryException | AccessDeniedException e) {
                // Gone meanwhile, which is told by the directory above; or not to be read.
            }
        }
    }

    private void list(Path directory, boolean tell, Deque<Path> pending) throws IOException {
        if (!recursive && !tell) {
            return;
        }
        try (DirectoryStream<Path> names = Files.newDirectoryStream(directory)) {
            for (Path each : names) {
                if (tell) {
                    listener.changed(each, ChangeKind.CREATED);
                }
                if (recursive && Files.isDirectory(each, LinkOption.NOFOLLOW_LINKS)) {
                    pending.push(each);
                }
            }
        } catch (DirectoryIteratorException e) {
            throw e.getCause();
        }
    }

    private void forget(Predicate<Path> which) {
        List<Inside> left = new ArrayList<>();
        synchronized (this) {
            directories.values().removeIf(each -> which.test(each.directory) && left.add(each));
        }
        left.forEach(each -> each.registration.close());
    }

    private synchronized boolean isFollowed(Inside inside) {
        return directories.get(inside.directory) == inside;
    }

    /** One directory. It may have lost its name since: then it is not listened to any more. */
    private final class Inside implements DirectoryEvents.Listener {
        private final Path directory;
        private Registration registration;

        private Inside(Path directory) {
            this.directory = directory;
        }

        @Override
        public void changed(Path name, ChangeKind kind) {
            if (!isFollowed(this)) {
                return;
            }
            Path path = directory.resolve(name);
            if (!recursive || kind == ChangeKind.MODIFIED) {
                listener.changed(path, kind);
            } else if (kind == ChangeKind.CREATED) {
                appeared(path);
            } else {
                disappeared(path);
            }
        }

        @Override
        public void lost() {
            if (isFollowed(this)) {
                listener.lost();
                forget(each -> each.startsWith(directory) && !each.equals(directory));
                try {
                    followBelow(directory, false);
                } catch (IOException | ExecbusException e) {
                    listener.lost();
                }
            }
        }

        @Override
        public void gone() {
            if (isFollowed(this)) {
                forget(each -> each.startsWith(directory));
                listener.gone(directory);
            }
        }
    }

    @Override
    public void close() {
        synchronized (this) {
            closed = true;
        }
        forget(each -> true);
    }
}
