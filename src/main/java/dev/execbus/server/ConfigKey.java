package dev.execbus.server;

import java.util.Locale;

/**
 * A key of the configuration, as a constant of {@link ConfigKeys}.
 *
 * @param path such as {@code transport.frameBytes}
 * @param absent the default; null where the key may be without a value
 * @param secret whether the value must not be shown
 */
record ConfigKey<T>(String path, ValueType<T> type, T absent, boolean secret) {
    private static final String PREFIX = "EXECBUS_";

    /** {@code transport.frameBytes} is {@code EXECBUS_TRANSPORT_FRAME_BYTES}. */
    String environmentName() {
        return PREFIX + path.replaceAll("([A-Z])", "_$1").replace('.', '_').toUpperCase(Locale.ROOT);
    }

    static boolean isOurs(String environmentName) {
        return environmentName.startsWith(PREFIX);
    }

    boolean isOptional() {
        return absent == null;
    }

    String allowed() {
        return type.allowed() + (isOptional() ? ", or null in a file" : "");
    }

    @Override
    public String toString() {
        return path;
    }
}
