package dev.execbus.transport;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * The path a client connects to.
 *
 * @param environment the label or the name of workers it wants; null for any
 */
record EnvironmentPath(String environment) {
    private static final String PREFIX = "/environments/";
    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9._-]{1,128}");

    /** Empty for a path that leads nowhere. */
    static Optional<EnvironmentPath> of(String path) {
        if ("/".equals(path)) {
            return Optional.of(new EnvironmentPath(null));
        }
        if (path == null || !path.startsWith(PREFIX)) {
            return Optional.empty();
        }
        return decoded(path.substring(PREFIX.length()))
                .filter(name -> NAME.matcher(name).matches())
                .map(EnvironmentPath::new);
    }

    private static Optional<String> decoded(String name) {
        try {
            // A plus stays none of the allowed letters, whatever it stands for.
            return Optional.of(URLDecoder.decode(name, StandardCharsets.UTF_8));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }
}
