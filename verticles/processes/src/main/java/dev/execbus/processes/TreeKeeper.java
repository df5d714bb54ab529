package dev.execbus.processes;

import dev.execbus.protocol.ResourceLimits;

/** Keeps the limits of memory and processes of a worker's trees of processes. */
interface TreeKeeper extends AutoCloseable {
    /** The trees of a session. Any thread. */
    interface Session {
        /**
         * A process begins, or will as soon as this returns. May block for a moment.
         *
         * @param helpers of its processes, which do not count
         * @param note told before anybody is ended
         * @throws SpawnException when its limits cannot be kept
         */
        Tree admit(int pid, int helpers, ResourceLimits limits, VerdictNote note) throws SpawnException;

        /** Whether a process has to be admitted before its program begins, and not just soon. */
        boolean early();

        /** Everybody in all of its trees is ended; there will be no further ones. Returns at once. */
        void end();
    }

    /** A process and everything it starts. Any thread. */
    interface Tree {
        /** The process has exited and its pid is free; what it has left behind stays within the limits. */
        void exited();
    }

    /** @param limits what its trees may use together */
    Session session(ResourceLimits limits);

    /** Ends everybody who is left, and waits for that. */
    @Override
    void close();
}
