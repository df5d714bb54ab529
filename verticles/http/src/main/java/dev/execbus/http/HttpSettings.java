package dev.execbus.http;

import java.time.Duration;
import java.util.List;
import java.util.Map;

/**
 * Limits and rules of the http room. A buffered answer is in memory as bytes and, on its way to the client, as a base64
 * message a third longer: the heap must have room for about three times {@code heldBytes}.
 *
 * @param allow where requests may go: host names, {@code *.example.com}, addresses, networks, {@code loopback},
 *     {@code link-local}, {@code private}, {@code *}; empty for everywhere
 * @param deny where requests must not go, in the same words; stronger than {@code allow}
 * @param bufferedBytes a longer buffered answer is refused: it is to be streamed
 * @param heldBytes bodies of requests and of buffered answers in memory at a time, of all connections together
 * @param perConnection requests of one connection at a time
 * @param perWorker requests of all connections at a time
 * @param frameBytes the longest piece of a streamed body, at most 256 KiB
 * @param redirects hops that are followed
 * @param connectTimeout for each of: finding the address, connecting, the TLS handshake
 * @param creditTimeout how long a gateway may take for a delivery before it counts as gone
 * @param idleTimeout how long a connection without a request is kept for the next one, in whole seconds
 * @param variables of the server: for proxies, and for headers that name one; they may be secrets
 */
public record HttpSettings(
        List<String> allow,
        List<String> deny,
        long bufferedBytes,
        long heldBytes,
        int perConnection,
        int perWorker,
        int frameBytes,
        int redirects,
        Duration connectTimeout,
        Duration creditTimeout,
        Duration idleTimeout,
        Map<String, String> variables) {
    public static final HttpSettings DEFAULTS = new HttpSettings(
            List.of(),
            List.of(),
            64L << 20,
            128L << 20,
            64,
            1024,
            64 << 10,
            10,
            Duration.ofSeconds(10),
            Duration.ofSeconds(35),
            Duration.ofSeconds(4),
            Map.of());

    private static final int LONGEST_FRAME = 256 << 10;

    public HttpSettings {
        allow = List.copyOf(allow);
        deny = List.copyOf(deny);
        variables = Map.copyOf(variables);
        HostRules.parse(allow, deny);
        if (bufferedBytes < 1 || bufferedBytes > Integer.MAX_VALUE - 8 || heldBytes < bufferedBytes) {
            throw new IllegalArgumentException(
                    "a buffered answer may have 1 byte to 2 GiB, and heldBytes must have room for one");
        }
        if (perConnection < 1 || perWorker < 1 || redirects < 0) {
            throw new IllegalArgumentException("limits of the http room must be positive");
        }
        if (frameBytes < 1 || frameBytes > LONGEST_FRAME) {
            throw new IllegalArgumentException("a piece of a streamed body may have 1 to " + LONGEST_FRAME + " bytes");
        }
        if (!isPositive(connectTimeout) || !isPositive(creditTimeout) || !isPositive(idleTimeout)) {
            throw new IllegalArgumentException("times of the http room must be a millisecond or more");
        }
    }

    public HttpSettings withVariables(Map<String, String> serverVariables) {
        return new HttpSettings(
                allow,
                deny,
                bufferedBytes,
                heldBytes,
                perConnection,
                perWorker,
                frameBytes,
                redirects,
                connectTimeout,
                creditTimeout,
                idleTimeout,
                serverVariables);
    }

    private static boolean isPositive(Duration duration) {
        return duration.toMillis() > 0;
    }

    /** Variables may be secrets. */
    @Override
    public String toString() {
        return "HttpSettings[allow=" + allow + ", deny=" + deny + "]";
    }
}
