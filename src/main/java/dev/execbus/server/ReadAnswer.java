package dev.execbus.server;

import dev.execbus.server.RemoteEvent.Output;
import java.util.List;
import java.util.OptionalInt;

/**
 * The result of a {@code process/read}.
 *
 * @param chunks in order
 * @param nextSeq without chunks, the number after everything that has happened
 * @param exitCode empty while the process runs, and in an answer that had to be cut
 */
record ReadAnswer(List<Output> chunks, long nextSeq, OptionalInt exitCode, boolean closed) {
    ReadAnswer {
        chunks = List.copyOf(chunks);
    }
}
