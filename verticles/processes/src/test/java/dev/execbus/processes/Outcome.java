package dev.execbus.processes;

import dev.execbus.protocol.StreamName;
import java.util.List;
import java.util.Map;

/** What a whole run came to; violations are reports that break the observer's contract. */
record Outcome(ExitStatus status, Map<StreamName, String> outputs, List<String> violations) {
    static final ExitStatus OK = new ExitStatus.Code(0);

    static Outcome onPipes(ExitStatus status, String stdout, String stderr) {
        return new Outcome(status, Map.of(StreamName.STDOUT, stdout, StreamName.STDERR, stderr), List.of());
    }

    static Outcome onTerminal(ExitStatus status, String output) {
        return new Outcome(status, Map.of(StreamName.PTY, output), List.of());
    }
}
