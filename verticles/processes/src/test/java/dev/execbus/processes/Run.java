package dev.execbus.processes;

import static org.assertj.core.api.Assertions.assertThat;

import dev.execbus.protocol.Signal;
import dev.execbus.protocol.StreamName;
import java.nio.charset.StandardCharsets;

/** A process of a test and what was seen of it. Closing releases it, and ends it if it still runs. */
record Run(SpawnedProcess process, RecordingObserver seen) implements AutoCloseable {
    static Run start(ProcessSpawner spawner, Launch launch) {
        RecordingObserver seen = RecordingObserver.of(launch);
        try {
            SpawnedProcess process = spawner.spawn(launch, seen);
            process.begin();
            return new Run(process, seen);
        } catch (SpawnException e) {
            throw new AssertionError(e);
        }
    }

    static Outcome finished(ProcessSpawner spawner, Launch launch) {
        try (Run run = start(spawner, launch)) {
            return run.seen.awaitClosed();
        }
    }

    void writeAll(String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        assertThat(process.write(bytes, 0)).isEqualTo(bytes.length);
    }

    /** The number at the end of stdout: scripts print the pid of what they leave behind. */
    ProcessHandle leftBehind() {
        String[] words = seen.text(StreamName.STDOUT).strip().split("\\s+", -1);
        return ProcessHandle.of(Long.parseLong(words[words.length - 1])).orElseThrow();
    }

    @Override
    public void close() {
        process.signalGroup(Signal.KILL);
        process.release();
    }
}
