package dev.execbus.processes;

import dev.execbus.bus.ProcessEvent;
import dev.execbus.bus.ProcessEvent.Exited;
import dev.execbus.bus.ProcessEvent.Output;
import dev.execbus.protocol.ProcessMethods.Chunk;
import dev.execbus.protocol.ProcessMethods.ReadParams;
import dev.execbus.protocol.ProcessMethods.ReadResponse;
import dev.execbus.protocol.ProcessMethods.StreamTotal;
import dev.execbus.protocol.Verdict;
import io.vertx.core.Future;
import java.util.ArrayList;
import java.util.List;

/** Answers {@code process/read} from a log: the peer's rules for what is taken and for {@code nextSeq}. */
final class ProcessReading {
    /** Base64 of it stays below the 16 MiB a client takes in one frame, and one answer a small part of the heap. */
    static final long ANSWER_BYTES = 8L << 20;

    /** Four JSON values each stay below the 262,144 a client takes in one message. */
    static final int ANSWER_CHUNKS = 50_000;

    /**
     * The state of a process that an answer tells beside its chunks.
     *
     * @param streams what they have printed, once closed; empty when the client did not ask
     */
    record Status(
            boolean exited,
            Integer exitCode,
            boolean closed,
            String signal,
            boolean sandboxDenied,
            Verdict verdict,
            List<StreamTotal> streams) {}

    /**
     * @param response what the client gets
     * @param cut the answer had to end before everything the client asked for; {@code response.nextSeq()} tells where
     */
    record Answer(ReadResponse response, boolean cut) {}

    private ProcessReading() {}

    /** {@code status} is taken when the chunks are there, which may be later. */
    static Future<Answer> read(OutputLog log, ReadParams params, java.util.function.Supplier<Status> status) {
        boolean unlimited = params.maxBytes() > ANSWER_BYTES;
        Slice slice = new Slice(Math.min(params.maxBytes(), ANSWER_BYTES), ANSWER_CHUNKS);
        return log.read(params.afterSeq(), slice).map(read -> answer(log, params, unlimited, read, status.get()));
    }

    private static Answer answer(OutputLog log, ReadParams params, boolean unlimited, Slice slice, Status status) {
        List<Chunk> chunks = new ArrayList<>(slice.events().size());
        long last = params.afterSeq();
        boolean exitCovered = false;
        for (ProcessEvent event : slice.events()) {
            last = event.seq();
            if (event instanceof Output output) {
                chunks.add(new Chunk(output.seq(), output.stream(), output.chunk()));
            }
            exitCovered |= event instanceof Exited;
        }
        boolean cut = unlimited && !chunks.isEmpty() && last + 1 < log.nextSeq();
        long nextSeq = cut
                ? last + 1
                : chunks.isEmpty() || unlimited
                        ? log.nextSeq()
                        : chunks.getLast().seq() + 1;
        // A cut answer tells the state at its end: what comes later is pushed, but an exit among its chunks is not.
        boolean exited = status.exited() && (!cut || exitCovered);
        boolean closed = status.closed() && !cut;
        ReadResponse response = new ReadResponse(
                chunks,
                nextSeq,
                exited,
                exited ? status.exitCode() : null,
                closed,
                null,
                exited && status.sandboxDenied(),
                exited ? status.signal() : null,
                log.droppedBytes() == 0 ? null : log.droppedBytes(),
                exited ? status.verdict() : null,
                closed ? StreamTotal.byName(status.streams()) : null);
        return new Answer(response, cut);
    }
}
