package dev.execbus.bus;

import java.util.concurrent.atomic.LongAdder;

/** How many or how much there is at the moment. Those who change it are in any thread, and any number of them. */
public final class Level {
    private final LongAdder amount = new LongAdder();

    Level() {}

    public void add(long change) {
        amount.add(change);
    }

    public void up() {
        amount.increment();
    }

    public void down() {
        amount.decrement();
    }

    /** For one who knows how many there are of its own; not thread-safe. */
    public final class Part {
        private long own;

        private Part() {}

        public void is(long number) {
            amount.add(number - own);
            own = number;
        }
    }

    public Part part() {
        return new Part();
    }

    double now() {
        return amount.sum();
    }
}
