package dev.execbus.http;

import dev.execbus.protocol.ExecbusException;

/** Bytes of bodies in memory, of all requests together. Confined to the verticle's context. */
final class ByteBudget {
    private final long limit;
    private long taken;

    ByteBudget(long limit) {
        this.limit = limit;
    }

    /** The part of one request. */
    final class Share implements AutoCloseable {
        private long bytes;

        private Share() {}

        /** Takes more; what does not fit is refused. */
        void grow(long more) {
            if (taken + more > limit) {
                throw ExecbusException.resourceExhausted("no room for the bodies of this http/request: all requests"
                        + " together may hold " + limit
                        + " bytes on this worker; stream the answer or try again later");
            }
            taken += more;
            bytes += more;
        }

        @Override
        public void close() {
            taken -= bytes;
            bytes = 0;
        }
    }

    Share share() {
        return new Share();
    }

    long taken() {
        return taken;
    }
}
