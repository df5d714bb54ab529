package dev.execbus.transport;

import dev.execbus.bus.Beats;
import io.vertx.core.Context;
import io.vertx.core.internal.ContextInternal;
import java.time.Duration;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/**
 * What a gateway takes from where it runs: its context, its clocks, and whether there are other nodes.
 *
 * @param clustered whether workers can be lost while the gateway lives
 * @param onContext runs something on the gateway's context, soon
 * @param afterInput the same, but what has come in by then has its turn before
 * @param nanoTime does not jump, and may stand still while the machine sleeps
 * @param wallMillis goes on while the machine sleeps, and may jump
 */
record Surroundings(
        boolean clustered, Executor onContext, Executor afterInput, LongSupplier nanoTime, LongSupplier wallMillis) {
    /** What lives in the same process is alive as long as we are, however late its beats are. */
    private static final Duration ALONE = Duration.ofDays(365);

    private static final Duration RESUME_PATIENCE = Duration.ofMillis(1_500);

    static Surroundings of(Context context) {
        return new Surroundings(
                context.owner().isClustered(),
                action -> context.runOnContext(ignored -> action.run()),
                // Tasks that beget tasks keep an event loop from its sockets for up to a second; due timers do not.
                action -> ((ContextInternal) context)
                        .nettyEventLoop()
                        .schedule(() -> context.runOnContext(ignored -> action.run()), 0, TimeUnit.NANOSECONDS),
                System::nanoTime,
                System::currentTimeMillis);
    }

    long now() {
        return nanoTime.getAsLong();
    }

    Duration lease() {
        return clustered ? Beats.LEASE : ALONE;
    }

    /** How long a worker that is asked for a session may take before it counts as silent. */
    Duration resumePatience() {
        return clustered ? RESUME_PATIENCE : ALONE;
    }
}
