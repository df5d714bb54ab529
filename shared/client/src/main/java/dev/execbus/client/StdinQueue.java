package dev.execbus.client;

import dev.execbus.protocol.ByteChunk;
import dev.execbus.protocol.ExecbusException;
import dev.execbus.protocol.ProcessMethods.WriteParams;
import dev.execbus.protocol.ProcessMethods.WriteStatus;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import java.util.function.Supplier;

/**
 * What is to be done with one process's stdin, one thing after the other: not every server keeps the order of what is
 * under way together. Confined to the backend's loop.
 */
final class StdinQueue {
    static final int KEPT_BYTES = 16 << 20;
    private static final int KEPT_STEPS = 4_096;

    /** Written at a time: servers take no longer messages than some 12 MiB. */
    private static final int PIECE = 1 << 20;

    private record Step<T>(Supplier<Future<T>> work, Promise<T> done) {}

    private final String processId;
    private final ProcessCalls calls;
    private final Deque<Step<?>> steps = new ArrayDeque<>();
    private boolean busy;
    private long keptBytes;
    private long lastWriteId;

    StdinQueue(String processId, ProcessCalls calls) {
        this.processId = processId;
        this.calls = calls;
    }

    Future<WriteStatus> write(byte[] bytes) {
        if (keptBytes > 0 && keptBytes + bytes.length > KEPT_BYTES) {
            return full();
        }
        keptBytes += bytes.length;
        return add(() -> write(bytes, 0)).onComplete(done -> keptBytes -= bytes.length);
    }

    Future<Void> close() {
        return add(() -> calls.closeStdin(processId));
    }

    /** What waits fails with this. */
    void end(BackendException cause) {
        List<Step<?>> ended = List.copyOf(steps);
        steps.clear();
        ended.forEach(step -> step.done().fail(cause));
    }

    /** From here to the end, or to the first piece that is not taken. */
    private Future<WriteStatus> write(byte[] bytes, int from) {
        int to = Math.min(bytes.length, from + PIECE);
        byte[] piece = from == 0 && to == bytes.length ? bytes : Arrays.copyOfRange(bytes, from, to);
        lastWriteId++;
        return calls.write(new WriteParams(processId, ByteChunk.of(piece), Long.toString(lastWriteId)))
                .compose(status -> status == WriteStatus.ACCEPTED && to < bytes.length
                        ? write(bytes, to)
                        : Future.succeededFuture(status));
    }

    private <T> Future<T> add(Supplier<Future<T>> work) {
        if (steps.size() >= KEPT_STEPS) {
            return full();
        }
        Step<T> step = new Step<>(work, Promise.promise());
        steps.add(step);
        next();
        return step.done().future();
    }

    private void next() {
        if (!busy && !steps.isEmpty()) {
            busy = true;
            run(steps.poll());
        }
    }

    private <T> void run(Step<T> step) {
        step.work().get().onComplete(step.done());
        step.done().future().onComplete(done -> {
            busy = false;
            next();
        });
    }

    private static <T> Future<T> full() {
        return Future.failedFuture(
                ExecbusException.resourceExhausted("too much waits to be written to the process's stdin"));
    }
}
