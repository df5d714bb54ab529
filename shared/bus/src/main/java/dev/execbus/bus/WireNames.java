package dev.execbus.bus;

import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.zip.CRC32;

/** What types and constants are called on the wire: four bytes that follow from their name and are never 0. */
final class WireNames {
    private final Map<Integer, Class<?>> taken = new HashMap<>();

    /** The name of a type, with those it is nested in. Fails when another type has the same four bytes. */
    int of(Class<?> type) {
        String nested =
                type.getName().substring(type.getPackageName().length() + 1).replace('$', '.');
        int name = of(nested);
        Class<?> other = taken.putIfAbsent(name, type);
        if (other != null && other != type) {
            throw new IllegalStateException(
                    type.getName() + " and " + other.getName() + " have the same name on the wire: rename one");
        }
        return name;
    }

    static int of(String name) {
        CRC32 crc = new CRC32();
        crc.update(name.getBytes(StandardCharsets.UTF_8));
        int value = (int) crc.getValue();
        if (value == 0) {
            throw new IllegalStateException(name + " has no name on the wire: rename it");
        }
        return value;
    }
}
