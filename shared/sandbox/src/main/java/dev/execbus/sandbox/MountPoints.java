package dev.execbus.sandbox;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.Collections;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantReadWriteLock;

/**
 * The empty files and directories that bubblewrap makes on the disk to mount something over absent names. They go when
 * the last process that needs them has ended. Thread-safe.
 */
final class MountPoints {
    private final ReentrantReadWriteLock lock = new ReentrantReadWriteLock();
    private final Map<String, Integer> users = new ConcurrentHashMap<>();
    /** By identity: equal confinements may be of different processes. */
    private final Set<Confinement.Wrapped> open =
            Collections.synchronizedSet(Collections.newSetFromMap(new IdentityHashMap<>()));

    /** To be held from the first look at the disk until {@link #use}: nothing goes meanwhile. */
    Lock planning() {
        return lock.readLock();
    }

    /** What is there is only a mount point. To be asked while planning, after the disk was looked at. */
    boolean contains(String path) {
        return users.containsKey(path);
    }

    void use(Confinement.Wrapped confinement) {
        if (!confinement.mountPoints().isEmpty()) {
            open.add(confinement);
            confinement.mountPoints().forEach(path -> users.merge(path, 1, Integer::sum));
        }
    }

    /** Repeatable. */
    void release(Confinement.Wrapped confinement) {
        if (confinement.mountPoints().isEmpty() || !open.remove(confinement)) {
            return;
        }
        lock.writeLock().lock();
        try {
            for (String path : confinement.mountPoints()) {
                if (users.computeIfPresent(path, (same, count) -> count == 1 ? null : count - 1) == null) {
                    remove(path);
                }
            }
        } finally {
            lock.writeLock().unlock();
        }
    }

    /** Everything confined has ended. */
    void removeAll() {
        lock.writeLock().lock();
        try {
            open.clear();
            new HashMap<>(users).keySet().forEach(MountPoints::remove);
            users.clear();
        } finally {
            lock.writeLock().unlock();
        }
    }

    /** Only while it is empty: otherwise somebody has begun to use it. */
    private static void remove(String path) {
        Path file = Path.of(path);
        try {
            if (Files.isDirectory(file, LinkOption.NOFOLLOW_LINKS)
                    || (Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS) && Files.size(file) == 0)) {
                Files.delete(file);
            }
        } catch (IOException e) {
            // Not empty, or gone, or not ours to remove any more.
        }
    }

    /** The disk without mount points that nobody else has put something into. */
    FileView seenWithout(FileView files) {
        return new Settled(files, this);
    }

    private record Settled(FileView files, MountPoints points) implements FileView {
        @Override
        public FileEntry look(String path) {
            FileEntry entry = files.look(path);
            return entry != null && points.contains(path) && isEmpty(path, entry) ? null : entry;
        }

        private boolean isEmpty(String path, FileEntry entry) {
            return switch (entry.kind()) {
                case DIRECTORY -> files.names(path).isEmpty();
                case FILE -> files.beginning(path, 1).isEmpty();
                case LINK, OTHER -> false;
            };
        }

        @Override
        public String real(String path) {
            return files.real(path);
        }

        @Override
        public String target(String link) {
            return files.target(link);
        }

        @Override
        public List<String> names(String directory) {
            return files.names(directory);
        }

        @Override
        public String beginning(String file, int bytes) {
            return files.beginning(file, bytes);
        }

        @Override
        public boolean writable(String directory) {
            return files.writable(directory);
        }
    }
}
