package dev.execbus.testkit;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.Map;

/** Params of {@code process/start}, with what most tests want: no variables but a path, in the temporary folder. */
public final class Start {
    private final JsonObject params;

    private Start(String processId, List<String> argv) {
        params = new JsonObject()
                .put("processId", processId)
                .put("argv", new JsonArray(argv))
                .put("cwd", "file:///tmp")
                .put("env", new JsonObject().put("PATH", "/usr/bin:/bin"))
                .put("tty", false);
    }

    public static Start of(String processId, String... argv) {
        return new Start(processId, List.of(argv));
    }

    /** A script for the shell, which is replaced by its last command where that begins with {@code exec}. */
    public static Start shell(String processId, String script) {
        return of(processId, "/bin/sh", "-c", script);
    }

    public Start pipeStdin() {
        return with("pipeStdin", true);
    }

    public Start tty() {
        return with("tty", true);
    }

    public Start tty(int rows, int cols) {
        return tty().with("size", new JsonObject().put("rows", rows).put("cols", cols));
    }

    public Start env(Map<String, String> variables) {
        variables.forEach(params.getJsonObject("env")::put);
        return this;
    }

    public Start with(String name, Object value) {
        params.put(name, value);
        return this;
    }

    public JsonObject params() {
        return params;
    }
}
