package dev.execbus.server;

import dev.execbus.testkit.Frame;
import dev.execbus.testkit.RpcClient;
import io.vertx.core.json.JsonObject;
import java.util.List;

/**
 * A file call that tries to get out of the workspace.
 *
 * @param params without the policy; paths begin at the ground's folder, or with a slash, and may contain {@code {R}}
 *     for it
 */
record FileEscape(String method, JsonObject params) {
    private static final List<String> PATHS = List.of("path", "sourcePath", "destinationPath");

    static FileEscape of(String method, String path) {
        return new FileEscape(method, new JsonObject().put("path", path));
    }

    static FileEscape between(String method, String source, String destination) {
        return new FileEscape(method, new JsonObject().put("sourcePath", source).put("destinationPath", destination));
    }

    FileEscape with(String name, Object value) {
        return new FileEscape(method, params.copy().put(name, value));
    }

    Frame tried(RpcClient client, EscapeGround ground, JsonObject sandbox) {
        JsonObject resolved = params.copy().put("sandbox", sandbox);
        for (String name : PATHS) {
            if (resolved.containsKey(name)) {
                resolved.put(name, uri(ground, resolved.getString(name)));
            }
        }
        return client.call(method, resolved);
    }

    private static String uri(EscapeGround ground, String path) {
        String full = path.replace("{R}", ground.root().toString());
        return "file://" + (full.startsWith("/") ? "" : ground.root() + "/") + full;
    }

    /** For the name of a test. */
    @Override
    public String toString() {
        JsonObject shown = params.copy();
        shown.remove("dataBase64");
        shown.remove("options");
        return method + " " + shown.encode();
    }
}
