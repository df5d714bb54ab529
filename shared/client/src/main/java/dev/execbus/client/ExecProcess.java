package dev.execbus.client;

import dev.execbus.protocol.ByteChunk;
import dev.execbus.protocol.ProcessMethods.ReadResponse;
import dev.execbus.protocol.ProcessMethods.WriteStatus;
import dev.execbus.protocol.TerminalSize;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.util.function.Consumer;

/** A process that was started through an {@link ExecBackend}. All methods may be called from any thread. */
public interface ExecProcess {
    /** As it was given at the start. */
    String id();

    /**
     * Hears every event once, in the order of its numbers, on the backend's context; it must not block. To be set once.
     * Before that up to 1 MiB is kept, and what is more is read again from the process. The last event is
     * {@link ExecEvent.Closed} or {@link ExecEvent.Failed}.
     */
    void events(Consumer<ExecEvent> listener);

    /**
     * As {@link #events}, for who wants to know only what is printed, and the end: completes after the last output, or fails
     * with a {@link BackendException} when nothing more will be known.
     */
    default Future<ProcessState> output(Consumer<ByteChunk> printed) {
        Promise<ProcessState> ended = Promise.promise();
        events(event -> {
            switch (event) {
                case ExecEvent.Output output -> printed.accept(output.chunk());
                case ExecEvent.Exited exited -> {}
                case ExecEvent.Closed closed -> ended.complete(state());
                case ExecEvent.Failed failed -> ended.fail(new BackendException(failed.message()));
            }
        });
        return ended.future();
    }

    /** As it is known at the moment. It may be ahead of what the listener was told. */
    ProcessState state();

    /**
     * Output after a number, and how the process stands; what is read stays readable.
     *
     * @param afterSeq 0 for everything
     * @param maxBytes bound on the bytes of all chunks but the first; null for none
     * @param waitMs how long to wait when there is nothing yet
     */
    Future<ReadResponse> read(long afterSeq, Integer maxBytes, long waitMs);

    /**
     * Writes to stdin. What is written is written once and in the order of the calls, whatever becomes of connections. The
     * array is the backend's from now on.
     */
    Future<WriteStatus> write(byte[] bytes);

    /** @param signal {@code interrupt}, or where the other side knows it a POSIX name such as {@code TERM} */
    Future<Void> signal(String signal);

    /** Only where the other side knows this extension, and only on a terminal. */
    Future<Void> resize(TerminalSize size);

    /** Only where the other side knows this extension. */
    Future<Void> closeStdin();

    /** Kills the process and its group; true if it was running. If this fails, the process counts as running on. */
    Future<Boolean> terminate();
}
