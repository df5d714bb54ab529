package dev.execbus.unifiedexec;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.execbus.unifiedexec.HeadTailBuffer.Content;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;

final class HeadTailBufferTest {
    private static HeadTailBuffer buffer(int room) {
        return new HeadTailBuffer(room, MemoryBudget.unlimited());
    }

    private static void append(HeadTailBuffer buffer, String... chunks) {
        for (String chunk : chunks) {
            buffer.append(chunk.getBytes(UTF_8));
        }
    }

    private static String rendered(HeadTailBuffer buffer) {
        return new String(buffer.content().rendered(), UTF_8);
    }

    private static String kept(HeadTailBuffer buffer) {
        return new String(buffer.content().kept(), UTF_8);
    }

    @Test
    void keepsEverythingThatFits() {
        HeadTailBuffer buffer = buffer(10);
        append(buffer, "0123456789");

        assertThat(rendered(buffer)).isEqualTo("0123456789");
        assertThat(buffer.content().omitted()).isZero();
    }

    @Test
    void tellsHowManyBytesAreMissingBehindTheHead() {
        HeadTailBuffer buffer = buffer(10);
        append(buffer, "0123456789", "ab");

        assertThat(rendered(buffer)).isEqualTo("01234\n... 2 bytes omitted ...\n789ab");
    }

    @Test
    void aChunkLargerThanTheTailReplacesIt() {
        HeadTailBuffer buffer = buffer(10);
        append(buffer, "0123456789", "ab", "ABCDEFGHIJK");

        assertThat(rendered(buffer)).isEqualTo("01234\n... 13 bytes omitted ...\nGHIJK");
        assertThat(buffer.content().totalBytes()).isEqualTo(23);
    }

    @Test
    void aChunkAsLargeAsTheTailReplacesIt() {
        HeadTailBuffer buffer = buffer(10);
        append(buffer, "0123456789", "ABCDE");

        assertThat(rendered(buffer)).isEqualTo("01234\n... 5 bytes omitted ...\nABCDE");
    }

    @Test
    void dropsTheOldestOfTheTail() {
        HeadTailBuffer buffer = buffer(10);
        append(buffer, "01", "234", "567", "89", "a");

        assertThat(kept(buffer)).isEqualTo("012346789a");
        assertThat(buffer.content().omitted()).isEqualTo(1);
    }

    @Test
    void aRoomOfOneByteIsAllTail() {
        HeadTailBuffer buffer = buffer(1);
        append(buffer, "abc");

        assertThat(kept(buffer)).isEqualTo("c");
        assertThat(buffer.content().omitted()).isEqualTo(2);
    }

    @Test
    void withoutRoomEverythingIsCounted() {
        HeadTailBuffer buffer = buffer(0);
        append(buffer, "abc");

        assertThat(kept(buffer)).isEmpty();
        assertThat(buffer.content().omitted()).isEqualTo(3);
    }

    @Test
    void emptyChunksAreIgnored() {
        HeadTailBuffer buffer = buffer(4);
        append(buffer, "", "ab", "", "cd", "", "e", "");

        assertThat(rendered(buffer)).isEqualTo("ab\n... 1 bytes omitted ...\nde");
    }

    @Test
    void beginsAnewAfterItWasDrained() {
        HeadTailBuffer buffer = buffer(4);
        append(buffer, "abcdefgh");
        assertThat(new String(buffer.drain().rendered(), UTF_8)).isEqualTo("ab\n... 4 bytes omitted ...\ngh");

        assertThat(rendered(buffer)).isEmpty();
        append(buffer, "xyz");
        assertThat(rendered(buffer)).isEqualTo("xyz");
    }

    @Test
    void countsWhatTheRealClientCounts() {
        HeadTailBuffer buffer = buffer(1 << 20);
        byte[] chunk = new byte[60_001];
        int left = 3_000_002;
        while (left > 0) {
            buffer.append(left < chunk.length ? new byte[left] : chunk);
            left -= chunk.length;
        }

        assertThat(buffer.content().omitted()).isEqualTo(1_951_426);
        assertThat(Truncation.tokens(buffer.content().totalBytes())).isEqualTo(750_001);
    }

    @Test
    void keepsTheSameWhateverTheChunks() {
        Random random = new Random(7);
        for (int round = 0; round < 2_000; round++) {
            int room = random.nextInt(40);
            byte[] all = new byte[random.nextInt(120)];
            random.nextBytes(all);
            HeadTailBuffer buffer = buffer(room);
            for (int at = 0; at < all.length; ) {
                int to = Math.min(all.length, at + random.nextInt(30));
                buffer.append(Arrays.copyOfRange(all, at, to));
                at = to;
            }
            int head = Math.min(all.length, room / 2);
            int tail = Math.min(all.length - head, room - room / 2);
            Content content = buffer.drain();
            assertThat(content.head().bytes()).isEqualTo(Arrays.copyOf(all, head));
            assertThat(content.tail().bytes()).isEqualTo(Arrays.copyOfRange(all, all.length - tail, all.length));
            assertThat(content.omitted()).isEqualTo(all.length - head - tail);
        }
    }

    @Test
    void keepsLessWhenThereIsNoMemory() {
        MemoryBudget budget = new MemoryBudget(5_000);
        HeadTailBuffer buffer = new HeadTailBuffer(1 << 20, budget);
        byte[] all = new byte[100_000];
        new Random(1).nextBytes(all);
        for (int at = 0; at < all.length; at += 500) {
            buffer.append(Arrays.copyOfRange(all, at, at + 500));
        }
        assertThat(budget.used()).isLessThanOrEqualTo(5_000 + 1_024);

        Content content = buffer.drain();

        byte[] head = content.head().bytes();
        byte[] tail = content.tail().bytes();
        assertThat(head).isNotEmpty().isEqualTo(Arrays.copyOf(all, head.length));
        assertThat(tail).isNotEmpty().isEqualTo(Arrays.copyOfRange(all, all.length - tail.length, all.length));
        assertThat(content.totalBytes()).isEqualTo(all.length);
        assertThat(budget.used()).isZero();
    }
}
