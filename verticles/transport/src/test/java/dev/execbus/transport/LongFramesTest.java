package dev.execbus.transport;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.netty.buffer.UnpooledByteBufAllocator;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class LongFramesTest {
    private static final int PART = 64 << 10;

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 31, 32, 33, 100})
    void losesNothingOnTheWay(int parts) {
        byte[] expected = new byte[parts * PART - 7];
        new Random(parts).nextBytes(expected);
        ByteBuf whole = Unpooled.EMPTY_BUFFER;
        for (int at = 0; at < expected.length; at += PART) {
            byte[] part = Arrays.copyOfRange(expected, at, Math.min(expected.length, at + PART));
            whole = LongFrames.append(UnpooledByteBufAllocator.DEFAULT, whole, Unpooled.wrappedBuffer(part));
        }
        assertThat(ByteBufUtil.getBytes(whole)).isEqualTo(expected);
        assertThat(whole.release()).isTrue();
    }
}
