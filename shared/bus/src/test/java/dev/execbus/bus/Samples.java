package dev.execbus.bus;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.DecimalNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.execbus.protocol.ByteChunk;
import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * Values of every type that can be part of a message, made from its components alone, so that nobody has to think of
 * this when a message is added. Rounds differ in what they choose; a record that refuses a wild value gets a tame one.
 */
final class Samples {
    static final int ROUNDS = 8;

    private static final List<String> WILD =
            List.of("", "plain", "größer", "日本語", "\uD83D\uDE80 up", "half \uD800", "a\0b", "x".repeat(300));
    private static final String TAME = "tame-";

    private final int round;
    private boolean wild = true;
    private int made;

    private Samples(int round) {
        this.round = round;
    }

    /** Every record that can be a message by itself. */
    static List<Class<?>> messages() {
        return records(BusMessage.class).toList();
    }

    /** Different values of one record, the last with null for every component that may be null. */
    static List<Object> of(Class<?> type) {
        List<Object> all = new ArrayList<>();
        for (int round = 0; round < ROUNDS; round++) {
            all.add(new Samples(round).value(type));
        }
        all.add(new Samples(0).sparse(type));
        return all;
    }

    private static Stream<Class<?>> records(Class<?> sealed) {
        return Arrays.stream(sealed.getPermittedSubclasses())
                .flatMap(each -> each.isRecord() ? Stream.of(each) : records(each));
    }

    private Object value(Type type) {
        made++;
        if (type instanceof ParameterizedType generic) {
            return container((Class<?>) generic.getRawType(), generic.getActualTypeArguments());
        }
        Class<?> plain = (Class<?>) type;
        if (plain == String.class) {
            return wild ? WILD.get((round + made) % WILD.size()) : TAME + round + "-" + made;
        } else if (plain == int.class || plain == Integer.class) {
            return wild && round % 3 == 1 ? Integer.MIN_VALUE + made : 1 + round + made;
        } else if (plain == long.class || plain == Long.class) {
            return wild && round % 3 == 1 ? Long.MAX_VALUE - made : 1L + round + made;
        } else if (plain == double.class || plain == Double.class) {
            return made / 8.0;
        } else if (plain == boolean.class || plain == Boolean.class) {
            return !wild || (round + made) % 2 == 0;
        } else if (plain == ByteChunk.class) {
            byte[] bytes = new byte[(round * 100 + made) % 700];
            new Random(made).nextBytes(bytes);
            return ByteChunk.of(bytes);
        } else if (plain == Duration.class) {
            return Duration.ofSeconds(-round, made);
        } else if (plain == JsonNode.class) {
            return json();
        } else if (plain.isEnum()) {
            return plain.getEnumConstants()[(round + made) % plain.getEnumConstants().length];
        } else if (plain.isRecord()) {
            return record(plain);
        }
        List<Class<?>> choices = records(plain).toList();
        return value(choices.get((round + made) % choices.size()));
    }

    private Object container(Class<?> raw, Type[] parts) {
        List<Object> values = IntStream.range(0, (round + 1) % 4)
                .mapToObj(i -> value(parts[0]))
                .toList();
        if (raw == List.class) {
            return values.isEmpty() ? List.of(value(parts[0])) : values;
        } else if (raw == Set.class) {
            return new LinkedHashSet<>(values);
        } else if (raw == Optional.class) {
            return values.stream().findFirst();
        } else if (raw == Map.class) {
            Map<Object, Object> map = new LinkedHashMap<>();
            values.forEach(key -> map.put(key, value(parts[1])));
            return map;
        }
        throw new AssertionError("no samples of " + raw);
    }

    private Object record(Class<?> type) {
        try {
            return make(type, components(type));
        } catch (InvocationTargetException e) {
            boolean before = wild;
            wild = false;
            try {
                return make(type, components(type));
            } catch (InvocationTargetException again) {
                throw new AssertionError(type + " takes no sample", again.getCause());
            } finally {
                wild = before;
            }
        }
    }

    private Object[] components(Class<?> type) {
        return Arrays.stream(type.getRecordComponents())
                .map(component -> value(component.getGenericType()))
                .toArray();
    }

    private Object sparse(Class<?> type) {
        wild = false;
        Object[] values = components(type);
        RecordComponent[] declared = type.getRecordComponents();
        for (int i = 0; i < values.length; i++) {
            Object present = values[i];
            if (declared[i].getType().isRecord()) {
                values[i] = sparse(declared[i].getType());
            } else if (!declared[i].getType().isPrimitive()) {
                values[i] = null;
            }
            try {
                make(type, values);
            } catch (InvocationTargetException e) {
                values[i] = present;
            }
        }
        try {
            return make(type, values);
        } catch (InvocationTargetException e) {
            throw new AssertionError(type + " takes no sparse sample", e.getCause());
        }
    }

    private static Object make(Class<?> type, Object[] values) throws InvocationTargetException {
        try {
            Constructor<?> canonical = type.getDeclaredConstructor(Arrays.stream(type.getRecordComponents())
                    .map(RecordComponent::getType)
                    .toArray(Class<?>[]::new));
            canonical.setAccessible(true);
            return canonical.newInstance(values);
        } catch (InvocationTargetException e) {
            throw e;
        } catch (ReflectiveOperationException e) {
            throw new LinkageError(type.getName(), e);
        }
    }

    private static JsonNode json() {
        JsonNodeFactory nodes = JsonNodeFactory.instance;
        return nodes.objectNode()
                .put("text", "half \uD800")
                .put("int", -7)
                .put("long", Long.MIN_VALUE)
                .put("double", 0.1)
                .put("float", 0.5f)
                .put("yes", true)
                .put("no", false)
                .putNull("nothing")
                .put("big", BigInteger.TEN.pow(60).negate())
                .<ObjectNode>set("exact", DecimalNode.valueOf(new BigDecimal("1.500")))
                .set(
                        "list",
                        nodes.arrayNode()
                                .add(1)
                                .add(nodes.arrayNode())
                                .add(nodes.objectNode())
                                .add("x"));
    }
}
