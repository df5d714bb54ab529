package dev.execbus.bus;

import io.vertx.core.buffer.Buffer;
import java.util.Arrays;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Function;

/** Lists and sets: how many, then one after the other. What is read is unmodifiable and keeps the order. */
record CollectionForm(WireForm element, Object absent, Function<Object[], Collection<?>> made) implements WireForm {
    static CollectionForm list(WireForm element) {
        return new CollectionForm(element, List.of(), CollectionForm::listOf);
    }

    static CollectionForm set(WireForm element) {
        return new CollectionForm(
                element, Set.of(), values -> Collections.unmodifiableSet(new LinkedHashSet<>(Arrays.asList(values))));
    }

    @Override
    public int shortest() {
        return Integer.BYTES;
    }

    @Override
    public void write(Object value, Buffer out) {
        if (value == null) {
            out.appendInt(-1);
            return;
        }
        Collection<?> collection = (Collection<?>) value;
        out.appendInt(collection.size());
        for (Object each : collection) {
            element.write(each, out);
        }
    }

    @Override
    public Object read(WireReader in) {
        int count = in.readCount(element.shortest());
        if (count < 0) {
            return null;
        }
        Object[] values = new Object[count];
        for (int i = 0; i < count; i++) {
            values[i] = element.read(in);
        }
        return made.apply(values);
    }

    /** Of a list without nulls a record's constructor makes no second copy. */
    private static List<?> listOf(Object[] values) {
        for (Object value : values) {
            if (value == null) {
                return Collections.unmodifiableList(Arrays.asList(values));
            }
        }
        return List.of(values);
    }
}
