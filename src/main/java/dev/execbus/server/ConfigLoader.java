package dev.execbus.server;

import dev.execbus.server.EffectiveConfig.Setting;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * Puts the configuration together, later layers over earlier ones: defaults, the file, the environment, {@code --set},
 * options of their own. Whatever is unknown or not allowed stops the start, and the operator reads which, and where.
 */
final class ConfigLoader {
    /** Variables of ours that are no configuration: the start script's and the client commands'. */
    private static final Set<String> NOT_CONFIGURATION = Set.of(
            "EXECBUS_ADMIN_TOKEN",
            "EXECBUS_JAVA_HOME",
            "EXECBUS_JAVA_OPTIONS",
            "EXECBUS_LOG_LEVEL",
            "EXECBUS_TOKEN",
            "EXECBUS_URL");

    private static final String LAUNCHED = "EXECBUS_LAUNCHED_";

    /**
     * @param key the value's
     * @param option how it was given, for example {@code --listen}
     */
    record OptionValue(ConfigKey<?> key, String option, String text) {}

    private final Map<ConfigKey<?>, Setting<?>> settings = new HashMap<>();

    private ConfigLoader() {}

    /** @param assignments each {@code key=value} */
    static EffectiveConfig load(
            Optional<Path> file, Map<String, String> environment, List<String> assignments, List<OptionValue> options) {
        ConfigLoader loader = new ConfigLoader();
        file.ifPresent(loader::file);
        loader.environment(environment);
        assignments.forEach(loader::assignment);
        options.forEach(option -> loader.text(option.key(), option.text(), new ConfigSource.Option(option.option())));
        EffectiveConfig config = EffectiveConfig.of(loader.settings);
        ConfigRelations.check(config);
        return config;
    }

    private void file(Path file) {
        ConfigSource source = new ConfigSource.File(file);
        ConfigFile.read(file).forEach((path, json) -> json(known(path, source), json, source));
    }

    private void environment(Map<String, String> environment) {
        // In order, so that of several mistakes always the same one is told.
        new TreeMap<>(environment).forEach((name, text) -> {
            if (ConfigKey.isOurs(name) && !NOT_CONFIGURATION.contains(name) && !name.startsWith(LAUNCHED)) {
                ConfigKey<?> key = ConfigKeys.ofVariable(name)
                        .orElseThrow(() -> new StartupException(
                                "the environment variable " + name + " is unknown: it must name a key, as "
                                        + ConfigKeys.TRANSPORT_FRAME_BYTES.environmentName() + " does for "
                                        + ConfigKeys.TRANSPORT_FRAME_BYTES));
                text(key, text, new ConfigSource.Environment(name));
            }
        });
    }

    private void assignment(String assignment) {
        int equals = assignment.indexOf('=');
        ConfigSource source = new ConfigSource.Assignment();
        text(known(assignment.substring(0, equals), source), assignment.substring(equals + 1), source);
    }

    /** The value is not told for an unknown key: it may be the misspelt name of a secret. */
    private static ConfigKey<?> known(String path, ConfigSource source) {
        return ConfigKeys.named(path).orElseThrow(() -> {
            String section = path.contains(".") ? path.substring(0, path.indexOf('.')) : "";
            String siblings = ConfigKeys.ALL.stream()
                    .map(ConfigKey::path)
                    .filter(known -> known.startsWith(section + "."))
                    .collect(Collectors.joining(", "));
            return new StartupException(OneLine.of(path) + " (from " + source + ") is unknown: allowed is "
                    + (siblings.isEmpty() ? String.join(", ", ConfigKeys.sections()) : siblings));
        });
    }

    private <T> void json(ConfigKey<T> key, Object json, ConfigSource source) {
        if (json == null && key.isOptional()) {
            settings.put(key, new Setting<>(key, null, source));
        } else {
            Optional<T> value = json == null ? Optional.empty() : key.type().ofJson(json);
            settings.put(key, new Setting<>(key, value.orElseThrow(() -> refused(key, json, source)), source));
        }
    }

    private <T> void text(ConfigKey<T> key, String text, ConfigSource source) {
        T value = key.type().ofText(text).orElseThrow(() -> refused(key, text, source));
        settings.put(key, new Setting<>(key, value, source));
    }

    private static StartupException refused(ConfigKey<?> key, Object value, ConfigSource source) {
        String shown = key.secret() ? EffectiveConfig.MASK : OneLine.of(value);
        return new StartupException(
                key + " = " + shown + " (from " + source + ") is not allowed: allowed is " + key.allowed());
    }
}
