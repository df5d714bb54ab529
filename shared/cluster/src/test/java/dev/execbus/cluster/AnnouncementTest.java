package dev.execbus.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import dev.execbus.bus.NodeName;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

final class AnnouncementTest {
    private static final Announcement GATEWAY = new Announcement(
            "a-node", List.of(new NodeName("g1-0"), new NodeName("g1-1")), new HostPort("10.0.0.7", 5_702));

    @Test
    void isReadAsItWasWritten() {
        assertThat(GATEWAY.attributes())
                .isEqualTo(
                        Map.of("execbus.node", "a-node", "execbus.names", "g1-0,g1-1", "execbus.bus", "10.0.0.7:5702"));
        assertThat(Announcement.in(GATEWAY.attributes())).contains(GATEWAY);
    }

    @Test
    void anIPv6AddressComesThrough() {
        Announcement node = new Announcement("a-node", List.of(new NodeName("w1")), new HostPort("fd00::7", 5_702));

        assertThat(node.attributes()).containsEntry("execbus.bus", "[fd00::7]:5702");
        assertThat(Announcement.in(node.attributes())).contains(node);
    }

    @Test
    void aMemberThatIsNoneOfOursIsPassedOver() {
        assertThat(Announcement.in(Map.of())).isEmpty();
        assertThat(Announcement.in(Map.of("execbus.node", "a", "execbus.names", "w 1", "execbus.bus", "10.0.0.7:1")))
                .isEmpty();
        assertThat(Announcement.in(Map.of("execbus.node", "a", "execbus.names", "w1", "execbus.bus", "10.0.0.7:0")))
                .isEmpty();
        assertThat(Announcement.in(Map.of("execbus.node", "a", "execbus.names", "w1", "execbus.bus", "fd00::7:1")))
                .isEmpty();
    }
}
