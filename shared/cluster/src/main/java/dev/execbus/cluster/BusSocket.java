package dev.execbus.cluster;

import io.vertx.core.eventbus.EventBusOptions;
import io.vertx.core.http.ClientAuth;
import io.vertx.core.net.PemKeyCertOptions;
import io.vertx.core.net.PemTrustOptions;
import io.vertx.core.transport.Transport;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;

/** Where this node's event bus listens and how its connections behave. */
final class BusSocket {
    private static final int PING_MS = 1_000;
    private static final int PONG_MS = 2_000;
    private static final int CONNECT_MS = 1_500;
    private static final int HANDSHAKE_MS = 3_000;

    /** Twice what a worker sends of a process at once: so much is read with one call. */
    private static final int RECEIVE_BYTES = 256 << 10;

    /**
     * A connection that is closed for want of a pong first waits until what was written to it is sent, which on a dead
     * network takes a quarter of an hour, and nothing new is connected before. One that has been silent for so long is
     * closed at once; the pongs keep a living one from it.
     */
    private static final int SILENCE_SECONDS = 4;

    private final ClusterSettings settings;

    BusSocket(ClusterSettings settings) {
        this.settings = settings;
        if (settings.tls() != null) {
            checkReadable("the certificate for the event bus", settings.tls().certificate());
            checkReadable("the key for the event bus", settings.tls().key());
            checkReadable("the authority for the event bus", settings.tls().authority());
        }
    }

    /** Where others reach it. */
    String publicHost() {
        return settings.busPublicHost() == null ? settings.busHost() : settings.busPublicHost();
    }

    /** @param given by whoever starts Vert.x; stays as it is */
    EventBusOptions options(EventBusOptions given) {
        EventBusOptions options = new EventBusOptions(given)
                .setHost(settings.busHost())
                .setPort(settings.busPort())
                .setClusterPublicHost(publicHost())
                .setClusterPingInterval(PING_MS)
                .setClusterPingReplyInterval(PONG_MS)
                .setConnectTimeout(CONNECT_MS)
                .setReconnectAttempts(0)
                .setTcpNoDelay(true)
                .setReceiveBufferSize(RECEIVE_BYTES)
                .setReadIdleTimeout(SILENCE_SECONDS)
                .setIdleTimeoutUnit(TimeUnit.SECONDS);
        return settings.tls() == null ? options : secured(options, settings.tls());
    }

    /** With TLS, messages can be told apart only behind what decrypts them, where nothing of ours can be. */
    io.vertx.core.spi.transport.Transport transport(Transport wanted) {
        return settings.tls() == null && wanted != Transport.NIO
                ? BusTransport.around(wanted.implementation())
                : wanted.implementation();
    }

    /** Vert.x does not compare host names on the event bus: whom the authority has signed for is one of the cluster. */
    private static EventBusOptions secured(EventBusOptions options, ClusterSettings.Tls tls) {
        return options.setSsl(true)
                .setKeyCertOptions(new PemKeyCertOptions()
                        .addCertPath(tls.certificate().toString())
                        .addKeyPath(tls.key().toString()))
                .setTrustOptions(
                        new PemTrustOptions().addCertPath(tls.authority().toString()))
                .setClientAuth(ClientAuth.REQUIRED)
                .setSslHandshakeTimeout(HANDSHAKE_MS)
                .setSslHandshakeTimeoutUnit(TimeUnit.MILLISECONDS);
    }

    private static void checkReadable(String what, Path file) {
        if (!Files.isReadable(file)) {
            throw new ClusterException(what + " cannot be read: " + file);
        }
    }

    @Override
    public String toString() {
        return settings.busHost() + " port " + settings.busPort();
    }
}
