package dev.execbus.client;

import dev.execbus.protocol.ByteChunk;
import java.util.HashMap;
import java.util.Map;

/** Who hears of which command while its answer is waited for. Confined to the backend's loop. */
final class CommandFeeds {
    private final Map<String, RemoteExec.Listener> listeners = new HashMap<>();
    private final Map<Integer, String> begun = new HashMap<>();

    /**
     * Run what this returns when the answer is there.
     *
     * @param callId of this call alone
     */
    Runnable begin(String callId, RemoteExec.Listener listener) {
        listeners.put(callId, listener);
        return () -> {
            listeners.remove(callId);
            begun.values().remove(callId);
        };
    }

    /** @param callId null for a command that was run without one */
    void began(int sessionId, String callId) {
        RemoteExec.Listener listener = listeners.get(callId);
        if (listener != null) {
            begun.put(sessionId, callId);
            listener.began(sessionId);
        }
    }

    void printed(int sessionId, ByteChunk output) {
        RemoteExec.Listener listener = listeners.get(begun.get(sessionId));
        if (listener != null) {
            listener.printed(output);
        }
    }
}
