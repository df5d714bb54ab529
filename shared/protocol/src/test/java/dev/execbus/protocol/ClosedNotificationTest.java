package dev.execbus.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import dev.execbus.protocol.ProcessMethods.ClosedNotification;
import dev.execbus.protocol.ProcessMethods.StreamTotal;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

class ClosedNotificationTest {
    private static String frame(List<StreamTotal> streams) {
        return new String(
                RpcFrames.notification(ProcessMethods.CLOSED, ClosedNotification.of("p", 4, streams)),
                StandardCharsets.UTF_8);
    }

    @Test
    void isThePeersForClientsThatDidNotAskForMore() {
        assertThat(frame(List.of()))
                .isEqualTo("{\"method\":\"process/closed\",\"params\":{\"processId\":\"p\",\"seq\":4}}");
    }

    @Test
    void namesTheStreamsInTheirOrder() {
        assertThat(frame(List.of(
                        new StreamTotal(StreamName.STDOUT, 3, "ab"), new StreamTotal(StreamName.STDERR, 0, "cd"))))
                .isEqualTo("{\"method\":\"process/closed\",\"params\":{\"processId\":\"p\",\"seq\":4,\"streams\":"
                        + "{\"stdout\":{\"bytes\":3,\"sha256\":\"ab\"},\"stderr\":{\"bytes\":0,\"sha256\":\"cd\"}}}}");
    }
}
