package dev.execbus.transport;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.util.concurrent.FastThreadLocal;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class SpareArrayTest {
    @BeforeEach
    void noneLeftByOthers() {
        FastThreadLocal.removeAll();
    }

    @Test
    void anArrayThatWasGivenBackIsUsedAgain() {
        ByteBuf first = SpareArray.take(100_000);
        SpareArray.giveBack(first.array());

        ByteBuf second = SpareArray.take(100_017);

        assertThat(second.array()).isSameAs(first.array());
        assertThat(second.readableBytes()).isZero();
        assertThat(second.writableBytes()).isEqualTo(100_017);
        assertThat(second.maxCapacity()).isEqualTo(100_017);
    }

    @Test
    void anArrayIsNeverInTwoHands() {
        byte[] kept = SpareArray.take(100_000).array();
        SpareArray.giveBack(SpareArray.take(100_000).array());

        byte[] second = SpareArray.take(100_000).array();
        byte[] third = SpareArray.take(100_000).array();

        assertThat(second).isNotSameAs(kept);
        assertThat(third).isNotSameAs(second).isNotSameAs(kept);
    }

    @Test
    void theLongerOneStays() {
        byte[] small = SpareArray.take(100_000).array();
        byte[] large = SpareArray.take(1_000_000).array();
        SpareArray.giveBack(large);
        SpareArray.giveBack(small);

        assertThat(SpareArray.take(1_000_000).array()).isSameAs(large);
    }

    @Test
    void aLongerFrameGetsAnArrayOfItsOwn() {
        byte[] small = SpareArray.take(100_000).array();
        SpareArray.giveBack(small);

        assertThat(SpareArray.take(1_000_000).array()).isNotSameAs(small);
        assertThat(SpareArray.take(100_000).array()).isSameAs(small);
    }

    @ParameterizedTest
    @CsvSource({"65535, false", "65536, true", "2097152, true", "2097153, false"})
    void isForFramesAsLongAs(int length, boolean expected) {
        assertThat(SpareArray.isFor(length)).isEqualTo(expected);
    }

    @Test
    void whatIsTooLongOrTooShortIsNotKept() {
        SpareArray.giveBack(new byte[(2 << 20) + 1]);
        SpareArray.giveBack(new byte[100]);

        assertThat(SpareArray.take(2 << 20).array()).hasSize(2 << 20);
        assertThat(SpareArray.take(65_536).array()).hasSize(128 << 10);
    }
}
