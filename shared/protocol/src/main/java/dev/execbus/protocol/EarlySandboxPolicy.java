package dev.execbus.protocol;

import com.fasterxml.jackson.databind.JsonNode;

/**
 * The sandbox argument of the first releases: {@code {"sandboxPolicy": {"type": ...}, ...}}, where every other member
 * may be missing. Its read-only and workspace-write policies could read the whole disk unless they say otherwise.
 */
final class EarlySandboxPolicy {
    private EarlySandboxPolicy() {}

    static SandboxParams decode(JsonNode context) {
        JsonNode policy = context.get("sandboxPolicy");
        String type = ParamsReader.of(policy, "SandboxPolicy", "type").string("type");
        return switch (type) {
            case "danger-full-access" -> new SandboxParams(true, true, true, true);
            case "external-sandbox" ->
                new SandboxParams(
                        true, true, true, policy.path("network_access").asText().equals("enabled"));
            case "read-only", "workspace-write" ->
                new SandboxParams(
                        true,
                        readsEverything(context, policy),
                        false,
                        policy.path("network_access").asBoolean());
            default ->
                throw ExecbusException.invalidParams(
                        "unknown variant `" + type
                                + "`, expected one of `danger-full-access`, `read-only`, `external-sandbox`, `workspace-write`");
        };
    }

    /** Some releases added members that narrow what can be read; only their absence is harmless. */
    private static boolean readsEverything(JsonNode context, JsonNode policy) {
        return full(policy.path("access"))
                && full(policy.path("read_only_access"))
                && context.path("fileSystemSandboxPolicy").isEmpty();
    }

    private static boolean full(JsonNode access) {
        return access.isMissingNode()
                || access.isNull()
                || access.path("type").asText().equals("full-access");
    }
}
