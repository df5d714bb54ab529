package dev.execbus.unifiedexec;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What a command finds in its environment whatever the place has there.
 *
 * @param sessionId tells apart; it opens nothing
 */
public record SessionVariables(String sessionId, String version) {
    private static final Map<String, String> FIXED = Map.of(
            "NO_COLOR", "1",
            "TERM", "dumb",
            "LANG", "C.UTF-8",
            "LC_CTYPE", "C.UTF-8",
            "LC_ALL", "C.UTF-8",
            "COLORTERM", "",
            "PAGER", "cat",
            "GIT_PAGER", "cat",
            "GH_PAGER", "cat",
            "CODEX_CI", "1");

    Map<String, String> of(String callId) {
        Map<String, String> variables = new LinkedHashMap<>(FIXED);
        variables.put("CODEX_THREAD_ID", sessionId);
        variables.put("CODEX_SESSION_ID", sessionId);
        variables.put("CODEX_TOOL_CALL_ID", callId);
        variables.put("CODEX_VERSION", version);
        variables.put("CODEX_APPLY_PATCH_PRESERVE_LINE_ENDINGS", "1");
        return variables;
    }
}
