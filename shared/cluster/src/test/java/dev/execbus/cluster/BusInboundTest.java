package dev.execbus.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.channel.embedded.EmbeddedChannel;
import org.junit.jupiter.api.Test;

final class BusInboundTest {
    /** Fails with a release of Vert.x in which there is no way past the parser, or another one: look what it looks like. */
    @Test
    void theWayPastTheParserIsThere() {
        assertThat(BusInbound.isKnown()).isTrue();
    }

    @Test
    void thereIsNoneBehindWhatIsNotOfVertx() {
        assertThat(BusInbound.behind(new EmbeddedChannel().pipeline())).isNull();
    }
}
