package dev.execbus.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.execbus.protocol.ByteChunk;
import dev.execbus.server.PendingWrites.Write;
import org.junit.jupiter.api.Test;

final class PendingWritesTest {
    private final PendingWrites writes = new PendingWrites();

    @Test
    void keepsWhatIsNotAcknowledgedInOrderAndByItsId() {
        Write first = writes.add(ByteChunk.utf8("a"));
        Write second = writes.add(ByteChunk.utf8("b"));
        Write third = writes.add(ByteChunk.utf8("a"));

        assertThat(writes.acknowledged(second.writeId())).isTrue();
        assertThat(writes.unacknowledged()).containsExactly(first, third);
    }

    @Test
    void neverGivesAnIdTwice() {
        Write first = writes.add(ByteChunk.utf8("a"));
        writes.acknowledged(first.writeId());

        assertThat(writes.add(ByteChunk.utf8("a")).writeId()).isNotEqualTo(first.writeId());
    }

    @Test
    void countsAnAcknowledgementOnce() {
        Write write = writes.add(ByteChunk.EMPTY);

        assertThat(writes.acknowledged(write.writeId())).isTrue();
        assertThat(writes.acknowledged(write.writeId())).isFalse();
        assertThat(writes.isEmpty()).isTrue();
    }
}
