package dev.execbus.client;

import com.fasterxml.jackson.databind.JsonNode;
import dev.execbus.protocol.RpcFrames;
import dev.execbus.protocol.RpcId;
import dev.execbus.protocol.RpcMessage;
import dev.execbus.protocol.SessionMethods;
import dev.execbus.protocol.SessionMethods.InitializeParams;
import java.util.Map;
import java.util.Optional;

/** The handshake of a connection: {@code initialize}, its answer, {@code initialized}. Stateless. */
final class Introduction {
    static final byte[] CONFIRMATION = RpcFrames.notification(SessionMethods.INITIALIZED, Map.of());

    /** Below those of all requests. */
    private static final RpcId ID = new RpcId.Numeric(0);

    /** What the server says. */
    sealed interface Answer {
        /** @param knowsNames whether operations can be sent again under their names */
        record Accepted(String sessionId, boolean knowsNames) implements Answer {}

        record Refused(int code, String message) implements Answer {}
    }

    private Introduction() {}

    /** @param sessionId null for a new session */
    static byte[] frame(String clientName, String sessionId) {
        return RpcFrames.request(ID, SessionMethods.INITIALIZE.name(), new InitializeParams(clientName, sessionId));
    }

    /** Nothing for another message. */
    static Optional<Answer> answer(RpcMessage message) {
        if (message instanceof RpcMessage.Response response && response.id().equals(ID)) {
            JsonNode result = response.result();
            return Optional.of(new Answer.Accepted(
                    result.path("sessionId").asText(),
                    result.path("environmentInfo")
                            .path("capabilities")
                            .path("opId")
                            .asBoolean()));
        }
        if (message instanceof RpcMessage.Failure failure && failure.id().equals(ID)) {
            return Optional.of(new Answer.Refused(failure.code(), failure.message()));
        }
        return Optional.empty();
    }
}
