package dev.execbus.unifiedexec;

import dev.execbus.bus.Attachment;
import dev.execbus.bus.ClientEvent;
import dev.execbus.bus.CommandEvent;
import dev.execbus.bus.GatewayService;
import dev.execbus.bus.GatewayService.Deliver;
import dev.execbus.protocol.ByteChunk;
import dev.execbus.protocol.ExecMethods.BeganNotification;
import dev.execbus.protocol.ExecMethods.EndedNotification;
import dev.execbus.protocol.ExecMethods.InteractionNotification;
import dev.execbus.protocol.ExecMethods.OutputDeltaNotification;
import dev.execbus.protocol.StreamName;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Takes what is told of commands to the client. The answer to a delivery is the credit for the next one; for a client that
 * does not keep up output is left out and counted, since answers and transcripts have it anyway. While nobody is attached
 * nothing is kept. Confined to the room's context.
 */
final class ClientFeed implements Progress {
    /** What may wait for credit. */
    static final int MOST_BYTES = 1 << 20;

    static final int MOST_EVENTS = 4_096;

    /** Of one delivery, and at most one event more. */
    static final int DELIVERY_BYTES = 64 << 10;

    /** What an event weighs without its output. */
    private static final int EVENT_BYTES = 256;

    private record Waiting(CommandEvent event, int bytes) {}

    private final Deque<Waiting> queue = new ArrayDeque<>();
    private final Map<Integer, Long> dropped = new HashMap<>();
    private Attachment to;
    private GatewayService gateway;
    private long queuedBytes;
    private boolean delivering;

    /** Events from now on go to this client. */
    void attach(Attachment attachment, GatewayService through) {
        detach();
        to = attachment;
        gateway = through;
    }

    void detach() {
        to = null;
        gateway = null;
        delivering = false;
        queue.clear();
        queuedBytes = 0;
        dropped.clear();
    }

    @Override
    public void began(int sessionId, String cmd, String cwd, String callId) {
        tell(new CommandEvent.Began(new BeganNotification(sessionId, cmd, cwd, callId)), cmd.length());
    }

    @Override
    public void output(int sessionId, ByteChunk delta) {
        if (to == null) {
            return;
        }
        if (isFull(delta.length())) {
            dropped.merge(sessionId, (long) delta.length(), Long::sum);
        } else {
            OutputDeltaNotification notification =
                    new OutputDeltaNotification(sessionId, StreamName.STDOUT, delta, dropped.remove(sessionId));
            tell(new CommandEvent.OutputDelta(notification), delta.length());
        }
    }

    @Override
    public void interaction(int sessionId, String chars) {
        if (!isFull(chars.length())) {
            tell(new CommandEvent.Interaction(new InteractionNotification(sessionId, chars)), chars.length());
        }
    }

    /** How many of these wait is bounded by how many commands there are. */
    @Override
    public void ended(Ended ended) {
        String output = isFull(ended.output().length()) ? null : ended.output();
        tell(
                new CommandEvent.Ended(new EndedNotification(
                        ended.sessionId(),
                        ended.exitCode(),
                        ended.failed(),
                        output,
                        dropped.remove(ended.sessionId()))),
                output == null ? 0 : output.length());
    }

    private boolean isFull(int more) {
        return queuedBytes + more > MOST_BYTES || queue.size() >= MOST_EVENTS;
    }

    private void tell(CommandEvent event, int bytes) {
        if (to != null) {
            queue.add(new Waiting(event, EVENT_BYTES + bytes));
            queuedBytes += EVENT_BYTES + bytes;
            deliver();
        }
    }

    private void deliver() {
        if (delivering || queue.isEmpty()) {
            return;
        }
        delivering = true;
        Attachment receiver = to;
        gateway.deliver(new Deliver(receiver, 0, next())).onComplete(done -> {
            if (!receiver.equals(to)) {
                return;
            }
            if (done.failed()) {
                // The client is gone, of which others will tell.
                detach();
            } else {
                delivering = false;
                deliver();
            }
        });
    }

    private List<ClientEvent> next() {
        List<ClientEvent> events = new ArrayList<>();
        int bytes = 0;
        while (!queue.isEmpty() && bytes < DELIVERY_BYTES) {
            Waiting first = queue.poll();
            events.add(first.event());
            bytes += first.bytes();
        }
        queuedBytes -= bytes;
        return events;
    }
}
