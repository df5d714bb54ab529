package dev.execbus.bus;

import io.vertx.core.buffer.Buffer;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.lang.reflect.RecordComponent;
import java.util.Arrays;
import java.util.List;

/**
 * A record: its length, then its components in their order. A later release may add components at the end: those that
 * are not known here are passed over, those the sender did not know are absent.
 */
final class RecordForm implements WireForm {
    private static final int NULL = -1;

    private final String name;
    private final MethodHandle[] accessors;
    private final MethodHandle constructor;
    private final WireForm[] components;

    RecordForm(Class<?> type, List<WireForm> components) {
        this.name = type.getSimpleName();
        this.components = components.toArray(WireForm[]::new);
        RecordComponent[] declared = type.getRecordComponents();
        Class<?>[] types = Arrays.stream(declared).map(RecordComponent::getType).toArray(Class<?>[]::new);
        try {
            MethodHandles.Lookup lookup = MethodHandles.privateLookupIn(type, MethodHandles.lookup());
            accessors = new MethodHandle[declared.length];
            for (int i = 0; i < declared.length; i++) {
                accessors[i] = lookup.unreflect(declared[i].getAccessor())
                        .asType(MethodType.methodType(Object.class, Object.class));
            }
            constructor = lookup.findConstructor(type, MethodType.methodType(void.class, types))
                    .asSpreader(Object[].class, types.length)
                    .asType(MethodType.methodType(Object.class, Object[].class));
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("the components of " + type.getName() + " cannot be reached", e);
        }
    }

    @Override
    public int shortest() {
        return Integer.BYTES;
    }

    @Override
    public void write(Object value, Buffer out) {
        if (value == null) {
            out.appendInt(NULL);
            return;
        }
        int lengthAt = out.length();
        out.appendInt(0);
        for (int i = 0; i < components.length; i++) {
            components[i].write(get(i, value), out);
        }
        out.setInt(lengthAt, out.length() - lengthAt - Integer.BYTES);
    }

    @Override
    public Object read(WireReader in) {
        int length = in.readCount(1);
        if (length == NULL) {
            return null;
        }
        int outer = in.enter(length);
        Object[] values = new Object[components.length];
        for (int i = 0; i < values.length; i++) {
            values[i] = in.hasMore() ? components[i].read(in) : components[i].absent();
        }
        in.leave(outer);
        return make(values);
    }

    private Object get(int component, Object of) {
        try {
            return (Object) accessors[component].invokeExact(of);
        } catch (RuntimeException | Error e) {
            throw e;
        } catch (Throwable e) {
            throw new IllegalStateException("an accessor of " + name + " failed", e);
        }
    }

    /** Why the record refuses to exist is not told: it may quote what it was given. */
    private Object make(Object[] values) {
        try {
            return (Object) constructor.invokeExact(values);
        } catch (Error e) {
            throw e;
        } catch (Throwable e) {
            throw WireReader.unreadable(name + " does not take what it holds");
        }
    }
}
