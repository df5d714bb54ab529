package dev.execbus.processes;

import java.nio.file.Path;
import java.time.Duration;

/**
 * Limits and habits of the processes room.
 *
 * @param spawner how processes are started
 * @param perSession processes a session may own at a time, exited ones within their retention included
 * @param perNode the same for the whole worker
 * @param retention how long a closed process can still be read
 * @param memoryBytes output kept in memory for each process; older chunks go to disk
 * @param memoryBytesPerNode the same for the whole worker; past it each process keeps only a little in memory
 * @param spillBytes output kept on disk for each process; older chunks are dropped and counted
 * @param spillBytesPerNode the same for the whole worker
 * @param spillDirectory where; made private, emptied when the worker stops
 * @param stdinBytes bytes that may wait for a process to read them; a write that finds more waits for its answer
 * @param argumentBytes bound on argv and environment together
 * @param killGrace between TERM and KILL of a process that ran into its {@code timeoutMs} or wrote too much
 * @param longPolls reads of one session that may wait at a time
 * @param creditTimeout how long a gateway may take for a delivery before it counts as gone
 * @param limits what processes may use
 */
public record ProcessSettings(
        SpawnerChoice spawner,
        int perSession,
        int perNode,
        Duration retention,
        int memoryBytes,
        long memoryBytesPerNode,
        long spillBytes,
        long spillBytesPerNode,
        Path spillDirectory,
        int stdinBytes,
        int argumentBytes,
        Duration killGrace,
        int longPolls,
        Duration creditTimeout,
        LimitSettings limits) {

    /** {@code AUTO} is native where the C library has what it needs, and java elsewhere. */
    public enum SpawnerChoice {
        AUTO,
        NATIVE,
        JAVA
    }

    public static final ProcessSettings DEFAULTS = new ProcessSettings(
            SpawnerChoice.AUTO,
            2_048,
            8_192,
            Duration.ofSeconds(80),
            1 << 20,
            96L << 20,
            64L << 20,
            1L << 30,
            Path.of(System.getProperty("java.io.tmpdir")),
            4 << 20,
            2 << 20,
            Duration.ofSeconds(5),
            1_024,
            Duration.ofSeconds(35),
            LimitSettings.DEFAULTS);
}
