package dev.execbus.environment;

import dev.execbus.protocol.EnvironmentPolicyParams;
import dev.execbus.protocol.ExecbusException;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** Makes a process's variables from the server's own and the client's wishes. Pure: no state, nothing read. */
final class EnvironmentPolicy {
    /** Bound on all patterns' length times all names' length, so on the steps of matching: well below a second. */
    private static final long LARGEST_MATCHING = 100_000_000;

    private static final String THREAD_ID = "CODEX_THREAD_ID";
    private static final String EXECUTABLE_SUFFIXES = "PATHEXT";

    private static final List<String> DEFAULT_EXCLUDES = List.of("*KEY*", "*SECRET*", "*TOKEN*");

    private static final Set<String> UNIX_CORE = ignoringCase(
            "PATH", "SHELL", "TMPDIR", "TEMP", "TMP", "HOME", "LANG", "LC_ALL", "LC_CTYPE", "LOGNAME", "USER");

    private static final Set<String> WINDOWS_CORE = ignoringCase(
            "PATH",
            EXECUTABLE_SUFFIXES,
            "SHELL",
            "COMSPEC",
            "SYSTEMROOT",
            "SYSTEMDRIVE",
            "WINDIR",
            "USERNAME",
            "USERDOMAIN",
            "USERPROFILE",
            "HOMEDRIVE",
            "HOMEPATH",
            "PROGRAMFILES",
            "PROGRAMFILES(X86)",
            "PROGRAMW6432",
            "PROGRAMDATA",
            "LOCALAPPDATA",
            "APPDATA",
            "TEMP",
            "TMP",
            "TMPDIR",
            "POWERSHELL",
            "PWSH");

    /** Credentials and switches meant for the server itself: no process gets them, whatever anybody asks for. */
    private static final Set<String> NEVER_PASSED_ON = ignoringCase(
            "CODEX_EXEC_SERVER_EXIT_ON_STDIN_CLOSE",
            "CODEX_EXEC_SERVER_NOISE_AUTH_TOKEN",
            "NODE_REPL_AUTH_TOKEN",
            "OPENAI_FEDERATION_RULE_ID",
            "OPENAI_IDENTITY_TOKEN_FILE",
            "OPENAI_WORKLOAD_IDENTITY_CONTEXT");

    enum Platform {
        UNIX,
        WINDOWS
    }

    private EnvironmentPolicy() {}

    /**
     * @param policy null for none: the process gets {@code overlay} and nothing else
     * @param threadId null for none
     * @param overlay laid over what the policy makes, past all its filters
     */
    static Map<String, String> apply(
            Map<String, String> serverEnv,
            EnvironmentPolicyParams policy,
            String threadId,
            Map<String, String> overlay,
            Platform platform) {
        Map<String, String> variables =
                policy == null ? new HashMap<>() : filtered(serverEnv, policy, threadId, platform);
        variables.putAll(overlay);
        variables.keySet().removeIf(NEVER_PASSED_ON::contains);
        return variables;
    }

    private static Map<String, String> filtered(
            Map<String, String> serverEnv, EnvironmentPolicyParams policy, String threadId, Platform platform) {
        checkSize(serverEnv, policy);
        Map<String, String> variables = inherited(serverEnv, policy.inherit(), platform);
        if (!policy.ignoreDefaultExcludes()) {
            removeMatching(variables, DEFAULT_EXCLUDES);
        }
        removeMatching(variables, policy.exclude());
        variables.putAll(policy.set());
        if (!policy.includeOnly().isEmpty()) {
            List<NamePattern> wanted = patterns(policy.includeOnly());
            variables.keySet().removeIf(name -> !anyMatches(wanted, name));
        }
        if (threadId != null) {
            variables.put(THREAD_ID, threadId);
        }
        if (platform == Platform.WINDOWS
                && variables.keySet().stream().noneMatch(EXECUTABLE_SUFFIXES::equalsIgnoreCase)) {
            variables.put(EXECUTABLE_SUFFIXES, ".COM;.EXE;.BAT;.CMD");
        }
        return variables;
    }

    private static Map<String, String> inherited(
            Map<String, String> serverEnv, EnvironmentPolicyParams.Inherit inherit, Platform platform) {
        return switch (inherit) {
            case ALL -> new HashMap<>(serverEnv);
            case NONE -> new HashMap<>();
            case CORE -> {
                Map<String, String> core = new HashMap<>(serverEnv);
                core.keySet().removeIf(name -> !core(platform).contains(name));
                yield core;
            }
        };
    }

    private static Set<String> core(Platform platform) {
        return switch (platform) {
            case UNIX -> UNIX_CORE;
            case WINDOWS -> WINDOWS_CORE;
        };
    }

    private static void removeMatching(Map<String, String> variables, List<String> unwanted) {
        List<NamePattern> patterns = patterns(unwanted);
        variables.keySet().removeIf(name -> anyMatches(patterns, name));
    }

    private static List<NamePattern> patterns(List<String> texts) {
        return texts.stream().map(NamePattern::of).toList();
    }

    private static boolean anyMatches(List<NamePattern> patterns, String name) {
        return patterns.stream().anyMatch(pattern -> pattern.matches(name));
    }

    private static void checkSize(Map<String, String> serverEnv, EnvironmentPolicyParams policy) {
        long names = length(serverEnv.keySet()) + length(policy.set().keySet());
        long patterns = length(policy.exclude()) + length(policy.includeOnly());
        if (patterns > LARGEST_MATCHING / Math.max(names, 1)) {
            throw ExecbusException.invalidParams("envPolicy is too large: its patterns have " + patterns
                    + " characters for names of " + names + "; the product may be " + LARGEST_MATCHING + " at most");
        }
    }

    /** One more for each text: an empty one costs a step too. */
    private static long length(Collection<String> texts) {
        return texts.stream().mapToLong(text -> text.length() + 1L).sum();
    }

    private static Set<String> ignoringCase(String... names) {
        Set<String> set = new TreeSet<>(String.CASE_INSENSITIVE_ORDER);
        Collections.addAll(set, names);
        return Collections.unmodifiableSet(set);
    }
}
