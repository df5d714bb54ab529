package dev.execbus.processes;

import dev.execbus.bus.Level;
import dev.execbus.protocol.ByteChunk;
import dev.execbus.protocol.ExecbusException;
import dev.execbus.protocol.ProcessMethods.WriteStatus;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.Map;

/**
 * Orders the writes to one process's stdin. A write is accepted once it is queued; with the queue full it waits for its
 * answer, and a repeat of a waiting write waits with it. Confined to the supervisor's context.
 */
final class StdinWriter {
    /** Writes, and bytes of them, that may wait for room; one more is refused. */
    private static final int WAITING = 1_024;

    private static final long WAITING_BYTES = 32L << 20;

    private record Waiting(String writeId, ByteChunk chunk, Promise<WriteStatus> answer) {}

    private final SpawnedProcess process;
    private final int queueBytes;
    private final Level.Part unwritten;
    private final WriteLedger ledger = new WriteLedger();
    private final ArrayDeque<byte[]> queue = new ArrayDeque<>();
    private final ArrayDeque<Waiting> waiting = new ArrayDeque<>();
    private final Map<String, Future<WriteStatus>> waitingById = new HashMap<>();

    private long queued;
    private long waitingBytes;
    private int offset;
    private boolean blocked;
    private boolean open;
    private boolean closeRequested;
    private boolean terminated;

    /**
     * @param open whether the process has a stdin to write to
     * @param level follows what is not written yet
     */
    StdinWriter(SpawnedProcess process, int queueBytes, boolean open, Level level) {
        this.process = process;
        this.queueBytes = queueBytes;
        this.open = open;
        this.unwritten = level.part();
    }

    /** @param writeId null when the client cannot name its writes */
    Future<WriteStatus> write(String writeId, ByteChunk chunk) {
        if (terminated) {
            return Future.failedFuture(ExecbusException.internal("failed to write to process stdin"));
        }
        if (writeId != null && ledger.knows(writeId)) {
            return Future.succeededFuture(WriteStatus.ACCEPTED);
        }
        if (writeId != null && waitingById.containsKey(writeId)) {
            return waitingById.get(writeId);
        }
        if (!open || closeRequested) {
            return Future.succeededFuture(WriteStatus.STDIN_CLOSED);
        }
        if (queued < queueBytes && waiting.isEmpty()) {
            accept(writeId, chunk);
            flush();
            return Future.succeededFuture(WriteStatus.ACCEPTED);
        }
        return await(writeId, chunk);
    }

    /** Stdin ends behind what is queued. */
    void close() {
        closeRequested = true;
        closeWhenEmpty();
    }

    void writable() {
        blocked = false;
        flush();
    }

    /** The process has exited: what is queued has no reader any more. */
    void exited() {
        shut();
    }

    /** The client had the process killed. */
    void terminated() {
        terminated = true;
        shut();
    }

    private Future<WriteStatus> await(String writeId, ByteChunk chunk) {
        if (waiting.size() >= WAITING) {
            return Future.failedFuture(ExecbusException.resourceExhausted(
                    "more than " + WAITING + " writes are waiting for the process to read its stdin"));
        }
        if (!waiting.isEmpty() && waitingBytes + chunk.length() > WAITING_BYTES) {
            return Future.failedFuture(ExecbusException.resourceExhausted(
                    "more than " + WAITING_BYTES + " bytes are waiting for the process to read its stdin"));
        }
        waitingBytes += chunk.length();
        count();
        Promise<WriteStatus> answer = Promise.promise();
        waiting.add(new Waiting(writeId, chunk, answer));
        if (writeId != null) {
            waitingById.put(writeId, answer.future());
        }
        return answer.future();
    }

    private void accept(String writeId, ByteChunk chunk) {
        if (writeId != null) {
            ledger.accepted(writeId);
        }
        if (chunk.length() > 0) {
            queue.add(chunk.bytes());
            queued += chunk.length();
            count();
        }
    }

    private void flush() {
        while (open && !blocked && !queue.isEmpty()) {
            byte[] first = queue.peek();
            int taken = process.write(first, offset);
            if (taken < 0) {
                shut();
                return;
            }
            offset += taken;
            queued -= taken;
            count();
            if (offset == first.length) {
                queue.poll();
                offset = 0;
            } else {
                blocked = true;
            }
            admit();
        }
        closeWhenEmpty();
    }

    private void admit() {
        while (queued < queueBytes && !waiting.isEmpty()) {
            Waiting next = waiting.poll();
            if (next.writeId() != null) {
                waitingById.remove(next.writeId());
            }
            waitingBytes -= next.chunk().length();
            count();
            accept(next.writeId(), next.chunk());
            next.answer().complete(WriteStatus.ACCEPTED);
        }
    }

    private void count() {
        unwritten.is(queued + waitingBytes);
    }

    private void closeWhenEmpty() {
        if (open && closeRequested && queue.isEmpty() && waiting.isEmpty()) {
            open = false;
            process.closeStdin();
        }
    }

    private void shut() {
        open = false;
        queue.clear();
        queued = 0;
        waitingBytes = 0;
        count();
        while (!waiting.isEmpty()) {
            Promise<WriteStatus> answer = waiting.poll().answer();
            if (terminated) {
                answer.fail(ExecbusException.internal("failed to write to process stdin"));
            } else {
                answer.complete(WriteStatus.STDIN_CLOSED);
            }
        }
        waitingById.clear();
    }
}
