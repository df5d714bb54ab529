package dev.execbus.transport;

import java.time.Duration;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Limits and habits of the transport room.
 *
 * @param frameBytes largest inbound WebSocket frame, and the largest we send
 * @param messageBytes largest inbound message, put together from frames, and the largest line on stdio
 * @param connections client connections of one gateway at a time
 * @param inFlight requests of one connection that may be under way at a time; more wait unread. Waiting reads do not count
 * @param pingInterval between our pings
 * @param pongTimeout a connection whose peer has answered no ping and sent nothing for so long is let go
 * @param slowClient a connection that does not take a delivery for so long is let go
 * @param allowedOrigins values of {@code Origin} that may connect; others are refused
 * @param lenientClients client names whose params are read leniently, see {@link dev.execbus.protocol.Dialect}; {@code *} for all
 * @param placementQueue clients of one gateway that may wait for a worker at a time
 * @param placementWait how long a client waits for a worker
 * @param silentWorker how long a session is taken to be on a worker that is not heard any more and may be alive
 * @param eventBus whether clients of Vert.x's event-bus bridge find a door of theirs
 * @param console whether browsers find the console
 * @param hosts names of this server, without a port, that pages may be of where nobody says who it is
 */
public record TransportSettings(
        int frameBytes,
        int messageBytes,
        int connections,
        int inFlight,
        Duration pingInterval,
        Duration pongTimeout,
        Duration slowClient,
        Set<String> allowedOrigins,
        Set<String> lenientClients,
        int placementQueue,
        Duration placementWait,
        Duration silentWorker,
        boolean eventBus,
        boolean console,
        Set<String> hosts) {

    public TransportSettings {
        allowedOrigins = Set.copyOf(allowedOrigins);
        lenientClients = Set.copyOf(lenientClients);
        hosts = hosts.stream().map(host -> host.toLowerCase(Locale.ROOT)).collect(Collectors.toUnmodifiableSet());
    }

    /** Every release of the Codex CLI introduces itself by the name that is lenient by default. */
    public static final TransportSettings DEFAULTS = new TransportSettings(
            16 << 20,
            64 << 20,
            4_096,
            128,
            Duration.ofSeconds(15),
            Duration.ofSeconds(40),
            Duration.ofSeconds(30),
            Set.of(),
            Set.of("codex-environment"),
            256,
            Duration.ofSeconds(10),
            Duration.ofSeconds(80),
            false,
            false,
            Set.of());
}
