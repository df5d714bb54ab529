package dev.execbus.client;

import dev.execbus.protocol.ByteChunk;
import dev.execbus.protocol.ProcessMethods.StreamDigest;
import dev.execbus.protocol.StreamName;
import dev.execbus.protocol.Verdict;
import java.util.Map;

/** What happens to a process, in one row of numbers from 1. {@link Closed} or {@link Failed} is the last. */
public sealed interface ExecEvent {
    /** What the other side has told, with its number. */
    sealed interface Numbered extends ExecEvent {
        /** From 1; a number that never comes was output that is gone. */
        long seq();
    }

    /** The process has printed something. */
    record Output(long seq, StreamName stream, ByteChunk chunk) implements Numbered {}

    /**
     * The process has ended; output may still follow.
     *
     * @param exitCode null if it is not known any more
     * @param sandboxDenied whether it failed and seems to have met its sandbox
     * @param verdict the limit that ended it; null for none
     */
    record Exited(long seq, Integer exitCode, boolean sandboxDenied, Verdict verdict) implements Numbered {}

    /**
     * No more output will come.
     *
     * @param streams what each stream has printed, by its name; empty for a start that did not ask for a digest
     */
    record Closed(long seq, Map<String, StreamDigest> streams) implements Numbered {
        public Closed {
            streams = streams == null ? Map.of() : Map.copyOf(streams);
        }

        /** Without a digest. */
        public Closed(long seq) {
            this(seq, Map.of());
        }
    }

    /** Nothing more will be known of the process; whether it still runs is not known either. */
    record Failed(String message) implements ExecEvent {}
}
