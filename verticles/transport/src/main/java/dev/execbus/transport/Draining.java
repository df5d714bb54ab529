package dev.execbus.transport;

import dev.execbus.bus.Timers;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.time.Duration;

/**
 * Sends the clients of a gateway away in small groups, so that the others are not overrun, and waits until their sessions
 * are free. Confined to the gateway's context.
 */
final class Draining {
    private static final int SMALLEST_GROUP = 16;
    private static final int GROUPS = 10;
    private static final Duration STEP = Duration.ofMillis(100);

    /** Waited for workers to acknowledge, once nobody is left. */
    private static final int LAST_STEPS = 50;

    private final Connections connections;
    private final Attachments attachments;
    private final Timers timers;
    private final Promise<Void> done = Promise.promise();
    private final int group;
    private int stepsAlone;

    Draining(Connections connections, Attachments attachments, Timers timers) {
        this.connections = connections;
        this.attachments = attachments;
        this.timers = timers;
        this.group = Math.max(SMALLEST_GROUP, connections.size() / GROUPS);
    }

    Future<Void> begin() {
        step();
        return done.future();
    }

    private void step() {
        connections.closeSome(group, CloseReason.DRAINING);
        if (connections.size() == 0 && (attachments.detaching() == 0 || stepsAlone++ >= LAST_STEPS)) {
            done.complete();
        } else {
            timers.after(STEP, this::step);
        }
    }
}
