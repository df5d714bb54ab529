package dev.execbus.mcp;

import dev.execbus.protocol.ExecbusException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;

/** Reads what a model calls a tool with. What is unknown is ignored; what is wrong is told so that it can do better. */
final class Arguments {
    private static final String FAILED = "failed to parse function arguments: ";

    private final Map<String, Object> values;

    Arguments(Map<String, Object> values) {
        this.values = values == null ? Map.of() : values;
    }

    String text(String name) {
        String value = optionalText(name);
        if (value == null) {
            throw missing(name);
        }
        return value;
    }

    String optionalText(String name) {
        Object value = values.get(name);
        if (value == null || value instanceof String) {
            return (String) value;
        }
        throw wrong(name, "a string");
    }

    Boolean optionalFlag(String name) {
        Object value = values.get(name);
        if (value == null || value instanceof Boolean) {
            return (Boolean) value;
        }
        throw wrong(name, "a boolean");
    }

    boolean flag(String name) {
        return Boolean.TRUE.equals(optionalFlag(name));
    }

    Long optionalNumber(String name) {
        Object value = values.get(name);
        if (value == null) {
            return null;
        }
        // Models write 1000.0 as well.
        if (value instanceof Number number
                && number.doubleValue() == Math.rint(number.doubleValue())
                && number.doubleValue() >= 0
                && number.doubleValue() <= Long.MAX_VALUE) {
            return number.longValue();
        }
        throw wrong(name, "a whole number, not below 0");
    }

    int sessionId(String name) {
        Long value = optionalNumber(name);
        if (value == null) {
            throw missing(name);
        }
        if (value > Integer.MAX_VALUE) {
            throw wrong(name, "the number of a session");
        }
        return value.intValue();
    }

    List<String> optionalTexts(String name) {
        Object value = values.get(name);
        if (value == null) {
            return null;
        }
        if (value instanceof List<?> list && list.stream().allMatch(String.class::isInstance)) {
            return list.stream().map(String.class::cast).toList();
        }
        throw wrong(name, "a list of strings");
    }

    ExecbusException wrong(String name, String wanted) {
        return ExecbusException.invalidParams(FAILED + "`" + name + "` must be " + wanted);
    }

    /** In the words of the reference, which reads them as text and finds at its end that something is missing. */
    private ExecbusException missing(String name) {
        return ExecbusException.invalidParams(
                FAILED + "missing field `" + name + "` at line 1 column " + lengthAsJson());
    }

    private int lengthAsJson() {
        try {
            return ProtocolJson.MAPPER.writeValueAsBytes(values).length;
        } catch (IOException e) {
            throw new UncheckedIOException("what was read as JSON cannot be written as JSON", e);
        }
    }
}
