package dev.execbus.filesystem;

/**
 * Limits of the filesystem room. A file that is read whole is in memory as bytes and, on its way to the client, as a
 * base64 message a third longer: the heap must have room for about three times {@code inFlightBytes}, or the files read
 * must be known to be small.
 *
 * @param readLimitBytes a longer file is refused, whatever memory there is
 * @param inFlightBytes bytes of files being read at a time; a read that finds no room is refused and may be repeated
 * @param threads operations that may wait for the disk at a time; further ones queue
 */
public record FileSettings(long readLimitBytes, long inFlightBytes, int threads) {
    public static final FileSettings DEFAULTS = new FileSettings(512L << 20, 64L << 20, 4);

    public FileSettings {
        if (readLimitBytes < 1 || inFlightBytes < 1 || threads < 1) {
            throw new IllegalArgumentException("limits of the filesystem room must be positive");
        }
    }
}
