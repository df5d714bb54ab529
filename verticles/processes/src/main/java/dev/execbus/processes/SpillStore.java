package dev.execbus.processes;

import dev.execbus.bus.Level;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Where a worker's spilled output lives: one private folder, one budget, one thread for all reading and writing. The
 * files have no name once they are open, so nothing outlives the process that wrote them, not even after a crash.
 */
final class SpillStore implements AutoCloseable {
    private static final int STAGING_BYTES = 256 << 10;

    private final Path parent;
    private final long budget;
    private final Level level;
    private final AtomicLong used = new AtomicLong();
    private final ExecutorService thread;
    private final ByteBuffer staging = ByteBuffer.allocateDirect(STAGING_BYTES);
    private final LinkedHashSet<Spill> finished = new LinkedHashSet<>();
    private Path directory;
    private long files;

    /** @param level follows what is used */
    SpillStore(Path parent, long budget, String name, Level level) {
        this.parent = parent;
        this.budget = budget;
        this.level = level;
        this.thread = Executors.newSingleThreadExecutor(
                Thread.ofPlatform().name("spill-" + name).daemon().factory());
    }

    ExecutorService thread() {
        return thread;
    }

    /** Takes from the budget, where need be from processes that have ended, the first to end first. On the spill thread. */
    boolean reserve(long bytes) {
        while (used.get() + bytes > budget) {
            if (finished.isEmpty()) {
                return false;
            }
            if (!finished.getFirst().giveWay()) {
                finished.removeFirst();
            }
        }
        used.addAndGet(bytes);
        level.add(bytes);
        return true;
    }

    void finished(Spill spill) {
        finished.add(spill);
    }

    void forget(Spill spill) {
        finished.remove(spill);
    }

    void free(long bytes) {
        used.addAndGet(-bytes);
        level.add(-bytes);
    }

    long used() {
        return used.get();
    }

    /** What is on its way to a file; on the spill thread. */
    ByteBuffer staging() {
        return staging.clear();
    }

    /** On the spill thread. */
    FileChannel newFile() throws IOException {
        if (directory == null) {
            directory = Files.createTempDirectory(
                    parent,
                    "execbus-spill-",
                    PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
        }
        Path file = directory.resolve(Long.toString(files++));
        FileChannel channel = FileChannel.open(
                file,
                Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.READ, StandardOpenOption.WRITE),
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        Files.delete(file);
        return channel;
    }

    @Override
    public void close() {
        thread.execute(() -> {
            if (directory != null) {
                try {
                    Files.deleteIfExists(directory);
                } catch (IOException e) {
                    // An empty folder in the temporary folder is left behind; there is nobody to tell any more.
                    directory = null;
                }
            }
        });
        thread.close();
    }
}
