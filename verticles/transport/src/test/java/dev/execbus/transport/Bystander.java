package dev.execbus.transport;

import static org.assertj.core.api.Assertions.assertThat;

import dev.execbus.bus.ProcessEvent.Output;
import dev.execbus.protocol.ByteChunk;
import dev.execbus.protocol.StreamName;
import dev.execbus.testkit.Eventually;
import io.vertx.core.json.JsonObject;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.locks.LockSupport;

/**
 * A client with a stream that goes on all the time, to show that what somebody else does is nothing to it. It must come
 * before all others. Used by the test's thread; a thread of its own tells the stream.
 */
final class Bystander implements AutoCloseable {
    private static final int CHUNK_BYTES = 1_000;
    private static final long PACE_NANOS = 1_000_000;

    private final BrowserRoom room;
    private final EventBusClient client;
    private final String session;
    private final MessageDigest sent = sha256();
    private final Random random = new Random(5);
    private final Thread teller = Thread.ofPlatform().name("bystander").unstarted(this::tell);
    private volatile long told;
    private volatile boolean over;
    private volatile Throwable failure;

    /** @param headers of its upgrade, with the token where one is asked for */
    Bystander(BrowserRoom room, Map<String, String> headers) {
        this.room = room;
        this.client = EventBusClient.raw(room.port(), headers);
        this.session = client.open(null);
        teller.start();
        awaitMore();
    }

    private void tell() {
        byte[] chunk = new byte[CHUNK_BYTES];
        try {
            while (!over) {
                random.nextBytes(chunk);
                sent.update(chunk);
                long number = told + 1;
                room.deliver(
                        session, 1, 1, number, new Output("p", number, StreamName.STDOUT, ByteChunk.of(chunk.clone())));
                told = number;
                LockSupport.parkNanos(PACE_NANOS);
            }
        } catch (RuntimeException | AssertionError e) {
            failure = e;
        }
    }

    /** The stream is going on now, and answers come. */
    void awaitMore() {
        long before = told;
        Eventually.holds("the stream goes on", BrowserRoom.SOON, () -> told >= before + 5 || failure != null);
        client.call("process/list", new JsonObject()).result();
        assertThat(failure).isNull();
    }

    /** Everything came that was told, and nothing else. */
    private void checkAll() {
        over = true;
        try {
            teller.join(BrowserRoom.SOON);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(e);
        }
        assertThat(failure).isNull();
        Eventually.holds(
                "all is told", BrowserRoom.SOON, () -> client.received().size() >= told);
        MessageDigest received = sha256();
        client.received().stream()
                .map(envelope -> envelope.getJsonObject("body"))
                .forEach(body -> received.update(
                        Base64.getDecoder().decode(body.getJsonObject("params").getString("chunk"))));
        assertThat(HexFormat.of().formatHex(received.digest()))
                .isEqualTo(HexFormat.of().formatHex(sent.digest()));
        assertThat(client.refusals()).isEmpty();
        assertThat(client.isOpen()).isTrue();
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError(e);
        }
    }

    /** After what somebody else did; fails if this client noticed it. */
    @Override
    public void close() {
        try {
            awaitMore();
            checkAll();
        } finally {
            over = true;
            client.close();
        }
    }
}
