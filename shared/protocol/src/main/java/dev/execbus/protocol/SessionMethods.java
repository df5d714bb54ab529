package dev.execbus.protocol;

import com.fasterxml.jackson.databind.JsonNode;

/** {@code initialize} and {@code initialized}. */
public final class SessionMethods {
    public static final RpcMethod<InitializeParams> INITIALIZE =
            new RpcMethod<>("initialize", "session", InitializeParams::decode);

    public static final String INITIALIZED = "initialized";

    private SessionMethods() {}

    /** @param resumeSessionId null for a new session */
    public record InitializeParams(String clientName, String resumeSessionId) {
        static InitializeParams decode(JsonNode params, Dialect dialect) {
            ParamsReader in = ParamsReader.of(params, "InitializeParams", "clientName", "resumeSessionId");
            return new InitializeParams(in.string("clientName"), in.optionalString("resumeSessionId"));
        }
    }

    public record InitializeResponse(String sessionId, EnvironmentMethods.EnvironmentInfo environmentInfo) {}
}
