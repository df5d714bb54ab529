package dev.execbus.transport;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.CompositeByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.buffer.UnpooledByteBufAllocator;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.handler.codec.http.websocketx.BinaryWebSocketFrame;
import io.netty.handler.codec.http.websocketx.WebSocket13FrameDecoder;
import io.netty.handler.codec.http.websocketx.WebSocketDecoderConfig;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class LongFramesTest {
    private static final int PART = 64 << 10;

    private final Random chance = new Random(1);

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 31, 32, 33, 100})
    void losesNothingOnTheWay(int parts) {
        byte[] expected = bytes(parts * PART - 7);
        ByteBuf whole = appended(expected, PART);
        assertThat(ByteBufUtil.getBytes(whole)).isEqualTo(expected);
        assertThat(whole.release()).isTrue();
    }

    @ParameterizedTest
    @CsvSource({"65536, 17", "16384, 69", "1000, 129", "100, 129"})
    void thePartsThatAreKeptAreFewHoweverShortTheyAre(int part, int mostParts) {
        byte[] expected = bytes(1 << 20);
        ByteBuf whole = appended(expected, part);
        assertThat(whole instanceof CompositeByteBuf composite ? composite.numComponents() : 1)
                .isLessThanOrEqualTo(mostParts);
        assertThat(ByteBufUtil.getBytes(whole)).isEqualTo(expected);
        assertThat(whole.release()).isTrue();
    }

    @Test
    void partsThatAreKeptTakeNoMoreThanTwiceTheirBytes() {
        byte[] expected = bytes(40 * 20_000);
        ByteBuf whole = appended(Arrays.copyOf(expected, 8 * 20_000), 20_000);
        for (int at = 8 * 20_000; at < expected.length; at += 20_000) {
            ByteBuf roomy = Unpooled.buffer(PART).writeBytes(expected, at, 20_000);
            whole = LongFrames.append(UnpooledByteBufAllocator.DEFAULT, whole, roomy);
            assertThat(roomy.refCnt()).isZero();
        }
        assertThat(whole).isInstanceOf(CompositeByteBuf.class);
        assertThat(ByteBufUtil.getBytes(whole)).isEqualTo(expected);
        assertThat(whole.release()).isTrue();
    }

    @Test
    void afterBytesThatTrickledInAllIsThere() {
        byte[] expected = bytes(3 * PART + 5_000);
        ByteBuf whole = appended(Arrays.copyOf(expected, 3 * PART), PART);
        for (int at = 3 * PART; at < expected.length; at++) {
            whole = append(whole, Arrays.copyOfRange(expected, at, at + 1));
        }
        assertThat(ByteBufUtil.getBytes(whole)).isEqualTo(expected);
        assertThat(whole.release()).isTrue();
    }

    /** Whatever the parts are that the network makes of them. */
    @ParameterizedTest
    @ValueSource(ints = {1_000, 65_536, 1_000_000})
    void framesOfAllLengthsArriveInArraysOfTheirOwn(int part) {
        EmbeddedChannel channel = new EmbeddedChannel(new WebSocket13FrameDecoder(WebSocketDecoderConfig.newBuilder()
                .expectMaskedFrames(true)
                .maxFramePayloadLength(1 << 24)
                .build()));
        LongFrames.prepare(channel);
        int[] lengths = {0, 5, 63, 64, 125, 126, 65_535, 65_536, 200_000, 1_400_000, 3};
        ByteBuf sent = Unpooled.buffer();
        byte[][] payloads = new byte[lengths.length][];
        for (int i = 0; i < lengths.length; i++) {
            payloads[i] = bytes(lengths[i]);
            writeMasked(sent, payloads[i]);
        }
        while (sent.isReadable()) {
            channel.writeInbound(sent.readBytes(Math.min(part, sent.readableBytes())));
        }
        for (byte[] payload : payloads) {
            BinaryWebSocketFrame frame = channel.readInbound();
            assertThat(ByteBufUtil.getBytes(frame.content())).isEqualTo(payload);
            if (payload.length >= 64) {
                assertThat(frame.content().hasArray()).isTrue();
                assertThat(frame.content().alloc()).isInstanceOf(UnpooledByteBufAllocator.class);
            }
            frame.release();
        }
        assertThat(channel.<Object>readInbound()).isNull();
        assertThat(channel.finish()).isFalse();
    }

    private static void writeMasked(ByteBuf out, byte[] payload) {
        byte[] mask = {1, 2, 3, 4};
        out.writeByte(0x82);
        if (payload.length < 126) {
            out.writeByte(0x80 | payload.length);
        } else if (payload.length < 65_536) {
            out.writeByte(0x80 | 126).writeShort(payload.length);
        } else {
            out.writeByte(0x80 | 127).writeLong(payload.length);
        }
        out.writeBytes(mask);
        for (int i = 0; i < payload.length; i++) {
            out.writeByte(payload[i] ^ mask[i & 3]);
        }
    }

    private byte[] bytes(int length) {
        byte[] bytes = new byte[length];
        chance.nextBytes(bytes);
        return bytes;
    }

    private static ByteBuf appended(byte[] bytes, int part) {
        ByteBuf whole = Unpooled.EMPTY_BUFFER;
        for (int at = 0; at < bytes.length; at += part) {
            whole = append(whole, Arrays.copyOfRange(bytes, at, Math.min(bytes.length, at + part)));
        }
        return whole;
    }

    private static ByteBuf append(ByteBuf whole, byte[] part) {
        return LongFrames.append(UnpooledByteBufAllocator.DEFAULT, whole, Unpooled.wrappedBuffer(part));
    }
}
