package dev.execbus.bus;

import io.vertx.core.buffer.Buffer;
import java.util.HashMap;
import java.util.Map;

/** Constants by their names, so that a later release may add and order them as it likes. */
final class EnumForm implements WireForm {
    private static final int NULL = 0;

    private final Map<Integer, Object> byName = new HashMap<>();
    private final Map<Object, Integer> names = new HashMap<>();

    EnumForm(Class<?> type) {
        for (Object constant : type.getEnumConstants()) {
            int name = WireNames.of(((Enum<?>) constant).name());
            names.put(constant, name);
            if (byName.put(name, constant) != null) {
                throw new IllegalStateException("two constants of " + type.getName() + " have one name on the wire");
            }
        }
    }

    @Override
    public int shortest() {
        return Integer.BYTES;
    }

    @Override
    public void write(Object value, Buffer out) {
        out.appendInt(value == null ? NULL : names.get(value));
    }

    @Override
    public Object read(WireReader in) {
        int name = in.readInt();
        if (name == NULL) {
            return null;
        }
        Object constant = byName.get(name);
        if (constant == null) {
            throw WireReader.unknown();
        }
        return constant;
    }
}
