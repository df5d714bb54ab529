package dev.execbus.server;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Every key with its value and where that came from. Immutable. */
final class EffectiveConfig {
    /** @param value null only where the key may be without one */
    record Setting<T>(ConfigKey<T> key, T value, ConfigSource source) {
        /** For JSON and tables: null for no value, and a mask for a secret. */
        Object shown() {
            if (value == null) {
                return null;
            }
            return key.secret() ? MASK : key.type().toJson(value);
        }
    }

    static final String MASK = "******";

    private final Map<ConfigKey<?>, Setting<?>> settings;

    private EffectiveConfig(Map<ConfigKey<?>, Setting<?>> settings) {
        this.settings = settings;
    }

    /** @param given what is not the default */
    static EffectiveConfig of(Map<ConfigKey<?>, Setting<?>> given) {
        Map<ConfigKey<?>, Setting<?>> settings = new LinkedHashMap<>();
        for (ConfigKey<?> key : ConfigKeys.ALL) {
            Setting<?> setting = given.get(key);
            settings.put(key, setting == null ? byDefault(key) : setting);
        }
        return new EffectiveConfig(settings);
    }

    <T> T get(ConfigKey<T> key) {
        return setting(key).value();
    }

    /** A key is always mapped to a setting of its own type: only {@link Setting}'s constructor pairs the two. */
    @SuppressWarnings("unchecked")
    <T> Setting<T> setting(ConfigKey<T> key) {
        return (Setting<T>) settings.get(key);
    }

    /** In the order of {@link ConfigKeys#ALL}. */
    List<Setting<?>> all() {
        return List.copyOf(settings.values());
    }

    private static <T> Setting<T> byDefault(ConfigKey<T> key) {
        return new Setting<>(key, key.absent(), new ConfigSource.Default());
    }
}
