package dev.execbus.transport;

import java.util.Optional;

/** A path of the console. */
sealed interface ConsolePath {
    /** Without the slash that what the page names is relative to. */
    record Entrance() implements ConsolePath {}

    /** @param name as it was asked for, not decoded */
    record File(String name) implements ConsolePath {}

    /** @param environment the label or the name of workers a client wants; null for any */
    record Socket(String environment) implements ConsolePath {}

    String FOLDER = "/console";
    String SOCKET = FOLDER + "/rpc";

    /** Empty for a path that is not of the console. */
    static Optional<ConsolePath> of(String path) {
        if (path == null) {
            return Optional.empty();
        }
        if (path.equals(FOLDER)) {
            return Optional.of(new Entrance());
        }
        if (path.equals(SOCKET)) {
            return Optional.of(new Socket(null));
        }
        if (path.startsWith(FOLDER + "/")) {
            return Optional.of(new File(path.substring(FOLDER.length() + 1)));
        }
        return path.endsWith(SOCKET)
                ? EnvironmentPath.of(path.substring(0, path.length() - SOCKET.length()))
                        .map(EnvironmentPath::environment)
                        .map(Socket::new)
                : Optional.empty();
    }
}
