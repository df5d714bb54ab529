package dev.execbus.filesystem;

import dev.execbus.protocol.ExecbusException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import java.util.stream.Stream;

/**
 * Lets those who write a file whole do so one after the other, by whatever name they know it, so that what one has
 * compared stays as it was until it is replaced. Copies, renames, handles and other programs do not ask. Thread-safe;
 * blocks. Files share locks, which costs only time.
 */
final class WriteLocks {
    private static final int STRIPES = 256;
    private static final long PATIENCE_SECONDS = 60;

    private final ReentrantLock[] names = locks();
    private final ReentrantLock[] files = locks();

    private static ReentrantLock[] locks() {
        return Stream.generate(ReentrantLock::new).limit(STRIPES).toArray(ReentrantLock[]::new);
    }

    /** By the name that the path leads to, then by the file that has this name, which may have others. */
    <T> T exclusively(Path path, Supplier<T> action) {
        Path real = real(path);
        return holding(of(names, real), () -> {
            Object file = key(real);
            return file == null ? action.get() : holding(of(files, file), action);
        });
    }

    private static Path real(Path path) {
        try {
            return RealPath.of(path);
        } catch (IOException | ExecbusException e) {
            return path;
        }
    }

    private static Object key(Path path) {
        try {
            return FileStatus.of(path).key();
        } catch (IOException e) {
            return null;
        }
    }

    private static ReentrantLock of(ReentrantLock[] locks, Object key) {
        return locks[Math.floorMod(key.hashCode(), STRIPES)];
    }

    private static <T> T holding(ReentrantLock lock, Supplier<T> action) {
        acquire(lock);
        try {
            return action.get();
        } finally {
            lock.unlock();
        }
    }

    private static void acquire(ReentrantLock lock) {
        try {
            if (lock.tryLock(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
                return;
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        throw ExecbusException.resourceExhausted(
                "the file is being written by others and has not become free, try again later");
    }
}
