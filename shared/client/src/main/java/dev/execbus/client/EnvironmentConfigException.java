package dev.execbus.client;

/** Environments are not configured as they may be; the message is the reference's. A server does not start with it. */
public final class EnvironmentConfigException extends RuntimeException {
    private static final long serialVersionUID = 1;

    private static final String PREFIX = "exec-server protocol error: ";

    EnvironmentConfigException(String message) {
        super(PREFIX + message, null, false, false);
    }
}
