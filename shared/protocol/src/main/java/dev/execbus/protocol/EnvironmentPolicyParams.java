package dev.execbus.protocol;

import com.fasterxml.jackson.annotation.JsonValue;
import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** {@code envPolicy} of {@code process/start}: how the child's variables are made from the worker's own. */
public record EnvironmentPolicyParams(
        Inherit inherit,
        boolean ignoreDefaultExcludes,
        List<String> exclude,
        Map<String, String> set,
        List<String> includeOnly) {

    public enum Inherit {
        CORE,
        ALL,
        NONE;

        @JsonValue
        String wireName() {
            return name().toLowerCase(Locale.ROOT);
        }

        private static Inherit of(String name) {
            return switch (name) {
                case "core" -> CORE;
                case "all" -> ALL;
                case "none" -> NONE;
                default ->
                    throw ExecbusException.invalidParams(
                            "unknown variant `" + name + "`, expected one of `core`, `all`, `none`");
            };
        }
    }

    public EnvironmentPolicyParams {
        exclude = List.copyOf(exclude);
        set = Map.copyOf(set);
        includeOnly = List.copyOf(includeOnly);
    }

    public static EnvironmentPolicyParams decode(JsonNode node) {
        ParamsReader in = ParamsReader.of(
                node, "ExecEnvPolicy", "inherit", "ignoreDefaultExcludes", "exclude", "set", "includeOnly");
        return new EnvironmentPolicyParams(
                Inherit.of(in.string("inherit")),
                in.bool("ignoreDefaultExcludes"),
                in.strings("exclude"),
                in.stringMap("set"),
                in.strings("includeOnly"));
    }
}
