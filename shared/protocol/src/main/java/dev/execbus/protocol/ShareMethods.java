package dev.execbus.protocol;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;

/** {@code share/*}: secrets that give somebody else access to one process. */
public final class ShareMethods {
    public static final RpcMethod<CreateParams> CREATE =
            new RpcMethod<>("share/create", ViewMethods.FAMILY, CreateParams::decode);
    public static final RpcMethod<ListParams> LIST =
            new RpcMethod<>("share/list", ViewMethods.FAMILY, ListParams::decode);
    public static final RpcMethod<RevokeParams> REVOKE =
            new RpcMethod<>("share/revoke", ViewMethods.FAMILY, RevokeParams::decode);

    private static final long USUAL_TTL_MS = 3_600_000;
    private static final long LONGEST_TTL_MS = 24 * USUAL_TTL_MS;

    private ShareMethods() {}

    /**
     * @param session its public name; null for that of the connection, as in all of these
     * @param role the most its views may have
     */
    public record CreateParams(String session, String processId, ViewRole role, long ttlMs) {
        static CreateParams decode(JsonNode params, Dialect dialect) {
            ParamsReader in = ParamsReader.of(params, "ShareParams", "processId", "session", "role", "ttlMs");
            String processId = in.string("processId");
            ViewRole role = in.optional("role", ViewRole::decode);
            if (role == null) {
                throw ExecbusException.invalidParams("missing field `role`");
            }
            long ttlMs = in.unsigned("ttlMs", USUAL_TTL_MS);
            if (ttlMs < 1 || ttlMs > LONGEST_TTL_MS) {
                throw ExecbusException.invalidParams("ttlMs must be between 1 and " + LONGEST_TTL_MS);
            }
            return new CreateParams(in.optionalString("session"), processId, role, ttlMs);
        }
    }

    /** @param share the secret; told only here */
    public record CreateResponse(String shareId, String share, long expiresAtMs) {
        @Override
        public String toString() {
            return "CreateResponse[" + shareId + "]";
        }
    }

    /** @param processId null for those of all processes of the session */
    public record ListParams(String session, String processId) {
        static ListParams decode(JsonNode params, Dialect dialect) {
            ParamsReader in = ParamsReader.of(params, "ShareListParams", "processId", "session");
            return new ListParams(in.optionalString("session"), in.optionalString("processId"));
        }
    }

    /** @param views how many look by it */
    public record Share(String shareId, String processId, ViewRole role, long expiresAtMs, int views) {}

    public record ListResponse(List<Share> shares) {
        public ListResponse {
            shares = List.copyOf(shares);
        }
    }

    public record RevokeParams(String session, String shareId) {
        static RevokeParams decode(JsonNode params, Dialect dialect) {
            ParamsReader in = ParamsReader.of(params, "ShareRevokeParams", "shareId", "session");
            return new RevokeParams(in.optionalString("session"), in.string("shareId"));
        }
    }
}
