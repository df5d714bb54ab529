package dev.execbus.transport;

import dev.execbus.protocol.RpcId;
import java.util.HashMap;
import java.util.Map;

/** Which handler at a client of the bridge an answer is for. Confined to its door. */
final class BridgeReplies {
    private final Map<RpcId, String> addresses = new HashMap<>();
    private BridgeEnvelope current;

    boolean awaits(RpcId id) {
        return addresses.containsKey(id);
    }

    /** It is handed on now, and may be answered before {@link #handedOn}. */
    void handOn(BridgeEnvelope envelope) {
        if (envelope.id() != null) {
            addresses.put(envelope.id(), of(envelope));
        }
        current = envelope;
    }

    void handedOn() {
        current = null;
    }

    /** Where the answer goes, once. */
    String take(RpcId id) {
        String address = addresses.remove(id);
        if (address == null && current != null) {
            // Its id was of no use to whoever read it as a whole.
            addresses.remove(current.id());
            return of(current);
        }
        return address == null ? BridgeRule.CLIENT : address;
    }

    static String of(BridgeEnvelope envelope) {
        return envelope.replyAddress() == null ? BridgeRule.CLIENT : envelope.replyAddress();
    }

    void clear() {
        addresses.clear();
    }
}
