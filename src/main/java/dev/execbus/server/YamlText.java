package dev.execbus.server;

import java.util.LinkedHashMap;
import java.util.Map;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;
import org.yaml.snakeyaml.error.MarkedYAMLException;
import org.yaml.snakeyaml.error.YAMLException;

/** Reads a YAML mapping into maps and lists, of plain values only. */
final class YamlText {
    private YamlText() {}

    /** An empty file is an empty mapping: in YAML nothing else could be written for it. */
    static Map<String, Object> parse(String text) throws MalformedConfigException {
        LoaderOptions options = new LoaderOptions();
        options.setAllowDuplicateKeys(false);
        try {
            Object tree = new Yaml(new SafeConstructor(options)).load(text);
            if (tree == null) {
                return new LinkedHashMap<>();
            }
            if (!(tree instanceof Map<?, ?> map)) {
                throw new MalformedConfigException("it must be one YAML mapping");
            }
            Map<String, Object> named = new LinkedHashMap<>();
            map.forEach((name, value) -> named.put(String.valueOf(name), value));
            return named;
        } catch (MarkedYAMLException e) {
            throw new MalformedConfigException(
                    e.getProblem() + " at line " + (e.getProblemMark().getLine() + 1) + ", column "
                            + (e.getProblemMark().getColumn() + 1));
        } catch (YAMLException e) {
            throw new MalformedConfigException(
                    e.getMessage().lines().findFirst().orElse("not YAML"));
        }
    }
}
