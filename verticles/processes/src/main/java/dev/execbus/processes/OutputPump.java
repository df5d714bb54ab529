package dev.execbus.processes;

import dev.execbus.bus.Attachment;
import dev.execbus.bus.GatewayService;
import dev.execbus.bus.GatewayService.Deliver;
import dev.execbus.bus.ProcessEvent;
import dev.execbus.protocol.ErrorCode;
import dev.execbus.protocol.ExecbusException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;

/**
 * Takes one session's events to its gateway: the processes in turn, so that a loud one starves nobody, and only a few
 * deliveries unanswered. The answer to a delivery is the credit for the next, and for those before it, whose answers may
 * be lost. A failed one ends the pump: what was not delivered stays in the logs, and the client has to come back for it.
 * Confined to the supervisor's context, one for each attachment.
 */
final class OutputPump {
    /** One that is being written while the next one is on its way. Few and large cost less than many. */
    static final int WINDOW = 2;

    static final int DELIVERY_BYTES = 128 << 10;
    private static final int DELIVERY_EVENTS = 512;

    /** Where events come from: one process. */
    interface Source {
        /** Up to so much of what was not taken yet; empty when there is nothing, or nothing until {@link OutputPump#wake}. */
        List<ProcessEvent> take(int maxBytes, int maxEvents);
    }

    private record Unanswered(long number, int events) {}

    private final Attachment to;
    private final GatewayService gateway;
    private final ProcessMeters meters;
    private final Runnable onGone;
    private final ArrayDeque<Source> ready = new ArrayDeque<>();
    private final ArrayDeque<Unanswered> unanswered = new ArrayDeque<>(WINDOW);
    private long deliveries;
    private int quietTicks;
    private boolean stopped;
    private boolean recalling;
    private boolean pumping;

    /** @param onGone the gateway did not take a delivery; called once */
    OutputPump(Attachment to, GatewayService gateway, ProcessMeters meters, Runnable onGone) {
        this.to = to;
        this.gateway = gateway;
        this.meters = meters;
        this.onGone = onGone;
    }

    boolean stopped() {
        return stopped;
    }

    /** There is something to take; the source keeps count of whether it is queued already. */
    void wake(Source source) {
        if (!stopped) {
            ready.add(source);
            pump();
        }
    }

    /** Nobody is attached any more. */
    void stop() {
        end();
        recalling = false;
    }

    private void end() {
        stopped = true;
        ready.clear();
        while (!unanswered.isEmpty()) {
            unanswered.poll();
            meters.unanswered().down();
        }
    }

    /**
     * To be called every second or so: between two nodes a delivery may be lost, or its answer. While an answer is owed
     * and none comes, empty deliveries are sent, ever more seldom. One of them is answered for all before it, or
     * refused by a gateway that misses one. When the gateway could not be reached, its client is called back once it can.
     */
    void tick() {
        if (recalling) {
            gateway.deliver(Deliver.recall(to)).onComplete(done -> {
                recalling = recalling && isUnreachable(done.cause());
            });
        } else if (!unanswered.isEmpty() && Integer.bitCount(quietTicks++) == 1) {
            deliver(List.of());
        }
    }

    private void pump() {
        if (pumping) {
            return;
        }
        pumping = true;
        while (unanswered.size() < WINDOW && !stopped) {
            List<ProcessEvent> events = nextDelivery();
            if (events.isEmpty()) {
                break;
            }
            if (unanswered.isEmpty()) {
                quietTicks = 0;
            }
            unanswered.add(new Unanswered(deliveries + 1, events.size()));
            meters.unanswered().up();
            deliver(events);
        }
        pumping = false;
    }

    private void deliver(List<ProcessEvent> events) {
        long number = ++deliveries;
        gateway.deliver(new Deliver(to, number, List.copyOf(events))).onComplete(done -> {
            if (done.succeeded()) {
                delivered(number);
            } else {
                failed(done.cause());
            }
        });
    }

    private List<ProcessEvent> nextDelivery() {
        List<ProcessEvent> events = List.of();
        int room = DELIVERY_BYTES;
        while (room > 0 && !ready.isEmpty() && events.size() < DELIVERY_EVENTS) {
            List<ProcessEvent> taken = ready.poll().take(room, DELIVERY_EVENTS - events.size());
            for (ProcessEvent event : taken) {
                room -= Slice.sizeOf(event);
            }
            events = joined(events, taken);
        }
        return events;
    }

    private static List<ProcessEvent> joined(List<ProcessEvent> first, List<ProcessEvent> second) {
        if (first.isEmpty()) {
            return second;
        }
        if (second.isEmpty()) {
            return first;
        }
        List<ProcessEvent> both = new ArrayList<>(first);
        both.addAll(second);
        return both;
    }

    private void delivered(long upTo) {
        quietTicks = 0;
        while (!unanswered.isEmpty() && unanswered.peek().number() <= upTo) {
            meters.delivered(unanswered.poll().events());
            meters.unanswered().down();
        }
        if (!stopped) {
            pump();
        }
    }

    private void failed(Throwable cause) {
        if (!stopped) {
            end();
            recalling = isUnreachable(cause);
            onGone.run();
        }
    }

    private static boolean isUnreachable(Throwable cause) {
        return cause instanceof ExecbusException failure && failure.code() == ErrorCode.WORKER_UNAVAILABLE;
    }
}
