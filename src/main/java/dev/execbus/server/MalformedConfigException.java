package dev.execbus.server;

/** A configuration file that is not JSON or YAML; the message says where. */
final class MalformedConfigException extends Exception {
    private static final long serialVersionUID = 1;

    MalformedConfigException(String message) {
        super(message, null, false, false);
    }
}
