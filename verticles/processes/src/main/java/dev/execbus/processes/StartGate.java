package dev.execbus.processes;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.IntSupplier;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Holds a child between its birth and its program, so that limits are there before the program's first instruction: as
 * one of its file actions the child opens a named pipe, which waits for the other end. The thread that spawns waits for
 * the child, so another one does what is to be done and opens it. A gate is for one child.
 */
final class StartGate implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(StartGate.class);
    /** What is done to the child while it waits. */
    interface Admitting {
        /** @throws SpawnException when the child must not run */
        void admit(int pid) throws SpawnException;
    }

    private static final long PATIENCE_NANOS = TimeUnit.SECONDS.toNanos(10);
    private static final long REST_NANOS = 50_000;

    private final Path pipe;
    private final Admitting admission;
    private volatile boolean returned;
    private volatile SpawnException refusal =
            SpawnFailures.internal("the limits of the process could not be set before it began");

    private StartGate(Path pipe, Admitting admission) {
        this.pipe = pipe;
        this.admission = admission;
    }

    /** Whether this kernel shows whose child is whose. */
    static boolean available() {
        return CLibrary.has("prlimit")
                && CLibrary.has("mkfifo")
                && CLibrary.has("gettid")
                && Files.isReadable(children(GateCalls.thisThread()));
    }

    /** @param pipe a path where nothing is, in a folder private to this server */
    static StartGate at(Path pipe, Admitting admission) throws SpawnException {
        OpenDescriptors.succeeded(GateCalls.makePipe(pipe.toString()));
        return new StartGate(pipe, admission);
    }

    /** What the child has to open for reading, as long as that may wait. */
    String path() {
        return pipe.toString();
    }

    /** Spawns on the calling thread; 0 or an error number, as the spawn returned it. */
    int pass(IntSupplier spawn) {
        int spawner = GateCalls.thisThread();
        Set<Integer> before = childrenOf(spawner);
        Thread warden = Thread.ofPlatform().daemon().name("gate-" + spawner).start(() -> hold(spawner, before));
        try {
            return spawn.getAsInt();
        } finally {
            returned = true;
            join(warden);
        }
    }

    /** After the spawn: why its child must be killed; empty when it was admitted. */
    Optional<SpawnException> refusal() {
        return Optional.ofNullable(refusal);
    }

    @Override
    public void close() {
        try {
            Files.delete(pipe);
        } catch (IOException e) {
            LOG.warn("a gate could not be removed: {}", e.getMessage());
        }
    }

    private void hold(int spawner, Set<Integer> before) {
        try {
            awaitChild(spawner, before).ifPresent(this::admit);
        } finally {
            letThrough();
        }
    }

    private Optional<Integer> awaitChild(int spawner, Set<Integer> before) {
        long deadline = System.nanoTime() + PATIENCE_NANOS;
        while (!returned && System.nanoTime() < deadline) {
            Optional<Integer> child = childrenOf(spawner).stream()
                    .filter(pid -> !before.contains(pid))
                    .findFirst();
            if (child.isPresent()) {
                return child;
            }
            LockSupport.parkNanos(REST_NANOS);
        }
        return Optional.empty();
    }

    private void admit(int child) {
        try {
            admission.admit(child);
            refusal = null;
        } catch (SpawnException e) {
            refusal = e;
            ProcessHandle.of(child).ifPresent(ProcessHandle::destroyForcibly);
        }
    }

    /** A child that comes late, or was never seen, is not left waiting. */
    private void letThrough() {
        while (!returned) {
            int descriptor = GateCalls.openForWriting(path());
            if (descriptor >= 0) {
                FileCalls.close(descriptor);
                return;
            }
            LockSupport.parkNanos(REST_NANOS);
        }
    }

    private static Set<Integer> childrenOf(int thread) {
        Set<Integer> pids = new HashSet<>();
        try {
            String line = Files.readString(children(thread), StandardCharsets.US_ASCII);
            Stream.of(line.split(" ", -1))
                    .filter(word -> !word.isBlank())
                    .map(Integer::valueOf)
                    .forEach(pids::add);
        } catch (IOException e) {
            // Then nobody is admitted, and the start fails.
            return Set.of();
        }
        return pids;
    }

    private static Path children(int thread) {
        return Path.of("/proc/self/task/" + thread + "/children");
    }

    private static void join(Thread warden) {
        try {
            warden.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
