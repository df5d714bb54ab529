package dev.execbus.bus;

import dev.execbus.protocol.ByteChunk;
import dev.execbus.protocol.ProcessMethods.StreamTotal;
import dev.execbus.protocol.StreamName;
import dev.execbus.protocol.Verdict;
import java.util.List;

/** What happens to a process, in one row of numbers from 1 without gaps; {@link Closed} is the last. */
public sealed interface ProcessEvent extends ClientEvent {
    String processId();

    long seq();

    record Output(String processId, long seq, StreamName stream, ByteChunk chunk) implements ProcessEvent {}

    /**
     * @param signal the name of the signal that ended it, without SIG; null after an ordinary exit
     * @param verdict the limit that ended it; null for none
     */
    record Exited(String processId, long seq, int exitCode, String signal, boolean sandboxDenied, Verdict verdict)
            implements ProcessEvent {}

    /** @param streams what each stream has printed; empty when the client did not ask for it */
    record Closed(String processId, long seq, List<StreamTotal> streams) implements ProcessEvent {
        public Closed {
            streams = List.copyOf(streams);
        }
    }
}
