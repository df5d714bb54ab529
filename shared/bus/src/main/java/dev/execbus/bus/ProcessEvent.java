package dev.execbus.bus;

import dev.execbus.protocol.ByteChunk;
import dev.execbus.protocol.StreamName;

/** What happens to a process, in one row of numbers from 1 without gaps; {@link Closed} is the last. */
public sealed interface ProcessEvent {
    String processId();

    long seq();

    record Output(String processId, long seq, StreamName stream, ByteChunk chunk) implements ProcessEvent {}

    /** @param signal the name of the signal that ended it, without SIG; null after an ordinary exit */
    record Exited(String processId, long seq, int exitCode, String signal, boolean sandboxDenied)
            implements ProcessEvent {}

    record Closed(String processId, long seq) implements ProcessEvent {}
}
