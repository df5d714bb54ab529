package dev.execbus.unifiedexec;

import static org.assertj.core.api.Assertions.assertThat;

import dev.execbus.bus.Attachment;
import dev.execbus.bus.ConnectionId;
import dev.execbus.bus.GatewayService.Approve;
import dev.execbus.bus.NodeName;
import dev.execbus.bus.SessionId;
import dev.execbus.protocol.ExecMethods.ApproveParams;
import dev.execbus.unifiedexec.Approver.Answer;
import dev.execbus.unifiedexec.Approver.Question;
import java.util.List;
import org.junit.jupiter.api.Test;

final class RoomClientTest {
    private static final Question QUESTION = new Question("cmd", "/", "why", "sh", "box", "c1", List.of("cmd"));

    private final FakeGateway gateway = new FakeGateway();
    private final RoomClient client = new RoomClient();

    private static Attachment attachment(long epoch) {
        return new Attachment(new SessionId("s"), epoch, new NodeName("g"), new ConnectionId(epoch));
    }

    @Test
    void onlyItsConnectionSpeaksForIt() {
        assertThat(client.speaks(attachment(1))).isFalse();
        client.attach(attachment(1), gateway);
        assertThat(client.speaks(attachment(1))).isTrue();
        client.attach(attachment(2), gateway);
        assertThat(client.speaks(attachment(1))).isFalse();
        client.detach(1);
        assertThat(client.speaks(attachment(2))).isTrue();
        client.detach(2);
        assertThat(client.speaks(attachment(2))).isFalse();
    }

    @Test
    void itsPersonIsAsked() {
        client.attach(attachment(1), gateway);
        assertThat(client.ask(QUESTION).result()).isEqualTo(Answer.APPROVED);
        assertThat(gateway.questions())
                .containsExactly(new Approve(
                        attachment(1), new ApproveParams("cmd", "/", "why", "sh", "box", "c1", List.of("cmd"))));
    }

    @Test
    void nobodyIsAskedWhileNobodyIsThere() {
        assertThat(client.ask(QUESTION).cause()).hasMessage("the client is not connected at the moment");
    }

    @Test
    void oneThatNeverRanAnythingEndsAtOnce() {
        client.attach(attachment(1), gateway);
        assertThat(client.end().succeeded()).isTrue();
        assertThat(client.speaks(attachment(1))).isFalse();
    }
}
