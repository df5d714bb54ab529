package dev.execbus.server;

import dev.execbus.protocol.ByteChunk;
import dev.execbus.protocol.ErrorCode;
import dev.execbus.protocol.ExecbusException;
import dev.execbus.protocol.ProcessMethods;
import dev.execbus.protocol.ProcessMethods.CloseStdinParams;
import dev.execbus.protocol.ProcessMethods.WriteParams;
import dev.execbus.protocol.ProcessMethods.WriteStatus;
import dev.execbus.server.PendingWrites.Write;
import java.util.function.BooleanSupplier;

/**
 * A command's stdin: what was not acknowledged on one connection is sent again on the next, under the same ids. Confined
 * to the client's context.
 */
final class RemoteInput {
    interface Listener {
        /** The server has one more piece. */
        void inputAcknowledged();

        /** The server did not take a piece that the command may have wanted. */
        void inputRefused(String sentence);

        /** The end of the input could not be passed on. */
        void inputNotEnded(String sentence);
    }

    private final String processId;
    private final RemoteSession session;
    private final BooleanSupplier ready;
    private final Listener listener;
    private final PendingWrites writes = new PendingWrites();
    private boolean ended;
    private boolean closed;

    /** @param ready whether the process runs and a connection speaks for it */
    RemoteInput(String processId, RemoteSession session, BooleanSupplier ready, Listener listener) {
        this.processId = processId;
        this.session = session;
        this.ready = ready;
        this.listener = listener;
    }

    /** The next piece; the caller keeps the number of unacknowledged ones bounded. */
    void write(ByteChunk chunk) {
        if (closed) {
            return;
        }
        Write write = writes.add(chunk);
        if (ready.getAsBoolean()) {
            send(write);
        }
    }

    /** Nothing more will be written. */
    void end() {
        ended = true;
        if (ready.getAsBoolean()) {
            sendEnd();
        }
    }

    /** After a new connection. */
    void resume() {
        writes.unacknowledged().forEach(this::send);
        sendEnd();
    }

    private void send(Write write) {
        session.call(ProcessMethods.WRITE.name(), new WriteParams(processId, write.chunk(), write.writeId()))
                .onSuccess(answer -> written(write, answer.path("status").asText()))
                .onFailure(cause -> failed((ExecbusException) cause));
    }

    private void written(Write write, String status) {
        if (!status.equals(WriteStatus.ACCEPTED.wireName())) {
            close();
        } else if (writes.acknowledged(write.writeId())) {
            listener.inputAcknowledged();
            sendEnd();
        }
    }

    private void failed(ExecbusException cause) {
        close();
        if (cause.code() != ErrorCode.INTERNAL) {
            listener.inputRefused("the server refused input: " + cause.getMessage());
        }
    }

    /** Nobody reads it any more; without acknowledgements no more of it is taken. */
    private void close() {
        closed = true;
        writes.clear();
    }

    /** Behind the last acknowledgement: servers may work on several requests at a time. */
    private void sendEnd() {
        if (!ended || closed || !writes.isEmpty()) {
            return;
        }
        session.call(ProcessMethods.CLOSE_STDIN.name(), new CloseStdinParams(processId))
                .onSuccess(answer -> close())
                .onFailure(cause -> notEnded((ExecbusException) cause));
    }

    private void notEnded(ExecbusException cause) {
        close();
        if (cause.code() == ErrorCode.METHOD_NOT_FOUND) {
            listener.inputNotEnded("the server cannot end a command's input, so the command may wait for more");
        }
    }
}
