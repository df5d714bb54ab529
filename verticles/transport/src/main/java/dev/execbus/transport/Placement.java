package dev.execbus.transport;

import dev.execbus.bus.NodeName;
import dev.execbus.protocol.ErrorCode;
import dev.execbus.protocol.ExecbusException;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.time.Duration;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/**
 * Finds workers for new sessions. Who finds none waits, in the order they came, at most {@code queue} of them and none
 * for longer than {@code wait}. Confined to the gateway's context.
 */
final class Placement<R> {
    private final Supplier<Collection<WorkerLoad>> live;
    private final boolean alone;
    private final int queue;
    private final Duration wait;
    private final LongSupplier nanoTime;
    private final Set<Wish> waiting = new LinkedHashSet<>();

    /** @param alone the only worker there is says by itself whether it is full; then nobody waits for it */
    Placement(Supplier<Collection<WorkerLoad>> live, boolean alone, int queue, Duration wait, LongSupplier nanoTime) {
        this.live = live;
        this.alone = alone;
        this.queue = queue;
        this.wait = wait;
        this.nanoTime = nanoTime;
    }

    /**
     * @param environment a label or a worker's name; null for any
     * @param wanted false once nobody wants it any more
     * @param open asks one worker; one that has no room, or cannot be reached, is followed by the next best
     */
    Future<R> place(String environment, BooleanSupplier wanted, Function<NodeName, Future<R>> open) {
        Wish wish = new Wish(environment, wanted, open, nanoTime.getAsLong() + wait.toNanos());
        wish.attempt();
        return wish.promise.future();
    }

    int waiting() {
        return waiting.size();
    }

    /** Something was heard of a worker. */
    void look() {
        for (Wish wish : List.copyOf(waiting)) {
            if (wish.asking) {
                continue;
            }
            if (wish.wanted.getAsBoolean()) {
                wish.attempt();
            } else {
                wish.end(ClientEvents.connectionGone());
            }
        }
    }

    /** Time has passed. */
    void expire() {
        long now = nanoTime.getAsLong();
        for (Wish wish : List.copyOf(waiting)) {
            if (!wish.asking && now - wish.deadlineNanos >= 0) {
                wish.end(wish.refusal("; waited " + wait.toMillis() + " ms"));
            }
        }
    }

    private final class Wish {
        private final String environment;
        private final BooleanSupplier wanted;
        private final Function<NodeName, Future<R>> open;
        private final long deadlineNanos;
        private final Promise<R> promise = Promise.promise();
        private final Set<NodeName> tried = new HashSet<>();
        private boolean asking;
        private ExecbusException lastRefusal;

        Wish(String environment, BooleanSupplier wanted, Function<NodeName, Future<R>> open, long deadlineNanos) {
            this.environment = environment;
            this.wanted = wanted;
            this.open = open;
            this.deadlineNanos = deadlineNanos;
        }

        void attempt() {
            tried.clear();
            next();
        }

        private void next() {
            Optional<WorkerLoad> best = WorkerChooser.best(live.get(), environment, this::mayTake, tried);
            if (best.isEmpty()) {
                asking = false;
                noneLeft();
                return;
            }
            asking = true;
            WorkerLoad load = best.get();
            load.give();
            tried.add(load.name());
            open.apply(load.name()).onComplete(done -> {
                if (done.succeeded()) {
                    waiting.remove(this);
                    promise.complete(done.result());
                } else if (goesOn(done.cause())) {
                    load.refuse();
                    lastRefusal = (ExecbusException) done.cause();
                    next();
                } else {
                    end(done.cause());
                }
            });
        }

        private boolean mayTake(WorkerLoad load) {
            return alone ? !load.draining() : load.free();
        }

        private void noneLeft() {
            if (alone && lastRefusal != null) {
                end(lastRefusal);
            } else if (!waiting.contains(this)) {
                if (waiting.size() < queue) {
                    waiting.add(this);
                } else {
                    end(refusal("; " + queue + " clients wait already, which is the limit"));
                }
            }
        }

        void end(Throwable cause) {
            waiting.remove(this);
            promise.tryFail(cause);
        }

        ExecbusException refusal(String detail) {
            String ofEnvironment = environment == null ? "" : " of environment " + environment;
            boolean known = live.get().stream().anyMatch(load -> load.matches(environment));
            String reason = known
                    ? "every worker" + ofEnvironment + " is full or draining"
                    : "no worker" + ofEnvironment + " is there";
            return ExecbusException.resourceExhausted(reason + detail);
        }
    }

    private static boolean goesOn(Throwable cause) {
        return cause instanceof ExecbusException failure
                && (failure.code() == ErrorCode.RESOURCE_EXHAUSTED || failure.code() == ErrorCode.WORKER_UNAVAILABLE);
    }
}
