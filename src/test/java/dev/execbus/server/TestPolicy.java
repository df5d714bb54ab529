package dev.execbus.server;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.nio.file.Path;

/** The {@code sandbox} argument, put together entry by entry. */
final class TestPolicy {
    private final Path cwd;
    private final JsonArray entries = new JsonArray();
    private String network = "restricted";

    private TestPolicy(Path cwd) {
        this.cwd = cwd;
    }

    static TestPolicy in(Path cwd) {
        return new TestPolicy(cwd);
    }

    /** The everyday policy: all of the disk to read, the workspace to write, no network. */
    static TestPolicy workspaceWrite(Path workspace) {
        return in(workspace).special("root", "read").path(workspace, "write");
    }

    /** Nothing but the workspace and what programs need to run. */
    static TestPolicy workspaceOnly(Path workspace) {
        return in(workspace).special("minimal", "read").path(workspace, "write");
    }

    /** As the first releases said it. */
    static JsonObject early(Path workspace, JsonObject policy) {
        return new JsonObject()
                .put("sandboxPolicy", policy)
                .put("sandboxPolicyCwd", "file://" + workspace)
                .put("windowsSandboxLevel", "disabled")
                .put("windowsSandboxPrivateDesktop", true)
                .put("useLegacyLandlock", false)
                .putNull("additionalPermissions");
    }

    TestPolicy path(Path path, String access) {
        return entry(new JsonObject().put("type", "path").put("path", "file://" + path), access);
    }

    TestPolicy special(String kind, String access) {
        return entry(new JsonObject().put("type", "special").put("value", new JsonObject().put("kind", kind)), access);
    }

    TestPolicy denied(String glob) {
        return entry(new JsonObject().put("type", "glob_pattern").put("pattern", glob), "deny");
    }

    TestPolicy network() {
        network = "enabled";
        return this;
    }

    private TestPolicy entry(JsonObject path, String access) {
        entries.add(new JsonObject().put("path", path).put("access", access));
        return this;
    }

    JsonObject json() {
        JsonObject files = new JsonObject().put("type", "restricted").put("entries", entries.copy());
        JsonObject permissions = new JsonObject()
                .put("type", "managed")
                .put("file_system", files)
                .put("network", network);
        return new JsonObject()
                .put("permissions", permissions)
                .put("cwd", "file://" + cwd)
                .put("windowsSandboxLevel", "disabled");
    }
}
