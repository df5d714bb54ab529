package dev.execbus.processes;

import dev.execbus.bus.Attachment;
import dev.execbus.bus.GatewayService;
import dev.execbus.bus.GatewayService.Deliver;
import dev.execbus.bus.ProcessEvent;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;

/**
 * Takes one session's events to its gateway: the processes in turn, so that a loud one starves nobody, and only a few
 * deliveries unanswered. The answer to a delivery is the credit for the next; a failed one ends the pump, and what was
 * not delivered stays in the logs. Confined to the supervisor's context, one for each attachment.
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

    private final Attachment to;
    private final GatewayService gateway;
    private final ProcessMeters meters;
    private final Runnable onGone;
    private final ArrayDeque<Source> ready = new ArrayDeque<>();
    private long deliveries;
    private int unanswered;
    private boolean stopped;
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

    void stop() {
        stopped = true;
        ready.clear();
    }

    private void pump() {
        if (pumping) {
            return;
        }
        pumping = true;
        while (unanswered < WINDOW && !stopped) {
            List<ProcessEvent> events = nextDelivery();
            if (events.isEmpty()) {
                break;
            }
            unanswered++;
            meters.unanswered().up();
            int count = events.size();
            gateway.deliver(new Deliver(to, ++deliveries, List.copyOf(events)))
                    .onComplete(done -> answered(done.succeeded(), count));
        }
        pumping = false;
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

    private void answered(boolean delivered, int events) {
        unanswered--;
        meters.unanswered().down();
        if (delivered) {
            meters.delivered(events);
        }
        if (stopped) {
            return;
        }
        if (delivered) {
            pump();
        } else {
            stop();
            onGone.run();
        }
    }
}
