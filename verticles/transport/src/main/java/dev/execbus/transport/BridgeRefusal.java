package dev.execbus.transport;

import io.vertx.core.json.JsonObject;
import java.nio.charset.StandardCharsets;

/** Says that something is not passed on, in the words of Vert.x's bridge. */
final class BridgeRefusal {
    private static final int NO_CODE = -1;

    private BridgeRefusal() {}

    /** @param address of the handler at the client that is to hear of it; null for none in particular */
    static byte[] of(String reason, String address) {
        JsonObject refusal = new JsonObject().put("type", "err");
        if (address != null) {
            refusal.put("address", address)
                    .put("failureCode", NO_CODE)
                    .put("failureType", "RECIPIENT_FAILURE")
                    .put("message", reason);
        }
        return refusal.put("body", reason).encode().getBytes(StandardCharsets.UTF_8);
    }
}
