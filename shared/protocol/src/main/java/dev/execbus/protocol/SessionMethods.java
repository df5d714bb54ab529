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
            return new InitializeParams(clientName(in), in.optionalString("resumeSessionId"));
        }

        /** Clients of the app-server's dialect introduce themselves in another way. */
        private static String clientName(ParamsReader in) {
            JsonNode info = in.has("clientName") ? null : in.optional("clientInfo");
            return info == null
                    ? in.string("clientName")
                    : ParamsReader.of(info, "ClientInfo", "name").string("name");
        }
    }

    public record InitializeResponse(String sessionId, EnvironmentMethods.EnvironmentInfo environmentInfo) {}
}
