package dev.execbus.client;

import dev.execbus.protocol.ByteChunk;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Who hears of which command while its answer is waited for. A server says what began, not which request began it; where
 * two that are alike are waited for, nobody is told, rather than the wrong one. Confined to the backend's loop.
 */
final class CommandFeeds {
    /** No two are equal. */
    private static final class Waiting {
        private final String cmd;
        private final RemoteExec.Listener listener;

        private Waiting(String cmd, RemoteExec.Listener listener) {
            this.cmd = cmd;
            this.listener = listener;
        }
    }

    private final List<Waiting> waiting = new ArrayList<>();
    private final Map<Integer, Waiting> told = new HashMap<>();

    /** Run what this returns when the answer is there. */
    Runnable begin(String cmd, RemoteExec.Listener listener) {
        Waiting entry = new Waiting(cmd, listener);
        waiting.add(entry);
        return () -> {
            waiting.remove(entry);
            told.values().remove(entry);
        };
    }

    void began(int sessionId, String cmd) {
        List<Waiting> alike =
                waiting.stream().filter(entry -> entry.cmd.equals(cmd)).toList();
        if (alike.size() == 1) {
            Waiting found = alike.getFirst();
            // Another one like it would not be this one's any more.
            waiting.remove(found);
            told.put(sessionId, found);
            found.listener.began(sessionId);
        }
    }

    void printed(int sessionId, ByteChunk output) {
        Waiting entry = told.get(sessionId);
        if (entry != null) {
            entry.listener.printed(output);
        }
    }
}
