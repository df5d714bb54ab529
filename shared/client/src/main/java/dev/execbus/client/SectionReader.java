package dev.execbus.client;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Reads fields of a JSON object, each of which must be known and of its type. A null counts as absent. */
final class SectionReader {
    private static final long LONGEST_SECONDS = 86_400;
    private static final double MILLIS = 1_000.0;

    private final Map<?, ?> fields;

    private SectionReader(Map<?, ?> fields) {
        this.fields = fields;
    }

    static SectionReader of(String what, Object value, List<String> known) {
        if (!(value instanceof Map<?, ?> fields)) {
            throw failure(what + " must be an object");
        }
        for (Object name : fields.keySet()) {
            if (!known.contains(name)) {
                throw failure("unknown field `" + name + "`, expected one of `" + String.join("`, `", known) + "`");
            }
        }
        return new SectionReader(fields);
    }

    EnvironmentConfigException unreadable(String complaint) {
        return failure(complaint);
    }

    /** The value is not told: it may be a secret. */
    private static EnvironmentConfigException failure(String complaint) {
        return new EnvironmentConfigException("failed to parse environment config: " + complaint);
    }

    boolean has(String name) {
        return fields.get(name) != null;
    }

    /** Null when absent. */
    String text(String name) {
        if (!has(name)) {
            return null;
        }
        if (fields.get(name) instanceof String text) {
            return text;
        }
        throw failure("`" + name + "` must be a text");
    }

    boolean flag(String name, boolean absent) {
        if (!has(name)) {
            return absent;
        }
        if (fields.get(name) instanceof Boolean flag) {
            return flag;
        }
        throw failure("`" + name + "` must be true or false");
    }

    Duration seconds(String name, Duration absent) {
        if (!has(name)) {
            return absent;
        }
        if (fields.get(name) instanceof Number number
                && number.doubleValue() > 0
                && number.doubleValue() <= LONGEST_SECONDS) {
            return Duration.ofMillis((long) Math.ceil(number.doubleValue() * MILLIS));
        }
        throw failure("`" + name + "` must be a number of seconds, above 0 and up to " + LONGEST_SECONDS);
    }

    List<?> list(String name) {
        if (!has(name)) {
            return List.of();
        }
        if (fields.get(name) instanceof List<?> list) {
            return list;
        }
        throw failure("`" + name + "` must be a list");
    }

    List<String> textList(String name) {
        return list(name).stream().map(element -> textOf(name, element)).toList();
    }

    Map<String, String> texts(String name) {
        if (!has(name)) {
            return Map.of();
        }
        if (!(fields.get(name) instanceof Map<?, ?> map)) {
            throw failure("`" + name + "` must be an object");
        }
        Map<String, String> texts = new LinkedHashMap<>();
        map.forEach((key, value) -> texts.put(textOf(name, key), textOf(name, value)));
        return texts;
    }

    private static String textOf(String name, Object value) {
        if (value instanceof String text) {
            return text;
        }
        throw failure("`" + name + "` must hold texts only");
    }
}
