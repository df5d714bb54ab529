package dev.execbus.transport;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A path of the event-bus door, where clients of Vert.x's bridge look for it.
 *
 * @param environment the label or the name of workers a client wants; null for any
 */
record EventBusPath(String environment, Kind kind) {
    enum Kind {
        /** What a SockJS client asks before anything else. */
        INFO,
        RAW_SOCKET,
        SOCKJS_SOCKET
    }

    private static final Pattern PATH = Pattern.compile("(?<environment>/environments/[^/]*)?/eventbus/"
            + "(?:(?<info>info)|(?<raw>websocket)|[^/.]+/[^/.]+/websocket)");

    /** Empty for a path that is not of this door. */
    static Optional<EventBusPath> of(String path) {
        Matcher matcher = PATH.matcher(path == null ? "" : path);
        if (!matcher.matches()) {
            return Optional.empty();
        }
        return EnvironmentPath.of(
                        Optional.ofNullable(matcher.group("environment")).orElse("/"))
                .map(found -> new EventBusPath(found.environment(), kind(matcher)));
    }

    private static Kind kind(Matcher matcher) {
        if (matcher.group("info") != null) {
            return Kind.INFO;
        }
        return matcher.group("raw") != null ? Kind.RAW_SOCKET : Kind.SOCKJS_SOCKET;
    }
}
