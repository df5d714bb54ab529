package dev.execbus.protocol;

import dev.execbus.protocol.ExecMethods.CommandParams;
import dev.execbus.protocol.ExecMethods.SessionParams;
import dev.execbus.protocol.ExecMethods.WriteStdinParams;
import java.util.LinkedHashMap;
import java.util.Map;

/** Params of {@code exec/*} as a client sends them: what their decoders read. Stateless. */
public final class ExecWire {
    private ExecWire() {}

    public static Map<String, Object> params(CommandParams command) {
        Map<String, Object> params = new LinkedHashMap<>();
        params.put("cmd", command.cmd());
        putIfPresent(params, "workdir", command.workdir());
        putIfPresent(params, "shell", command.shell());
        putIfPresent(params, "login", command.login());
        params.put("tty", command.tty());
        putIfPresent(params, "yieldTimeMs", command.yieldTimeMs());
        putIfPresent(params, "maxOutputTokens", command.maxOutputTokens());
        putIfPresent(params, "sandboxPermissions", command.sandboxPermissions());
        putIfPresent(params, "justification", command.justification());
        putIfPresent(params, "prefixRule", command.prefixRule());
        putIfPresent(params, "environmentId", command.environmentId());
        putIfPresent(params, "callId", command.callId());
        return params;
    }

    public static Map<String, Object> params(WriteStdinParams write) {
        Map<String, Object> params = new LinkedHashMap<>();
        params.put("sessionId", write.sessionId());
        putIfPresent(params, "chars", write.chars());
        putIfPresent(params, "yieldTimeMs", write.yieldTimeMs());
        putIfPresent(params, "maxOutputTokens", write.maxOutputTokens());
        return params;
    }

    public static Map<String, Object> params(SessionParams session) {
        Map<String, Object> params = new LinkedHashMap<>();
        params.put("sessionId", session.sessionId());
        return params;
    }

    private static void putIfPresent(Map<String, Object> params, String name, Object value) {
        if (value != null) {
            params.put(name, value);
        }
    }
}
