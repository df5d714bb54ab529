package dev.execbus.processes;

/** What the processes of a session may still write together. Confined to the supervisor's context. */
final class OutputTotal {
    private long left;

    /** @param limit 0 for none */
    OutputTotal(long limit) {
        left = limit == 0 ? Long.MAX_VALUE : limit;
    }

    long left() {
        return left;
    }

    void taken(int bytes) {
        left -= bytes;
    }
}
