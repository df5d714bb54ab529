package dev.execbus.protocol;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Map;

/** {@code environment/*}: what a client learns about the worker. */
public final class EnvironmentMethods {
    public static final RpcMethod<NoParams> INFO =
            new RpcMethod<>("environment/info", "environment info", NoParams::decode);
    public static final RpcMethod<NoParams> STATUS =
            new RpcMethod<>("environment/status", "environment status", NoParams::decode);

    private EnvironmentMethods() {}

    public record NoParams() {
        static NoParams decode(JsonNode params, Dialect dialect) {
            ParamsReader.none(params);
            return new NoParams();
        }
    }

    /** @param name one of bash, zsh, sh, powershell, cmd */
    public record Shell(String name, String path) {}

    /**
     * Paths are {@code file:} URIs. A capability that is missing counts as false for clients; only what works is
     * declared.
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record EnvironmentInfo(
            Shell shell,
            String executorVersion,
            String providerId,
            String cwd,
            String userHomeDir,
            String platformOs,
            List<String> prependPathDirs,
            List<String> temporaryDirectories,
            String tempDir,
            Map<String, Boolean> capabilities,
            SandboxInfo sandbox) {}

    /**
     * Extension: how this worker enforces sandbox policies.
     *
     * @param mechanism {@code bubblewrap}, {@code landlock}, {@code unprotected} or {@link #NONE}
     * @param detail one sentence for people
     */
    public record SandboxInfo(String mechanism, String detail) {
        public static final String NONE = "none";
    }

    public record StatusResponse(String status) {}
}
