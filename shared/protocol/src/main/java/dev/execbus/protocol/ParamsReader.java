package dev.execbus.protocol;

import com.fasterxml.jackson.databind.JsonNode;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/**
 * Reads the members of a {@code params} object with the peer's rules and words: unknown members are ignored, a missing
 * one is {@code missing field `x`}, a wrong one {@code invalid type: number, expected a string}, all with
 * {@link ErrorCode#INVALID_PARAMS}. Params given as an array are read by position, in the order of {@code fields}.
 */
public final class ParamsReader {
    private static final BigInteger U64_MAX = BigInteger.ONE.shiftLeft(64).subtract(BigInteger.ONE);

    private final JsonNode params;
    private final List<String> fields;

    private ParamsReader(JsonNode params, List<String> fields) {
        this.params = params;
        this.fields = fields;
    }

    /** {@code type} is named in the error for params that are absent or of another kind. */
    public static ParamsReader of(JsonNode params, String type, String... fields) {
        if (params == null || !params.isContainerNode()) {
            throw invalidType(params, "struct " + type);
        }
        return new ParamsReader(params, List.of(fields));
    }

    /** For methods without params: absent, null and the empty object are all right. */
    public static void none(JsonNode params) {
        if (params != null && !(params.isObject() && params.isEmpty())) {
            throw invalidType(params, "unit");
        }
    }

    public boolean has(String name) {
        return member(name) != null;
    }

    public String string(String name) {
        return text(required(name));
    }

    /** A member that must be text, as it stands. */
    JsonNode textNode(String name) {
        JsonNode value = required(name);
        if (!value.isTextual()) {
            throw invalidType(value, "a string");
        }
        return value;
    }

    public String optionalString(String name) {
        JsonNode value = optional(name);
        return value == null ? null : text(value);
    }

    public boolean bool(String name) {
        return bool(required(name), "a boolean");
    }

    /** Absent is the default; null is refused, as the peer does for plain booleans. */
    public boolean bool(String name, boolean absent) {
        JsonNode value = member(name);
        return value == null ? absent : bool(value, "a boolean");
    }

    /** Absent and null are the default. */
    public boolean optionalBool(String name, boolean absent) {
        JsonNode value = optional(name);
        return value == null ? absent : bool(value, "a boolean");
    }

    public List<String> strings(String name) {
        return strings(required(name));
    }

    public Map<String, String> stringMap(String name) {
        JsonNode value = required(name);
        if (!value.isObject()) {
            throw invalidType(value, "a map");
        }
        Map<String, String> map = new LinkedHashMap<>();
        for (Map.Entry<String, JsonNode> entry : value.properties()) {
            map.put(entry.getKey(), text(entry.getValue()));
        }
        return map;
    }

    /** An unsigned number of 64 bits; beyond {@link Long#MAX_VALUE} it is read as that. Absent and null are the default. */
    public long unsigned(String name, long absent) {
        JsonNode value = optional(name);
        return value == null ? absent : unsigned(value);
    }

    public long unsigned(String name) {
        return unsigned(required(name));
    }

    /** A member with a shape of its own; absent and null are null. */
    public <T> T optional(String name, Function<JsonNode, T> decoder) {
        JsonNode value = optional(name);
        return value == null ? null : decoder.apply(value);
    }

    /** The member as it stands; absent and null are null. */
    public JsonNode optional(String name) {
        JsonNode value = member(name);
        return value == null || value.isNull() ? null : value;
    }

    private JsonNode required(String name) {
        JsonNode value = member(name);
        if (value == null) {
            throw ExecbusException.invalidParams("missing field `" + name + "`");
        }
        return value;
    }

    private JsonNode member(String name) {
        if (params.isArray()) {
            return params.get(fields.indexOf(name));
        }
        return params.get(name);
    }

    private static String text(JsonNode value) {
        if (!value.isTextual()) {
            throw invalidType(value, "a string");
        }
        return value.textValue();
    }

    private static boolean bool(JsonNode value, String expected) {
        if (!value.isBoolean()) {
            throw invalidType(value, expected);
        }
        return value.booleanValue();
    }

    private static List<String> strings(JsonNode value) {
        if (!value.isArray()) {
            throw invalidType(value, "a sequence");
        }
        List<String> list = new ArrayList<>(value.size());
        for (JsonNode element : value) {
            list.add(text(element));
        }
        return list;
    }

    private static long unsigned(JsonNode value) {
        if (!value.isNumber()) {
            throw invalidType(value, "u64");
        }
        if (!value.isIntegralNumber()
                || value.bigIntegerValue().signum() < 0
                || value.bigIntegerValue().compareTo(U64_MAX) > 0) {
            throw ExecbusException.invalidParams("invalid number");
        }
        return value.canConvertToLong() ? value.longValue() : Long.MAX_VALUE;
    }

    static ExecbusException invalidType(JsonNode value, String expected) {
        return ExecbusException.invalidParams("invalid type: " + typeName(value) + ", expected " + expected);
    }

    /** {@code string "A"}, {@code boolean `true`}, {@code number}, {@code map}, {@code sequence}, {@code null}. */
    static String typeName(JsonNode value) {
        if (value == null || value.isNull()) {
            return "null";
        }
        return switch (value.getNodeType()) {
            case STRING -> "string \"" + abbreviated(value.textValue()) + "\"";
            case BOOLEAN -> "boolean `" + value.booleanValue() + "`";
            case NUMBER -> "number";
            case ARRAY -> "sequence";
            case OBJECT -> "map";
            case NULL, MISSING, BINARY, POJO -> "null";
        };
    }

    /** The refused text is the client's own, but it may be a secret or long: enough to recognise it. */
    private static String abbreviated(String text) {
        return text.length() <= 40 ? text : text.substring(0, 40) + "…";
    }
}
