package dev.execbus.client;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Which environments there are: those of a configuration section, or what a variable says. Checked, and not yet used.
 *
 * @param defaultId which one serves who names none; null when such calls are refused
 * @param environments with {@link #LOCAL} if it is one of them
 */
public record EnvironmentsConfig(String defaultId, List<EnvironmentSpec> environments) {
    /** The environment of this machine. */
    public static final String LOCAL = "local";

    /** The environment of a variable. */
    public static final String REMOTE = "remote";

    static final String URL_VARIABLE = "EXECBUS_URL";
    static final String TOKEN_VARIABLE = "EXECBUS_TOKEN";
    static final String PEER_URL_VARIABLE = "CODEX_EXEC_SERVER_URL";
    private static final String DISABLED = "none";

    public EnvironmentsConfig {
        environments = List.copyOf(environments);
    }

    /**
     * @param section the configuration's; null when there is none, and variables count
     * @throws EnvironmentConfigException when the section is wrong
     */
    public static EnvironmentsConfig of(Map<String, ?> section, Map<String, String> variables) {
        return section == null ? ofVariables(variables) : ofSection(section);
    }

    /** Of {@code EXECBUS_URL}, or else of {@code CODEX_EXEC_SERVER_URL}; any text is taken, and tried on the first use. */
    public static EnvironmentsConfig ofVariables(Map<String, String> variables) {
        String ours = variables.getOrDefault(URL_VARIABLE, "").strip();
        String url =
                ours.isEmpty() ? variables.getOrDefault(PEER_URL_VARIABLE, "").strip() : ours;
        if (url.isEmpty()) {
            return new EnvironmentsConfig(LOCAL, List.of(EnvironmentSpec.here()));
        }
        if (isDisabled(url)) {
            return new EnvironmentsConfig(null, List.of());
        }
        // Our token is not for whoever the other variable names.
        String token =
                ours.isEmpty() ? "" : variables.getOrDefault(TOKEN_VARIABLE, "").strip();
        return new EnvironmentsConfig(
                REMOTE,
                List.of(new EnvironmentSpec(
                        REMOTE,
                        new EnvironmentSpec.ByUrl(url, EnvironmentSpec.CONNECT_TIMEOUT),
                        EnvironmentSpec.INITIALIZE_TIMEOUT,
                        token.isEmpty() ? new EnvironmentToken.None() : new EnvironmentToken.Given(token),
                        EnvironmentCapabilities.ALL)));
    }

    /**
     * @param section as read from JSON or YAML: texts, numbers, booleans, lists, maps
     * @throws EnvironmentConfigException when it is wrong
     */
    public static EnvironmentsConfig ofSection(Map<String, ?> section) {
        SectionReader reader =
                SectionReader.of("environments", section, List.of("default", "includeLocal", "environments"));
        boolean includeLocal = reader.flag("includeLocal", true);
        List<EnvironmentSpec> environments = new ArrayList<>();
        Set<String> ids = new HashSet<>();
        if (includeLocal) {
            environments.add(EnvironmentSpec.here());
            ids.add(LOCAL);
        }
        for (Object item : reader.list("environments")) {
            EnvironmentSpec environment = EnvironmentReader.read(item);
            if (!ids.add(environment.id())) {
                throw new EnvironmentConfigException("environment id `" + environment.id() + "` is duplicated");
            }
            environments.add(environment);
        }
        return new EnvironmentsConfig(defaultId(reader.text("default"), includeLocal, ids), environments);
    }

    private static String defaultId(String asked, boolean includeLocal, Set<String> ids) {
        if (asked == null) {
            return includeLocal ? LOCAL : null;
        }
        String id = asked.strip();
        if (id.isEmpty()) {
            throw new EnvironmentConfigException("default environment id cannot be empty");
        }
        if (isDisabled(id)) {
            return null;
        }
        if (!ids.contains(id)) {
            throw new EnvironmentConfigException("default environment `" + id + "` is not configured");
        }
        return id;
    }

    /** What can be offered to callers that may name an environment: what any of them allows. */
    public EnvironmentCapabilities capabilities() {
        return environments.stream()
                .map(EnvironmentSpec::capabilities)
                .reduce(EnvironmentCapabilities.NONE, EnvironmentCapabilities::or);
    }

    /** The environment for callers that name none; nothing when they are refused. */
    public Optional<EnvironmentSpec> byDefault() {
        return environments.stream()
                .filter(environment -> environment.id().equals(defaultId))
                .findFirst();
    }

    static boolean isDisabled(String text) {
        return text.toLowerCase(Locale.ROOT).equals(DISABLED);
    }
}
