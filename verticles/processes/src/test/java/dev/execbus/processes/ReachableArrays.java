package dev.execbus.processes;

import java.io.ByteArrayOutputStream;
import java.lang.reflect.Array;
import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.util.ArrayDeque;
import java.util.BitSet;
import java.util.Collection;
import java.util.Queue;

/** How large objects of ours are; of the library's only what it says of itself. */
final class ReachableArrays {
    private static final int OBJECT = 32;

    private ReachableArrays() {}

    /** @param more gets what it refers to */
    static long sizeOf(Object object, Queue<Object> more) {
        if (object.getClass().isArray()) {
            return array(object, more);
        }
        return switch (object) {
            case String text -> OBJECT + 2L * text.length();
            case ByteArrayOutputStream stream -> OBJECT + 2L * stream.size();
            case BitSet bits -> OBJECT + bits.size() / 8;
            case Collection<?> items -> {
                more.addAll(new ArrayDeque<>(items));
                yield OBJECT + 8L * items.size();
            }
            default -> {
                fields(object, more);
                yield OBJECT;
            }
        };
    }

    private static long array(Object array, Queue<Object> more) {
        int length = Array.getLength(array);
        Class<?> type = array.getClass().getComponentType();
        if (type == long.class) {
            return 16 + 8L * length;
        }
        if (type.isPrimitive()) {
            return 16 + 4L * length;
        }
        for (Object item : (Object[]) array) {
            if (item != null) {
                more.add(item);
            }
        }
        return 16 + 8L * length;
    }

    private static void fields(Object object, Queue<Object> more) {
        if (!object.getClass().getName().startsWith("dev.execbus.")) {
            return;
        }
        for (Field field : object.getClass().getDeclaredFields()) {
            if (!field.getType().isPrimitive() && !Modifier.isStatic(field.getModifiers())) {
                try {
                    field.setAccessible(true);
                    Object value = field.get(object);
                    if (value != null) {
                        more.add(value);
                    }
                } catch (IllegalAccessException e) {
                    throw new AssertionError(e);
                }
            }
        }
    }
}
