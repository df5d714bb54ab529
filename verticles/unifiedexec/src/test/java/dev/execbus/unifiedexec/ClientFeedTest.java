package dev.execbus.unifiedexec;

import static org.assertj.core.api.Assertions.assertThat;

import dev.execbus.bus.Attachment;
import dev.execbus.bus.CommandEvent;
import dev.execbus.bus.ConnectionId;
import dev.execbus.bus.NodeName;
import dev.execbus.bus.SessionId;
import dev.execbus.protocol.ByteChunk;
import dev.execbus.protocol.ExecMethods.BeganNotification;
import dev.execbus.protocol.ExecMethods.EndedNotification;
import dev.execbus.protocol.ExecMethods.InteractionNotification;
import dev.execbus.protocol.ExecMethods.OutputDeltaNotification;
import dev.execbus.protocol.StreamName;
import dev.execbus.unifiedexec.Progress.Ended;
import org.junit.jupiter.api.Test;

final class ClientFeedTest {
    private static final ByteChunk FULL = ByteChunk.of(new byte[Utf8Deltas.LONGEST]);

    private final FakeGateway gateway = new FakeGateway();
    private final ClientFeed feed = new ClientFeed();

    private static Attachment attachment(long epoch) {
        return new Attachment(new SessionId("s"), epoch, new NodeName("g"), new ConnectionId(epoch));
    }

    private static CommandEvent delta(int id, ByteChunk chunk, Long droppedBytes) {
        return new CommandEvent.OutputDelta(new OutputDeltaNotification(id, StreamName.STDOUT, chunk, droppedBytes));
    }

    @Test
    void tellsEverythingInItsOrderWithOneDeliveryAtATime() {
        feed.attach(attachment(1), gateway);
        feed.began(7, "cmd", "/work", "c1");
        feed.output(7, ByteChunk.utf8("a"));
        feed.interaction(7, "x");
        feed.ended(new Ended(7, 1, true, "a"));

        assertThat(gateway.events(0))
                .containsExactly(new CommandEvent.Began(new BeganNotification(7, "cmd", "/work", "c1")));
        assertThat(gateway.deliveries()).hasSize(1);
        assertThat(gateway.deliveries().getFirst().to()).isEqualTo(attachment(1));
        assertThat(gateway.deliveries().getFirst().number()).isZero();
        gateway.giveCredit();
        assertThat(gateway.events(1))
                .containsExactly(
                        delta(7, ByteChunk.utf8("a"), null),
                        new CommandEvent.Interaction(new InteractionNotification(7, "x")),
                        new CommandEvent.Ended(new EndedNotification(7, 1, true, "a", null)));
        gateway.giveCredit();
        assertThat(gateway.deliveries()).hasSize(2);
    }

    @Test
    void deliveriesAreBounded() {
        feed.attach(attachment(1), gateway);
        for (int i = 0; i < 20; i++) {
            feed.output(7, FULL);
        }
        gateway.giveAllCredit();
        assertThat(gateway.events()).hasSize(20);
        assertThat(gateway.deliveries())
                .allSatisfy(deliver -> assertThat(deliver.events()).hasSizeLessThanOrEqualTo(8));
    }

    @Test
    void whatAClientDoesNotTakeIsLeftOutAndCounted() {
        feed.attach(attachment(1), gateway);
        for (int i = 0; i < 1_000; i++) {
            feed.output(7, FULL);
        }
        feed.interaction(7, "x".repeat(10_000));
        feed.ended(new Ended(8, 0, false, "x".repeat(10_000)));
        gateway.giveAllCredit();
        int told = gateway.events().size() - 1;
        assertThat(told).isBetween(100, 140);
        assertThat(gateway.events().getLast())
                .isEqualTo(new CommandEvent.Ended(new EndedNotification(8, 0, false, null, null)));

        feed.output(7, FULL);
        feed.output(7, FULL);
        gateway.giveAllCredit();
        long dropped = (1_000L - told) * Utf8Deltas.LONGEST;
        assertThat(gateway.events().subList(told + 1, told + 3))
                .containsExactly(delta(7, FULL, dropped), delta(7, FULL, null));
    }

    @Test
    void theEndTellsWhatWasLeftOut() {
        feed.attach(attachment(1), gateway);
        for (int i = 0; i < 200; i++) {
            feed.output(7, FULL);
        }
        gateway.giveAllCredit();
        int told = gateway.events().size();
        feed.ended(new Ended(7, 0, false, "all"));
        gateway.giveAllCredit();
        assertThat(gateway.events().getLast())
                .isEqualTo(new CommandEvent.Ended(
                        new EndedNotification(7, 0, false, "all", (200L - told) * Utf8Deltas.LONGEST)));
    }

    @Test
    void nothingIsKeptForNobody() {
        feed.began(7, "cmd", "/", null);
        feed.output(7, FULL);
        feed.attach(attachment(1), gateway);
        feed.detach();
        feed.output(7, FULL);
        feed.ended(new Ended(7, 0, false, ""));
        feed.attach(attachment(2), gateway);
        assertThat(gateway.deliveries()).isEmpty();
        feed.output(8, ByteChunk.utf8("b"));
        assertThat(gateway.events()).containsExactly(delta(8, ByteChunk.utf8("b"), null));
    }

    @Test
    void aLateAnswerToAnotherClientIsNoCredit() {
        feed.attach(attachment(1), gateway);
        feed.output(7, FULL);
        feed.attach(attachment(2), gateway);
        feed.output(7, ByteChunk.utf8("b"));
        feed.output(7, ByteChunk.utf8("c"));
        assertThat(gateway.deliveries()).hasSize(2);
        gateway.refuse();
        assertThat(gateway.deliveries()).hasSize(2);
        gateway.giveCredit();
        assertThat(gateway.events(2)).containsExactly(delta(7, ByteChunk.utf8("c"), null));
    }

    @Test
    void aClientThatIsGoneIsToldNothingMore() {
        feed.attach(attachment(1), gateway);
        feed.output(7, FULL);
        gateway.refuse();
        feed.output(7, FULL);
        assertThat(gateway.deliveries()).hasSize(1);
    }
}
