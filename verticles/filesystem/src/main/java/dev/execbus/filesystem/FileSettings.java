package dev.execbus.filesystem;

import java.time.Duration;

/**
 * Limits of the filesystem room. A file that is read whole is in memory as bytes and, on its way to the client, as a
 * base64 message a third longer: the heap must have room for about three times {@code inFlightBytes}, or the files read
 * must be known to be small.
 *
 * @param readLimitBytes a longer file is refused, whatever memory there is
 * @param inFlightBytes bytes of files being read at a time; a read that finds no room is refused and may be repeated
 * @param threads operations that may wait for the disk at a time; further ones queue
 * @param handlesPerConnection files a connection may have open at a time
 * @param watchesPerConnection {@code fs/watch} of a connection at a time
 * @param directoriesPerWatch directories that one watch may follow; a tree with more is refused
 * @param confinedPerSession processes at a time that do file operations under the policies of one session
 * @param confinedPerWorker the same for all sessions together
 * @param confinedIdle how long such a process is kept without work
 * @param creditTimeout how long a gateway may take for a notification before it counts as gone
 */
public record FileSettings(
        long readLimitBytes,
        long inFlightBytes,
        int threads,
        int handlesPerConnection,
        int watchesPerConnection,
        int directoriesPerWatch,
        int confinedPerSession,
        int confinedPerWorker,
        Duration confinedIdle,
        Duration creditTimeout) {
    public static final FileSettings DEFAULTS = new FileSettings(
            512L << 20, 64L << 20, 4, 128, 64, 4096, 4, 32, Duration.ofSeconds(60), Duration.ofSeconds(35));

    public FileSettings {
        if (readLimitBytes < 1
                || inFlightBytes < 1
                || threads < 1
                || handlesPerConnection < 1
                || watchesPerConnection < 1
                || directoriesPerWatch < 1
                || confinedPerSession < 1
                || confinedPerWorker < 1
                || !confinedIdle.isPositive()
                || !creditTimeout.isPositive()) {
            throw new IllegalArgumentException("limits of the filesystem room must be positive");
        }
    }
}
