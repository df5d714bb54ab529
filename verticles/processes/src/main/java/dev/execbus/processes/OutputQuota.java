package dev.execbus.processes;

/** What a process may still write, by its own limit and by its session's. Confined to the supervisor's context. */
final class OutputQuota {
    private final OutputTotal session;
    private long left;

    /** @param limit 0 for none */
    OutputQuota(long limit, OutputTotal session) {
        this.left = limit == 0 ? Long.MAX_VALUE : limit;
        this.session = session;
    }

    /** How many of so many further bytes are still allowed; they count as written. */
    int take(int bytes) {
        int taken = (int) Math.min(bytes, Math.min(left, session.left()));
        left -= taken;
        session.taken(taken);
        return taken;
    }
}
