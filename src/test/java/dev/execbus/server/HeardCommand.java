package dev.execbus.server;

import dev.execbus.protocol.ByteChunk;
import dev.execbus.unifiedexec.Progress;

/** What is told of one command, to be asked from another thread. */
final class HeardCommand implements Progress {
    private final StringBuilder output = new StringBuilder();
    private int longest;
    private Ended end;

    @Override
    public synchronized void output(int sessionId, ByteChunk delta) {
        output.append(delta.utf8());
        longest = Math.max(longest, delta.length());
    }

    @Override
    public synchronized void ended(Ended ended) {
        end = ended;
    }

    synchronized String output() {
        return output.toString();
    }

    synchronized int longest() {
        return longest;
    }

    /** Null before it is told. */
    synchronized Ended end() {
        return end;
    }
}
