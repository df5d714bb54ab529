package dev.execbus.filesystem;

/** The defaults, but for what a test is about. */
final class Settings {
    private static final FileSettings DEFAULTS = FileSettings.DEFAULTS;

    private Settings() {}

    static FileSettings reading(long limit, long inFlight) {
        return with(limit, inFlight, DEFAULTS.watchesPerConnection(), DEFAULTS.directoriesPerWatch());
    }

    static FileSettings watching(int watches, int directories) {
        return with(DEFAULTS.readLimitBytes(), DEFAULTS.inFlightBytes(), watches, directories);
    }

    private static FileSettings with(long readLimit, long inFlight, int watches, int directories) {
        return new FileSettings(
                readLimit,
                inFlight,
                DEFAULTS.threads(),
                DEFAULTS.handlesPerConnection(),
                watches,
                directories,
                DEFAULTS.confinedPerSession(),
                DEFAULTS.confinedPerWorker(),
                DEFAULTS.confinedIdle(),
                DEFAULTS.creditTimeout());
    }
}
