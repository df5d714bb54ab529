package dev.execbus.processes;

import static org.assertj.core.api.Assertions.assertThat;

import dev.execbus.bus.Attachment;
import dev.execbus.bus.ConnectionId;
import dev.execbus.bus.GatewayService;
import dev.execbus.bus.Meters;
import dev.execbus.bus.NodeName;
import dev.execbus.bus.ProcessEvent;
import dev.execbus.bus.ProcessEvent.Output;
import dev.execbus.bus.SessionId;
import dev.execbus.protocol.ByteChunk;
import dev.execbus.protocol.ErrorCode;
import dev.execbus.protocol.ExecbusException;
import dev.execbus.protocol.StreamName;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class OutputPumpTest {
    private final Attachment to = new Attachment(new SessionId("s"), 1, new NodeName("g"), new ConnectionId(1));
    private final SlowGateway gateway = new SlowGateway();
    private final List<String> gone = new ArrayList<>();
    private long nowNanos = Long.MAX_VALUE - 1_000;
    private final OutputPump pump =
            new OutputPump(to, gateway, new ProcessMeters(Meters.none()), () -> nowNanos, () -> gone.add("gone"));

    @Test
    void keepsOnlyAFewDeliveriesUnanswered() {
        Loud loud = new Loud("p", 10);
        pump.wake(loud);
        assertThat(gateway.seqs("p")).containsExactly(1L, 2L);
        gateway.answerFirst();
        assertThat(gateway.seqs("p")).containsExactly(1L, 2L, 3L);
    }

    @Test
    void numbersItsDeliveriesFromOne() {
        pump.wake(new Loud("p", 3));
        gateway.answerFirst();
        assertThat(gateway.numbers).containsExactly(1L, 2L, 3L);
    }

    @Test
    void takesTheProcessesInTurn() {
        pump.wake(new Loud("loud", 100));
        pump.wake(new Loud("other", 100));
        for (int i = 0; i < 6; i++) {
            gateway.answerFirst();
        }
        assertThat(gateway.seqs("other")).hasSizeBetween(3, 5);
    }

    @Test
    void asksForNoAnswerToWhatIsSmallAndFarApart() {
        for (int i = 0; i < OutputPump.TOLD_IN_A_ROW; i++) {
            pump.wake(new Loud("p" + i, 1, 1));
            nowNanos += OutputPump.FAR_APART.toNanos();
        }
        assertThat(gateway.told).isEqualTo(OutputPump.TOLD_IN_A_ROW);
        assertThat(gateway.numbers).hasSize(OutputPump.TOLD_IN_A_ROW);
        pump.wake(new Loud("asked", 1, 1));
        nowNanos += OutputPump.FAR_APART.toNanos();
        pump.wake(new Loud("told", 1, 1));
        assertThat(gateway.told).isEqualTo(OutputPump.TOLD_IN_A_ROW + 1);
        assertThat(gateway.numbers).hasSize(OutputPump.TOLD_IN_A_ROW + 2);
    }

    @Test
    void asksForAnAnswerToWhatComesTooFast() {
        for (int i = 0; i < OutputPump.AT_ONCE; i++) {
            pump.wake(new Loud("told" + i, 1, 1));
        }
        assertThat(gateway.asked).isEmpty();
        nowNanos += OutputPump.FAR_APART.toNanos() - 1;
        pump.wake(new Loud("asked", 1, 1));
        assertThat(gateway.asked).containsExactly(OutputPump.AT_ONCE + 1L);
        nowNanos += 1;
        pump.wake(new Loud("told", 1, 1));
        pump.wake(new Loud("asked again", 1, 1));
        assertThat(gateway.asked).containsExactly(OutputPump.AT_ONCE + 1L, OutputPump.AT_ONCE + 3L);
    }

    @Test
    void asksForAnAnswerToWhatIsLargeInSum() {
        pump.wake(new Loud("half", 1, OutputPump.TOLD_BYTES / 2));
        nowNanos += OutputPump.FAR_APART.toNanos();
        pump.wake(new Loud("whole", 1, OutputPump.TOLD_BYTES / 2));
        nowNanos += OutputPump.FAR_APART.toNanos();
        pump.wake(new Loud("more", 1, 1));
        nowNanos += OutputPump.FAR_APART.toNanos();
        pump.wake(new Loud("again", 1, 1));
        assertThat(gateway.asked).containsExactly(3L);
    }

    @Test
    void holdsSmallOnesBackWhileItsWindowIsFull() {
        pump.wake(new Loud("large", 2));
        nowNanos += OutputPump.FAR_APART.toNanos();
        pump.wake(new Loud("small", 1, 1));
        assertThat(gateway.seqs("small")).isEmpty();
        gateway.answerFirst();
        assertThat(gateway.seqs("small")).containsExactly(1L);
    }

    @Test
    void asksWhatHasBecomeOfThoseWithoutAnswer() {
        pump.wake(new Loud("p", 1, 1));
        pump.tick();
        pump.tick();
        assertThat(gateway.asked).containsExactly(2L);
        gateway.answer(2);
        pump.tick();
        pump.tick();
        pump.tick();
        assertThat(gateway.numbers).containsExactly(1L, 2L);
    }

    @Test
    void takesALaterAnswerForThoseBefore() {
        pump.wake(new Loud("p", 4));
        gateway.answer(2);
        assertThat(gateway.numbers).containsExactly(1L, 2L, 3L, 4L);
    }

    @Test
    void asksEverMoreSeldomWhatHasBecomeOfADelivery() {
        pump.wake(new Loud("p", 1));
        List<Integer> asked = new ArrayList<>();
        for (int tick = 1; tick <= 40; tick++) {
            pump.tick();
            asked.add(gateway.numbers.size() - 1);
        }
        assertThat(List.of(asked.get(0), asked.get(1), asked.get(2), asked.get(3), asked.get(4), asked.get(39)))
                .isEqualTo(List.of(0, 1, 2, 2, 3, 6));
        assertThat(gateway.seqs("p")).containsExactly(1L);
    }

    @Test
    void goesOnWhenOnlyAnswersWereLost() {
        pump.wake(new Loud("p", 3));
        pump.tick();
        pump.tick();
        assertThat(gateway.numbers).containsExactly(1L, 2L, 3L);
        gateway.answer(3);
        assertThat(gateway.seqs("p")).containsExactly(1L, 2L, 3L);
        assertThat(gateway.numbers).containsExactly(1L, 2L, 3L, 4L);
    }

    @Test
    void asksNothingWhenNothingIsOwed() {
        pump.wake(new Loud("p", 1));
        gateway.answerFirst();
        for (int tick = 0; tick < 10; tick++) {
            pump.tick();
        }
        assertThat(gateway.numbers).containsExactly(1L);
    }

    @Test
    void waitsAnewAfterEachAnswer() {
        Loud loud = new Loud("p", 3);
        pump.wake(loud);
        pump.tick();
        gateway.answerFirst();
        pump.tick();
        assertThat(gateway.numbers).containsExactly(1L, 2L, 3L);
        pump.tick();
        assertThat(gateway.numbers).containsExactly(1L, 2L, 3L, 4L);
    }

    @Test
    void stopsWhenADeliveryFails() {
        pump.wake(new Loud("p", 10));
        gateway.refuse(1, ErrorCode.STALE_ATTACHMENT);
        gateway.answer(2);
        pump.tick();
        assertThat(gone).containsExactly("gone");
        assertThat(pump.stopped()).isTrue();
        assertThat(gateway.numbers).containsExactly(1L, 2L);
    }

    @Test
    void callsTheClientOfAGatewayBackThatCouldNotBeReached() {
        pump.wake(new Loud("p", 1));
        gateway.refuse(1, ErrorCode.WORKER_UNAVAILABLE);
        assertThat(gone).containsExactly("gone");
        pump.tick();
        gateway.refuse(2, ErrorCode.WORKER_UNAVAILABLE);
        pump.tick();
        gateway.refuse(3, ErrorCode.STALE_ATTACHMENT);
        pump.tick();
        assertThat(gateway.numbers).containsExactly(1L, Long.MAX_VALUE, Long.MAX_VALUE);
        assertThat(gone).containsExactly("gone");
    }

    @Test
    void callsNobodyBackWhoIsDetached() {
        pump.wake(new Loud("p", 1));
        gateway.refuse(1, ErrorCode.WORKER_UNAVAILABLE);
        pump.stop();
        pump.tick();
        assertThat(gateway.numbers).containsExactly(1L);
    }

    @Test
    void doesNothingOnceStopped() {
        pump.stop();
        pump.wake(new Loud("p", 1));
        pump.tick();
        assertThat(gateway.numbers).isEmpty();
        assertThat(gone).isEmpty();
    }

    /** Has always a delivery's worth until it has given {@code count}. */
    private final class Loud implements OutputPump.Source {
        private final String id;
        private final int count;
        private final int bytes;
        private long seq;

        Loud(String id, int count) {
            this(id, count, OutputPump.DELIVERY_BYTES);
        }

        Loud(String id, int count, int bytes) {
            this.id = id;
            this.count = count;
            this.bytes = bytes;
        }

        @Override
        public List<ProcessEvent> take(int maxBytes, int maxEvents) {
            if (seq == count) {
                return List.of();
            }
            seq++;
            pump.wake(this);
            return List.of(new Output(id, seq, StreamName.STDOUT, ByteChunk.of(new byte[bytes])));
        }
    }

    private static final class SlowGateway implements GatewayService {
        private final List<ProcessEvent> delivered = new ArrayList<>();
        private final List<Long> numbers = new ArrayList<>();
        private final List<Promise<Delivered>> answers = new ArrayList<>();
        private final List<Long> asked = new ArrayList<>();
        private int answered;
        private int told;

        @Override
        public Future<Delivered> deliver(Deliver deliver) {
            deliver.events().forEach(event -> delivered.add((ProcessEvent) event));
            numbers.add(deliver.number());
            Promise<Delivered> answer = Promise.promise();
            answers.add(answer);
            asked.add(deliver.number());
            return answer.future();
        }

        @Override
        public void tell(Deliver deliver) {
            deliver.events().forEach(event -> delivered.add((ProcessEvent) event));
            numbers.add(deliver.number());
            answers.add(Promise.promise());
            told++;
        }

        @Override
        public Future<Audited> audit(Audit audit) {
            return Future.succeededFuture(new Audited(List.of()));
        }

        List<Long> seqs(String processId) {
            return delivered.stream()
                    .filter(event -> event.processId().equals(processId))
                    .map(ProcessEvent::seq)
                    .toList();
        }

        void answerFirst() {
            answer(answered + 1);
        }

        /** @param which from 1, in the order of the deliveries */
        void answer(int which) {
            answered = which;
            answers.get(which - 1).complete(new Delivered());
        }

        void refuse(int which, ErrorCode why) {
            answers.get(which - 1).fail(new ExecbusException(why, "refused"));
        }
    }
}
