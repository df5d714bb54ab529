package dev.execbus.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.execbus.bus.NodeName;
import org.junit.jupiter.api.Test;

final class GatewayNamesTest {
    private static final NodeName LONGEST = new NodeName("n".repeat(52));

    @Test
    void aNodeThatIsAloneHasTheSameNamesEachTime() {
        assertThat(GatewayNames.alone(new NodeName("local"), 2))
                .containsExactly(new NodeName("local-0"), new NodeName("local-1"));
    }

    @Test
    void inAClusterNoNameComesBack() {
        assertThat(GatewayNames.fresh(new NodeName("g1"), 1))
                .singleElement()
                .satisfies(name -> assertThat(name.value()).matches("g1-0-[0-9a-f]{8}"));
        assertThat(GatewayNames.fresh(new NodeName("g1"), 1)).isNotEqualTo(GatewayNames.fresh(new NodeName("g1"), 1));
    }

    @Test
    void theLongestNameOfANodeLeavesRoomForAllOfThem() {
        assertThat(GatewayNames.fresh(LONGEST, GatewayNames.MOST))
                .hasSize(GatewayNames.MOST)
                .doesNotHaveDuplicates();
    }
}
