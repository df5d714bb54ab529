package dev.execbus.processes;

import dev.execbus.bus.Attachment;
import dev.execbus.bus.Failures;
import dev.execbus.bus.GatewayService;
import dev.execbus.bus.GatewayService.Deliver;
import dev.execbus.bus.ProcessEvent;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.function.LongSupplier;

/**
 * Takes one session's events to its gateway: the processes in turn, so that a loud one starves nobody, and only a few
 * deliveries unanswered. The answer to a delivery is the credit for the next, and for all before it. Small ones go without
 * asking for an answer, as long as they are few and far apart. A failed one ends the pump: what was not
 * delivered stays in the logs, and the client has to come back for it. Confined to the supervisor's context, one for each
 * attachment.
 */
final class OutputPump {
    /** One that is being written while the next one is on its way. Few and large cost less than many. */
    static final int WINDOW = 2;

    static final int DELIVERY_BYTES = 128 << 10;
    private static final int DELIVERY_EVENTS = 512;

    /**
     * Small ones that come faster on average ask for an answer: while it is waited for, what comes is joined to one
     * delivery.
     */
    static final Duration FAR_APART = Duration.ofNanos(50_000);

    /** A terminal prints what was typed, and then the program does. */
    static final int AT_ONCE = 4;

    /** Without an answer to the last of them, which is asked for. */
    static final int TOLD_IN_A_ROW = 32;

    static final int TOLD_BYTES = 32 << 10;

    /** Where events come from: one process. */
    interface Source {
        /** Up to so much of what was not taken yet; empty when there is nothing, or nothing until {@link OutputPump#wake}. */
        List<ProcessEvent> take(int maxBytes, int maxEvents);
    }

    /** @param events 0 for one that did not ask for an answer */
    private record Unanswered(long number, int events) {
        boolean asked() {
            return events > 0;
        }
    }

    private final Attachment to;
    private final GatewayService gateway;
    private final ProcessMeters meters;
    private final LongSupplier nanos;
    private final Runnable onGone;
    private final ArrayDeque<Source> ready = new ArrayDeque<>();
    private final ArrayDeque<Unanswered> unanswered = new ArrayDeque<>();
    private int asked;
    private int toldInARow;
    private long toldBytes;
    private long deliveries;
    private long nextTellNanos;
    private int quietTicks;
    private boolean stopped;
    private boolean recalling;
    private boolean pumping;

    /** @param onGone the gateway did not take a delivery; called once */
    OutputPump(Attachment to, GatewayService gateway, ProcessMeters meters, LongSupplier nanos, Runnable onGone) {
        this.to = to;
        this.gateway = gateway;
        this.meters = meters;
        this.nanos = nanos;
        this.nextTellNanos = nanos.getAsLong();
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
        unanswered.clear();
        while (asked > 0) {
            answered();
        }
    }

    /**
     * To be called every second or so: between two nodes a delivery may be lost, or its answer. While there are deliveries
     * without an answer, empty ones are sent, ever more seldom. One of them is answered for all before it, or refused by a
     * gateway that misses one. When the gateway could not be reached, its client is called back once it can.
     */
    void tick() {
        if (recalling) {
            gateway.recall(to).onSuccess(again -> recalling = recalling && again);
        } else if (!unanswered.isEmpty() && Integer.bitCount(quietTicks++) == 1) {
            ask(List.of());
        }
    }

    private void pump() {
        if (pumping) {
            return;
        }
        pumping = true;
        while (asked < WINDOW && !stopped) {
            List<ProcessEvent> events = nextDelivery();
            if (events.isEmpty()) {
                break;
            }
            deliver(events);
        }
        pumping = false;
    }

    private void deliver(List<ProcessEvent> events) {
        if (unanswered.isEmpty()) {
            quietTicks = 0;
        }
        int bytes = 0;
        for (ProcessEvent event : events) {
            bytes += Slice.sizeOf(event);
        }
        if (mayTell(bytes)) {
            toldInARow++;
            toldBytes += bytes;
            unanswered.add(new Unanswered(++deliveries, 0));
            meters.delivered(events.size());
            gateway.tell(new Deliver(to, deliveries, List.copyOf(events)));
        } else {
            toldInARow = 0;
            toldBytes = 0;
            asked++;
            meters.unanswered().up();
            unanswered.add(new Unanswered(deliveries + 1, events.size()));
            ask(events);
        }
    }

    private boolean mayTell(int bytes) {
        if (toldInARow >= TOLD_IN_A_ROW || toldBytes + bytes > TOLD_BYTES) {
            return false;
        }
        long now = nanos.getAsLong();
        long early = nextTellNanos - now;
        if (early > (AT_ONCE - 1) * FAR_APART.toNanos()) {
            return false;
        }
        nextTellNanos = FAR_APART.toNanos() + (early < 0 ? now : nextTellNanos);
        return true;
    }

    private void ask(List<ProcessEvent> events) {
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
            Unanswered delivery = unanswered.poll();
            if (delivery.asked()) {
                meters.delivered(delivery.events());
                answered();
            }
        }
        if (!stopped) {
            pump();
        }
    }

    private void answered() {
        asked--;
        meters.unanswered().down();
    }

    private void failed(Throwable cause) {
        if (!stopped) {
            end();
            recalling = Failures.isUnreachable(cause);
            onGone.run();
        }
    }
}
