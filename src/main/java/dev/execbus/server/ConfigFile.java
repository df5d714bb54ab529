package dev.execbus.server;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/** Reads a configuration file, YAML by its name or else JSON, into one map from dotted keys to values as they stand. */
final class ConfigFile {
    /** For editors, which find the schema by it. */
    private static final String SCHEMA = "$schema";

    private ConfigFile() {}

    /** The map's values are strings, numbers, booleans, lists, maps and null. */
    static Map<String, Object> read(Path file) {
        Map<String, Object> flat = new LinkedHashMap<>();
        Map<String, Object> tree = tree(file);
        tree.remove(SCHEMA);
        flatten("", tree, flat);
        return flat;
    }

    private static Map<String, Object> tree(Path file) {
        String text;
        try {
            text = Files.readString(file);
        } catch (IOException e) {
            throw new StartupException("cannot read the configuration file " + file + ": " + FileFailures.reason(e));
        }
        // The YAML parser's classes are loaded for YAML only: they cost more than the whole of the rest.
        String name = file.toString().toLowerCase(Locale.ROOT);
        try {
            return name.endsWith(".yaml") || name.endsWith(".yml") ? YamlText.parse(text) : JsonText.parse(text);
        } catch (MalformedConfigException e) {
            throw new StartupException("the configuration file " + file + " is malformed: " + e.getMessage());
        }
    }

    /** Sections are opened only where keys lie below, so that a list or a stray object is told as a wrong value. */
    private static void flatten(String prefix, Map<?, ?> tree, Map<String, Object> flat) {
        tree.forEach((name, value) -> {
            String path = prefix + name;
            if (value instanceof Map<?, ?> section && ConfigKeys.isSection(path)) {
                flatten(path + ".", section, flat);
            } else {
                flat.put(path, value);
            }
        });
    }
}
