package dev.execbus.filesystem;

import dev.execbus.protocol.ExecbusException;
import java.util.concurrent.atomic.AtomicLong;

/** Bytes that reads may hold at a time, together. Any thread. */
final class ReadBudget {
    private final long limit;
    private final AtomicLong taken = new AtomicLong();

    ReadBudget(long limit) {
        this.limit = limit;
    }

    /** A part of the budget, for one read; given back when closed. Confined to the thread that reads. */
    final class Share implements AutoCloseable {
        private long bytes;

        private Share() {}

        /** Takes more. What does not fit is refused: waiting for it could block all threads that could give it back. */
        void grow(long more) {
            long wanted = bytes + more;
            if (wanted > limit) {
                throw ExecbusException.resourceExhausted("no room to read " + wanted
                        + " bytes at once: the limit of this worker for all reads together is " + limit + " bytes");
            }
            long now = taken.addAndGet(more);
            if (now > limit) {
                taken.addAndGet(-more);
                throw ExecbusException.resourceExhausted("no room to read " + wanted + " bytes now: other reads hold "
                        + (now - wanted) + " of the " + limit + " bytes of this worker, try again later");
            }
            bytes = wanted;
        }

        @Override
        public void close() {
            taken.addAndGet(-bytes);
            bytes = 0;
        }
    }

    Share share() {
        return new Share();
    }
}
