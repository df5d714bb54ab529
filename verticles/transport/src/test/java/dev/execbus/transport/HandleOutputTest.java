package dev.execbus.transport;

import static org.assertj.core.api.Assertions.assertThat;

import dev.execbus.protocol.ByteChunk;
import org.junit.jupiter.api.Test;

class HandleOutputTest {
    private static final ByteChunk FIVE = ByteChunk.utf8("abcde");

    @Test
    void endsAtItsCap() {
        HandleOutput output = new HandleOutput(7);
        assertThat(output.take(FIVE)).isEqualTo(FIVE);
        assertThat(output.capReached()).isFalse();
        assertThat(output.take(FIVE)).isEqualTo(ByteChunk.utf8("ab"));
        assertThat(output.capReached()).isTrue();
        assertThat(output.take(FIVE)).isNull();
    }

    @Test
    void hasReachedACapThatIsExactlyItsOutput() {
        HandleOutput output = new HandleOutput(5);
        assertThat(output.take(FIVE)).isEqualTo(FIVE);
        assertThat(output.capReached()).isTrue();
    }

    @Test
    void tellsOnceThatNothingIsWanted() {
        HandleOutput output = new HandleOutput(0);
        assertThat(output.capReached()).isFalse();
        assertThat(output.take(FIVE)).isEqualTo(ByteChunk.EMPTY);
        assertThat(output.capReached()).isTrue();
    }

    @Test
    void keepsNoMoreThanThereIsRoomFor() {
        HeldOutput gateway = HeldOutput.ofGateway();
        HeldOutput connection = gateway.ofConnection();
        assertThat(connection.take((16 << 20) - 3)).isEqualTo((16 << 20) - 3);
        HandleOutput output = new HandleOutput(Long.MAX_VALUE);
        output.keep(FIVE, connection);
        assertThat(output.text()).isEqualTo("abc");
        assertThat(output.capReached()).isTrue();
        connection.giveBack(3);
        assertThat(connection.take(5)).isEqualTo(3);
    }

    @Test
    void sharesTheRoomOfTheGateway() {
        HeldOutput gateway = HeldOutput.ofGateway();
        for (int i = 0; i < 4; i++) {
            assertThat(gateway.ofConnection().take(16 << 20)).isEqualTo(16 << 20);
        }
        assertThat(gateway.ofConnection().take(1)).isZero();
    }
}
