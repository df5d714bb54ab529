package dev.execbus.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.execbus.protocol.ByteChunk;
import dev.execbus.protocol.StreamName;
import dev.execbus.server.RemoteEvent.Closed;
import dev.execbus.server.RemoteEvent.Exited;
import dev.execbus.server.RemoteEvent.Output;
import java.util.List;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;

final class OutputOrderTest {
    private final OutputOrder order = new OutputOrder();

    @Test
    void givesOutWhatIsPushedInOrder() {
        assertThat(order.pushed(output(1))).containsExactly(output(1));
        assertThat(order.pushed(output(2))).containsExactly(output(2));
        assertThat(order.needsRead()).isFalse();
    }

    @Test
    void holdsBackWhatComesTooEarly() {
        assertThat(order.pushed(output(3))).isEmpty();
        assertThat(order.pushed(output(2))).isEmpty();
        assertThat(order.hasGap()).isTrue();

        assertThat(order.pushed(output(1))).containsExactly(output(1), output(2), output(3));
        assertThat(order.hasGap()).isFalse();
    }

    @Test
    void givesOutEachNumberOnce() {
        order.pushed(output(1));
        order.pushed(output(3));

        assertThat(order.pushed(output(1))).isEmpty();
        assertThat(order.pushed(output(3))).isEmpty();
        assertThat(order.pushed(output(2))).containsExactly(output(2), output(3));
    }

    @Test
    void closesOnlyWhenEverythingBeforeIsThere() {
        order.pushed(new Closed(3));
        order.pushed(new Exited(1, 7));
        assertThat(order.isClosed()).isFalse();

        assertThat(order.pushed(output(2))).containsExactly(output(2));
        assertThat(order.isClosed()).isTrue();
        assertThat(order.exitCode()).hasValue(7);
        assertThat(order.isIncomplete()).isFalse();
    }

    @Test
    void readsUntilThereIsNothingMore() {
        order.pushed(output(1));
        order.attached();
        assertThat(order.needsRead()).isTrue();

        assertThat(order.read(running(4, output(2), output(3)))).containsExactly(output(2), output(3));
        assertThat(order.needsRead()).isTrue();

        assertThat(order.read(running(4))).isEmpty();
        assertThat(order.needsRead()).isFalse();
    }

    @Test
    void readsUntilItMeetsWhatIsPushed() {
        order.attached();
        assertThat(order.pushed(output(4))).isEmpty();
        assertThat(order.needsRead()).isTrue();

        assertThat(order.read(running(3, output(1), output(2)))).containsExactly(output(1), output(2));
        assertThat(order.needsRead()).isTrue();

        assertThat(order.read(running(5, output(3), output(4)))).containsExactly(output(3), output(4));
        assertThat(order.needsRead()).isFalse();
    }

    @Test
    void ignoresWhatWasPushedAndReadAsWell() {
        order.attached();
        order.pushed(output(1));

        assertThat(order.read(running(3, output(1), output(2)))).containsExactly(output(2));
        assertThat(order.pushed(output(2))).isEmpty();
    }

    @Test
    void infersTheEndFromARead() {
        order.pushed(output(1));
        order.attached();
        order.read(ended(5, 3, output(2)));
        assertThat(order.isClosed()).isFalse();

        assertThat(order.read(ended(5, 3))).isEmpty();
        assertThat(order.isClosed()).isTrue();
        assertThat(order.exitCode()).hasValue(3);
        assertThat(order.last()).isEqualTo(4);
        assertThat(order.needsRead()).isFalse();
        assertThat(order.isIncomplete()).isFalse();
    }

    @Test
    void infersAnExitBetweenChunks() {
        order.attached();
        List<Output> released = order.read(new ReadAnswer(List.of(output(1), output(3)), 4, OptionalInt.of(9), false));

        assertThat(released).containsExactly(output(1), output(3));
        assertThat(order.pushed(new Closed(4))).isEmpty();
        assertThat(order.isClosed()).isTrue();
        assertThat(order.isIncomplete()).isFalse();
    }

    @Test
    void asksForAnExitCodeThatACutAnswerDidNotTell() {
        order.attached();
        order.read(running(4, output(1), output(3)));
        order.pushed(new Closed(4));

        assertThat(order.needsRead()).isTrue();
        order.read(ended(5, 2));
        assertThat(order.exitCode()).hasValue(2);
        assertThat(order.isIncomplete()).isFalse();
    }

    @Test
    void knowsThatOutputIsLost() {
        order.attached();
        assertThat(order.read(running(8, output(6), output(7)))).containsExactly(output(6), output(7));
        order.read(running(8));
        order.pushed(new Exited(8, 0));
        order.pushed(new Closed(9));

        assertThat(order.isClosed()).isTrue();
        assertThat(order.isIncomplete()).isTrue();
    }

    @Test
    void knowsThatOneChunkIsLostBesideTheExit() {
        order.attached();
        order.read(ended(4, 0));

        assertThat(order.isClosed()).isTrue();
        assertThat(order.isIncomplete()).isTrue();
    }

    @Test
    void readsWhatThePushesJumpedOver() {
        order.pushed(output(1));
        order.pushed(output(4));
        assertThat(order.needsRead()).isFalse();

        order.missed();
        assertThat(order.needsRead()).isTrue();
        assertThat(order.read(running(5, output(2), output(3), output(4))))
                .containsExactly(output(2), output(3), output(4));
        assertThat(order.needsRead()).isFalse();
    }

    private static Output output(long seq) {
        return new Output(seq, seq % 2 == 0 ? StreamName.STDERR : StreamName.STDOUT, ByteChunk.utf8("chunk " + seq));
    }

    private static ReadAnswer running(long nextSeq, Output... chunks) {
        return new ReadAnswer(List.of(chunks), nextSeq, OptionalInt.empty(), false);
    }

    private static ReadAnswer ended(long nextSeq, int exitCode, Output... chunks) {
        return new ReadAnswer(List.of(chunks), nextSeq, OptionalInt.of(exitCode), true);
    }
}
