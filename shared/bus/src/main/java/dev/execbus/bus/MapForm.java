package dev.execbus.bus;

import io.vertx.core.buffer.Buffer;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/** How many, then key and value in turn. What is read is unmodifiable and keeps the order. */
record MapForm(WireForm key, WireForm value) implements WireForm {
    @Override
    public int shortest() {
        return Integer.BYTES;
    }

    @Override
    public Object absent() {
        return Map.of();
    }

    @Override
    public void write(Object map, Buffer out) {
        if (map == null) {
            out.appendInt(-1);
            return;
        }
        Map<?, ?> entries = (Map<?, ?>) map;
        out.appendInt(entries.size());
        entries.forEach((each, its) -> {
            key.write(each, out);
            value.write(its, out);
        });
    }

    @Override
    public Object read(WireReader in) {
        int count = in.readCount(key.shortest() + value.shortest());
        if (count < 0) {
            return null;
        }
        Map<Object, Object> entries = new LinkedHashMap<>();
        for (int i = 0; i < count; i++) {
            Object each = key.read(in);
            entries.put(each, value.read(in));
        }
        return Collections.unmodifiableMap(entries);
    }
}
