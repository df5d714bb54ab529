package dev.execbus.processes;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Where gates are: a private folder, made with the first of them. Thread-safe. */
final class GateFolder implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(GateFolder.class);

    private final AtomicLong made = new AtomicLong();
    private Path folder;

    /** What a child has to pass before its program begins. */
    StartGate gate(StartGate.Admitting admission) throws SpawnException {
        return StartGate.at(folder().resolve("gate-" + made.getAndIncrement()), admission);
    }

    private synchronized Path folder() throws SpawnException {
        if (folder == null) {
            try {
                folder = Files.createTempDirectory("execbus-gates-");
            } catch (IOException e) {
                throw SpawnFailures.internal("there is no folder for the gates of processes: " + e.getMessage());
            }
        }
        return folder;
    }

    /** All gates must be closed. */
    @Override
    public synchronized void close() {
        if (folder != null) {
            try {
                Files.delete(folder);
                folder = null;
            } catch (IOException e) {
                LOG.warn("the folder of the gates could not be removed: {}", e.getMessage());
            }
        }
    }
}
