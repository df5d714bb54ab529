package dev.execbus.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.PooledByteBufAllocator;
import io.netty.buffer.Unpooled;
import io.netty.channel.embedded.EmbeddedChannel;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class WholeMessagesTest {
    private final Random chance = new Random(1);
    private final List<byte[]> received = new ArrayList<>();
    private final EmbeddedChannel channel = new EmbeddedChannel(new WholeMessages(pipeline -> this::receive));
    private final List<ByteBuf> parts = new ArrayList<>();

    private void receive(ByteBuf message) {
        assertThat(message.array()).hasSize(message.readableBytes());
        received.add(message.array());
    }

    @AfterEach
    void everyPartIsLetGo() {
        channel.finishAndReleaseAll();
        assertThat(parts).allSatisfy(part -> assertThat(part.refCnt()).isZero());
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 4, 5, 7, 64, 1_000, 65_536, 4_000_000})
    void messagesComeOneByOneHoweverTheyAreCut(int part) {
        List<byte[]> messages = List.of(bytes(1), bytes(100), bytes(70_000), bytes(3), bytes(WholeMessages.LONGEST));
        read(wire(messages.toArray(byte[][]::new)), part);

        assertThat(received).containsExactlyElementsOf(messages);
        assertThat(passed()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(ints = {3, 65_536, 4_000_000})
    void aLongerOnePassesInTheMiddleOfOthers(int part) {
        byte[] before = bytes(10);
        byte[] longer = bytes(WholeMessages.LONGEST + 1);
        byte[] after = bytes(20);
        read(wire(before, longer, after), part);

        assertThat(received).containsExactly(before, after);
        assertThat(passed()).isEqualTo(ByteBufUtil.getBytes(wire(longer)));
    }

    @ParameterizedTest
    @ValueSource(ints = {Integer.MAX_VALUE, -1, 0, Integer.MIN_VALUE})
    void whatIsNoMessageIsLeftToVertx(int length) {
        byte[] rubbish = ByteBufUtil.getBytes(Unpooled.buffer().writeInt(length).writeBytes(bytes(1_000)));
        read(Unpooled.wrappedBuffer(rubbish), 300);

        assertThat(received).isEmpty();
        assertThat(passed()).isEqualTo(rubbish);
    }

    @Test
    void thatSomethingCameIsToldAtEachPart() {
        ByteBuf message = wire(bytes(1_000));
        channel.writeInbound(message.readRetainedSlice(100));
        assertThat(channel.<ByteBuf>readInbound()).isSameAs(Unpooled.EMPTY_BUFFER);
        assertThat(received).isEmpty();

        channel.writeInbound(message);
        assertThat(channel.<ByteBuf>readInbound()).isSameAs(Unpooled.EMPTY_BUFFER);
        assertThat(received).hasSize(1);
    }

    @Test
    void withoutAReceiverAllPassesAsItComes() {
        EmbeddedChannel other = new EmbeddedChannel(new WholeMessages(pipeline -> null));
        ByteBuf message = wire(bytes(1_000));
        other.writeInbound(message);

        assertThat(other.<ByteBuf>readInbound()).isSameAs(message);
        assertThat(other.pipeline().get(WholeMessages.class)).isNull();
        message.release();
    }

    private static ByteBuf wire(byte[]... messages) {
        ByteBuf wire = Unpooled.buffer();
        for (byte[] message : messages) {
            wire.writeInt(message.length).writeBytes(message);
        }
        return wire;
    }

    private byte[] bytes(int length) {
        byte[] bytes = new byte[length];
        chance.nextBytes(bytes);
        return bytes;
    }

    private void read(ByteBuf bytes, int length) {
        while (bytes.isReadable()) {
            int count = Math.min(length, bytes.readableBytes());
            ByteBuf part = PooledByteBufAllocator.DEFAULT.directBuffer(count).writeBytes(bytes, count);
            parts.add(part);
            channel.writeInbound(part);
        }
    }

    private byte[] passed() {
        ByteBuf passed = Unpooled.buffer();
        for (ByteBuf each = channel.readInbound(); each != null; each = channel.readInbound()) {
            passed.writeBytes(each);
            each.release();
        }
        return ByteBufUtil.getBytes(passed);
    }
}
