package dev.execbus.processes;

import static org.assertj.core.api.Assertions.assertThat;

import dev.execbus.bus.Meters;
import dev.execbus.protocol.ByteChunk;
import dev.execbus.protocol.ProcessMethods.WriteStatus;
import dev.execbus.protocol.Signal;
import dev.execbus.protocol.TerminalSize;
import io.vertx.core.Future;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class StdinWriterTest {
    private final Reader reader = new Reader();
    private final StdinWriter stdin = new StdinWriter(reader, 10, true, new ProcessMeters(Meters.none()).stdin());

    @Test
    void writesInOrderAndOnceForEachId() {
        reader.room = 100;
        assertThat(write("1", "one ").result()).isEqualTo(WriteStatus.ACCEPTED);
        assertThat(write("1", "DUP ").result()).isEqualTo(WriteStatus.ACCEPTED);
        assertThat(write("2", "two").result()).isEqualTo(WriteStatus.ACCEPTED);
        assertThat(reader.text()).isEqualTo("one two");
    }

    @Test
    void writesEveryTimeForAClientWithoutIds() {
        reader.room = 100;
        write(null, "a");
        write(null, "a");
        assertThat(reader.text()).isEqualTo("aa");
    }

    @Test
    void acceptsUntilTheQueueIsFullAndThenLetsWait() {
        assertThat(write("1", "0123456789").isComplete()).isTrue();
        Future<WriteStatus> waiting = write("2", "abc");
        assertThat(waiting.isComplete()).isFalse();
        assertThat(write("2", "abc")).isSameAs(waiting);
        reader.room = 4;
        stdin.writable();
        assertThat(waiting.result()).isEqualTo(WriteStatus.ACCEPTED);
        reader.room = 100;
        stdin.writable();
        assertThat(reader.text()).isEqualTo("0123456789abc");
    }

    @Test
    void endsStdinBehindWhatIsQueued() {
        write("1", "abc");
        stdin.close();
        assertThat(reader.closed).isFalse();
        assertThat(write("2", "x").result()).isEqualTo(WriteStatus.STDIN_CLOSED);
        reader.room = 100;
        stdin.writable();
        assertThat(reader.text()).isEqualTo("abc");
        assertThat(reader.closed).isTrue();
    }

    @Test
    void tellsThatNobodyReadsAnyMore() {
        reader.broken = true;
        write("1", "abc");
        assertThat(write("2", "abc").result()).isEqualTo(WriteStatus.STDIN_CLOSED);
    }

    @Test
    void answersWaitingWritesWhenTheProcessExits() {
        write("1", "0123456789");
        Future<WriteStatus> waiting = write("2", "x");
        stdin.exited();
        assertThat(waiting.result()).isEqualTo(WriteStatus.STDIN_CLOSED);
    }

    @Test
    void failsWritesToATerminatedProcess() {
        write("1", "0123456789");
        Future<WriteStatus> waiting = write("2", "x");
        stdin.terminated();
        assertThat(waiting.cause()).hasMessage("failed to write to process stdin");
        assertThat(write("3", "x").cause()).hasMessage("failed to write to process stdin");
    }

    @Test
    void refusesWhatTooManyBytesAlreadyWaitFor() {
        write("1", "0123456789");
        ByteChunk half = ByteChunk.of(new byte[16 << 20]);
        assertThat(stdin.write("2", half).isComplete()).isFalse();
        assertThat(stdin.write("3", half).isComplete()).isFalse();
        assertThat(write("4", "x").cause())
                .hasMessage("more than 33554432 bytes are waiting for the process to read its stdin");
    }

    @Test
    void remembersTheNewest4096Ids() {
        reader.room = Integer.MAX_VALUE;
        for (int i = 0; i <= WriteLedger.REMEMBERED; i++) {
            write("w" + i, "");
        }
        write("w1", "known");
        write("w0", "forgotten");
        assertThat(reader.text()).isEqualTo("forgotten");
    }

    private Future<WriteStatus> write(String id, String text) {
        return stdin.write(id, ByteChunk.utf8(text));
    }

    /** Takes as much as it has room for. */
    private static final class Reader implements SpawnedProcess {
        private final ByteArrayOutputStream taken = new ByteArrayOutputStream();
        private int room;
        private boolean broken;
        private boolean closed;

        String text() {
            return taken.toString(StandardCharsets.UTF_8);
        }

        @Override
        public int write(byte[] bytes, int offset) {
            if (broken) {
                return -1;
            }
            int count = Math.min(room, bytes.length - offset);
            taken.write(bytes, offset, count);
            room -= count;
            return count;
        }

        @Override
        public void closeStdin() {
            closed = true;
        }

        @Override
        public long pid() {
            return 1;
        }

        @Override
        public void begin() {}

        @Override
        public void pauseReading() {}

        @Override
        public void resumeReading() {}

        @Override
        public void stopReading() {}

        @Override
        public void signalGroup(Signal signal) {}

        @Override
        public boolean signalCommand(Signal signal) {
            return true;
        }

        @Override
        public void killLeftovers() {}

        @Override
        public void resize(TerminalSize size) {}

        @Override
        public void release() {}
    }
}
