package dev.execbus.processes;

import dev.execbus.bus.Level;
import dev.execbus.bus.Timers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BooleanSupplier;

/**
 * The reads that wait for something to happen to one process. Each has a deadline; a look that finds nothing keeps it
 * waiting. Confined to the supervisor's context.
 */
final class LongPolls {
    private final Timers timers;
    private final Level.Part waiting;
    private final List<Poll> polls = new ArrayList<>();

    /** @param level follows how many wait */
    LongPolls(Timers timers, Level level) {
        this.timers = timers;
        this.waiting = level.part();
    }

    private final class Poll {
        private final BooleanSupplier look;
        private final Runnable expired;
        private final Timers.Timer deadline;

        Poll(Duration wait, BooleanSupplier look, Runnable expired) {
            this.look = look;
            this.expired = expired;
            this.deadline = timers.after(wait, () -> {
                if (polls.remove(this)) {
                    waiting.is(polls.size());
                    expired.run();
                }
            });
        }
    }

    /** @param look called at each event until it answers true */
    void await(Duration wait, BooleanSupplier look, Runnable expired) {
        polls.add(new Poll(wait, look, expired));
        waiting.is(polls.size());
    }

    int size() {
        return polls.size();
    }

    void wake() {
        if (polls.isEmpty()) {
            return;
        }
        for (Poll poll : List.copyOf(polls)) {
            if (poll.look.getAsBoolean() && polls.remove(poll)) {
                poll.deadline.cancel();
            }
        }
        waiting.is(polls.size());
    }

    /** Nobody waits any more: all are let go as if their time were over. */
    void clear() {
        List<Poll> all = List.copyOf(polls);
        polls.clear();
        waiting.is(0);
        for (Poll poll : all) {
            poll.deadline.cancel();
            poll.expired.run();
        }
    }
}
