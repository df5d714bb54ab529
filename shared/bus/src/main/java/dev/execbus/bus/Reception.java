package dev.execbus.bus;

import dev.execbus.protocol.ErrorCode;
import dev.execbus.protocol.ExecbusException;
import io.vertx.core.Future;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Supplier;

/**
 * What stands before a room's handlers. The numbered commands of one attachment pass in their order or, when one was lost
 * on the way, not at all; an operation that is repeated gets the result of the first time. Confined to the context that
 * serves.
 */
public final class Reception {
    /** Results that are remembered for a session. */
    static final int OPERATIONS = 1_024;

    private static final long BROKEN = -1;

    private static final class Visitor {
        private long epoch;
        private long next = 1;
        private final LinkedHashMap<String, Future<?>> operations = new LinkedHashMap<>();
    }

    private final Map<SessionId, Visitor> visitors = new HashMap<>();

    /** Listens along with a room, so that what is remembered of a session goes with it. */
    public AttachmentListener before(AttachmentListener room) {
        return changed -> {
            switch (changed) {
                case AttachmentListener.Attached attached -> attached(attached.attachment());
                case AttachmentListener.Detached detached -> {}
                case AttachmentListener.Ended ended -> visitors.remove(ended.session());
            }
            return room.changed(changed);
        };
    }

    private void attached(Attachment attachment) {
        Visitor visitor = visitors.computeIfAbsent(attachment.session(), id -> new Visitor());
        visitor.epoch = attachment.epoch();
        visitor.next = 1;
    }

    /**
     * @param number of the command among those of its attachment, from 1; 0 when it has none
     * @param opId names the operation; null when it has no name
     */
    <R> Future<R> receive(Attachment from, long number, String opId, Class<R> type, Supplier<Future<R>> handler) {
        Visitor visitor = visitors.get(from.session());
        if (visitor == null || visitor.epoch != from.epoch()) {
            // Whoever speaks without being attached is told so by the room.
            return handler.get();
        }
        if (number > 0) {
            if (number != visitor.next) {
                visitor.next = BROKEN;
                throw new ExecbusException(
                        ErrorCode.STALE_ATTACHMENT, "a command was lost between the nodes: resume the session");
            }
            visitor.next++;
        }
        return opId == null ? handler.get() : once(visitor.operations, opId, type, handler);
    }

    private static <R> Future<R> once(
            Map<String, Future<?>> operations, String opId, Class<R> type, Supplier<Future<R>> handler) {
        Future<?> before = operations.get(opId);
        if (before != null) {
            return before.map(type::cast);
        }
        makeRoom(operations);
        Future<R> result = handler.get();
        operations.put(opId, result);
        result.onFailure(cause -> {
            if (!isFinal(cause)) {
                operations.remove(opId, result);
            }
        });
        return result;
    }

    /** The oldest result goes; one that is not there yet stays, or the operation could run twice. */
    private static void makeRoom(Map<String, Future<?>> operations) {
        if (operations.size() < OPERATIONS) {
            return;
        }
        for (Iterator<Future<?>> oldest = operations.values().iterator(); oldest.hasNext(); ) {
            if (oldest.next().isComplete()) {
                oldest.remove();
                return;
            }
        }
        throw ExecbusException.resourceExhausted(
                OPERATIONS + " named operations of the session are under way, which is the limit");
    }

    /** A failure that might go away is not remembered: the operation did not happen and may be tried again. */
    private static boolean isFinal(Throwable cause) {
        return cause instanceof ExecbusException failure
                && !failure.code().retryable()
                && failure.code() != ErrorCode.STALE_ATTACHMENT;
    }
}
