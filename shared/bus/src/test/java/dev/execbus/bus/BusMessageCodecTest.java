package dev.execbus.bus;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import dev.execbus.protocol.ErrorCode;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.eventbus.ReplyException;
import io.vertx.core.eventbus.ReplyFailure;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

final class BusMessageCodecTest {
    private static final BusKey KEY = key("secret");
    private static final BusMessageCodec CODEC = new BusMessageCodec(KEY);
    /** What Vert.x has written already when it comes to the body. */
    private static final byte[] BEFORE = {1, 2, 3};

    private static BusKey key(String secret) {
        return BusKey.of("test", secret.getBytes(StandardCharsets.UTF_8));
    }

    static List<Class<?>> messages() {
        return Samples.messages();
    }

    private static byte[] encoded(Object message) {
        Buffer buffer = Buffer.buffer();
        CODEC.encodeToWire(buffer, (BusMessage) message);
        return buffer.getBytes();
    }

    private static Object decoded(byte[] bytes) {
        return CODEC.decodeFromWire(
                BEFORE.length, Buffer.buffer().appendBytes(BEFORE).appendBytes(bytes));
    }

    @Test
    void everyContractHasMessages() {
        assertThat(Samples.messages())
                .hasSizeGreaterThan(60)
                .contains(ProcessService.Start.class, GatewayService.Deliver.class, Beats.WorkerBeat.class);
    }

    @ParameterizedTest
    @MethodSource("messages")
    void whatWasWrittenIsRead(Class<?> type) {
        for (Object message : Samples.of(type)) {
            assertThat(decoded(encoded(message))).isEqualTo(message).isInstanceOf(type);
        }
    }

    @ParameterizedTest
    @MethodSource("messages")
    void aMessageThatIsCutShortIsRefused(Class<?> type) {
        byte[] whole = encoded(Samples.of(type).getFirst());
        for (int length = 0; length < whole.length; length++) {
            assertThat(decoded(Arrays.copyOf(whole, length))).isInstanceOf(ReplyException.class);
        }
        assertThat(decoded(Arrays.copyOf(whole, whole.length + 1))).isInstanceOf(ReplyException.class);
    }

    @ParameterizedTest
    @MethodSource("messages")
    void aDamagedMessageIsAnotherOneOrRefused(Class<?> type) {
        for (Object message :
                List.of(Samples.of(type).getFirst(), Samples.of(type).get(5))) {
            byte[] whole = encoded(message);
            for (int at = 0; at < Math.min(whole.length, 4_000); at++) {
                for (int flip : new int[] {0x01, 0x80, 0xff}) {
                    byte[] damaged = whole.clone();
                    damaged[at] ^= (byte) flip;
                    Object read = decoded(damaged);
                    if (!(read instanceof BusMessage) && !(read instanceof ReplyException)) {
                        fail("byte %d of %s changed gives %s", at, message, read);
                    }
                }
            }
        }
    }

    @Test
    void aMessageWithAnotherKeyIsRefusedUnread() {
        Buffer buffer = Buffer.buffer();
        new BusMessageCodec(key("another")).encodeToWire(buffer, new Beats.RollCall());

        Object refused = CODEC.decodeFromWire(0, buffer);

        assertThat(refused)
                .isInstanceOfSatisfying(
                        ReplyException.class,
                        failure ->
                                assertThat(BusMessageCodec.isStranger(failure)).isTrue());
    }

    @Test
    void aMessageThatIsNotKnownHereSaysThatReleasesDiffer() {
        byte[] unknown = encoded(new Beats.RollCall());
        unknown[BusKey.LENGTH] ^= 1;

        assertThat(decoded(unknown)).isInstanceOfSatisfying(ReplyException.class, failure -> {
            assertThat(failure.failureType()).isEqualTo(ReplyFailure.RECIPIENT_FAILURE);
            assertThat(failure.failureCode()).isEqualTo(ErrorCode.UNSUPPORTED.number());
            assertThat(failure)
                    .hasMessage("the nodes are of different releases: one does not know what the other sent");
        });
    }

    @Test
    void insideANodeAMessageIsPassedAsItIs() {
        BusMessage message = new Beats.RollCall();

        assertThat(new BusMessageCodec().transform(message)).isSameAs(message);
    }
}
