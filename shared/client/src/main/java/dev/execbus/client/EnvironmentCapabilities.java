package dev.execbus.client;

/**
 * What an environment may be used for. Whatever offers tools offers only those it allows, and refuses the others.
 *
 * @param execEnabled whether processes may be run
 * @param filesystemEnabled whether files may be used
 */
public record EnvironmentCapabilities(boolean execEnabled, boolean filesystemEnabled) {
    public static final EnvironmentCapabilities ALL = new EnvironmentCapabilities(true, true);
    public static final EnvironmentCapabilities NONE = new EnvironmentCapabilities(false, false);

    EnvironmentCapabilities or(EnvironmentCapabilities other) {
        return new EnvironmentCapabilities(
                execEnabled || other.execEnabled, filesystemEnabled || other.filesystemEnabled);
    }
}
