package dev.execbus.client;

import static org.assertj.core.api.Assertions.assertThat;

import dev.execbus.client.ExecEvent.Closed;
import dev.execbus.client.ExecEvent.Exited;
import dev.execbus.client.ExecEvent.Numbered;
import dev.execbus.client.ExecEvent.Output;
import dev.execbus.protocol.ByteChunk;
import dev.execbus.protocol.ProcessMethods.Chunk;
import dev.execbus.protocol.ProcessMethods.ReadResponse;
import dev.execbus.protocol.StreamName;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

final class EventOrderTest {
    private final EventOrder order = new EventOrder();

    private static Output output(long seq, String text) {
        return new Output(seq, StreamName.STDOUT, ByteChunk.utf8(text));
    }

    private static Exited exit(long seq, Integer code) {
        return new Exited(seq, code, false, null);
    }

    private void told(Numbered event) {
        order.told(new Heard.Event(event));
    }

    private static Chunk chunk(long seq, String text) {
        return new Chunk(seq, StreamName.STDOUT, ByteChunk.utf8(text));
    }

    private static ReadResponse answer(long nextSeq, Integer exitCode, boolean closed, Chunk... chunks) {
        return new ReadResponse(
                List.of(chunks), nextSeq, exitCode != null, exitCode, closed, null, false, null, null, null, null);
    }

    private List<ExecEvent> given() {
        List<ExecEvent> given = new ArrayList<>();
        for (Numbered event = order.next(); event != null; event = order.next()) {
            given.add(event);
        }
        return given;
    }

    @Test
    void givesEachEventOnceAndInOrder() {
        told(output(2, "b"));
        assertThat(given()).isEmpty();
        told(output(1, "a"));
        told(output(2, "b"));
        assertThat(given()).containsExactly(output(1, "a"), output(2, "b"));
        told(output(1, "a"));
        told(exit(3, 0));
        told(new Closed(4));
        assertThat(given()).containsExactly(exit(3, 0), new Closed(4));
        assertThat(order.isMissingSome()).isFalse();
    }

    @Test
    void aReadFillsAGap() {
        told(output(1, "a"));
        told(output(4, "d"));
        assertThat(given()).containsExactly(output(1, "a"));
        assertThat(order.isMissingSome()).isTrue();
        order.read(answer(5, null, false, chunk(2, "b"), chunk(3, "c"), chunk(4, "d")));
        assertThat(given()).containsExactly(output(2, "b"), output(3, "c"), output(4, "d"));
        assertThat(order.isMissingSome()).isFalse();
    }

    @Test
    void aReadTellsWhereTheExitWas() {
        told(output(1, "a"));
        order.read(answer(5, 3, true, chunk(1, "a"), chunk(3, "late")));
        assertThat(given()).containsExactly(output(1, "a"), exit(2, 3), output(3, "late"), new Closed(4));
    }

    @Test
    void outputThatIsGoneIsOlderThanTheExit() {
        order.read(answer(6, 0, true, chunk(3, "c")));
        assertThat(given()).containsExactly(output(3, "c"), exit(4, 0), new Closed(5));
    }

    @Test
    void aHistoryThatBeginsAtTwoIsComplete() {
        told(output(2, "b"));
        assertThat(order.isMissingSome()).isTrue();
        order.read(answer(3, null, false, chunk(2, "b")));
        assertThat(given()).containsExactly(output(2, "b"));
        told(output(3, "c"));
        assertThat(given()).containsExactly(output(3, "c"));
    }

    @Test
    void anEarlyServerDoesNotCountTheEnd() {
        order.read(answer(3, 7, true, chunk(1, "a"), chunk(2, "b")));
        assertThat(given()).containsExactly(output(1, "a"), output(2, "b"), exit(3, 7), new Closed(4));
    }

    @Test
    void anExitThatIsNotCountedYetIsWaitedFor() {
        order.read(answer(2, 7, false, chunk(1, "a")));
        assertThat(given()).containsExactly(output(1, "a"));
        told(output(2, "b"));
        told(exit(3, 7));
        assertThat(given()).containsExactly(output(2, "b"), exit(3, 7));
    }

    @Test
    void anExitWithoutAFlagIsReadAndACloseWithoutANumberIsTheNext() {
        told(output(1, "a"));
        order.told(new Heard.BareExit(2, 5));
        order.told(new Heard.BareClose());
        assertThat(given()).containsExactly(output(1, "a"));
        assertThat(order.isMissingSome()).isTrue();
        order.read(answer(4, 5, true));
        assertThat(given()).containsExactly(exit(2, 5), new Closed(3));
    }

    @Test
    void whatDoesNotFitIsMissingUntilItIsRead() {
        byte[] half = new byte[EventOrder.KEPT_BYTES / 2];
        Output first = new Output(1, StreamName.PTY, ByteChunk.of(half));
        Output second = new Output(2, StreamName.PTY, ByteChunk.of(half));
        told(first);
        told(second);
        told(exit(3, 0));
        assertThat(given()).containsExactly(first);
        assertThat(order.isMissingSome()).isTrue();
        order.read(answer(4, 0, false, new Chunk(2, StreamName.PTY, ByteChunk.of(half))));
        assertThat(given()).containsExactly(second, exit(3, 0));
    }

    @Test
    void aLookTellsThatThereIsSomething() {
        order.looked(answer(3, null, false, chunk(1, "a"), chunk(2, "b")));
        assertThat(order.isMissingSome()).isTrue();
        assertThat(order.isPast(1)).isTrue();
        assertThat(order.isPast(2)).isFalse();
        assertThat(given()).isEmpty();
        assertThat(order.last()).isZero();
    }
}
