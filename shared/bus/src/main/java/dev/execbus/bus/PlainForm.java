package dev.execbus.bus;

import dev.execbus.protocol.ByteChunk;
import io.vertx.core.buffer.Buffer;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.function.BiConsumer;
import java.util.function.Function;

/** The form of a type without components. */
record PlainForm(int shortest, Object absent, BiConsumer<Object, Buffer> writing, Function<WireReader, Object> reading)
        implements WireForm {
    private static final Map<Class<?>, WireForm> BY_TYPE = byType();

    /** Null when there is none for the type. */
    static WireForm of(Class<?> type) {
        return BY_TYPE.get(type);
    }

    @Override
    public void write(Object value, Buffer out) {
        writing.accept(value, out);
    }

    @Override
    public Object read(WireReader in) {
        return reading.apply(in);
    }

    /** The same where there may be nothing: a byte says which. */
    private PlainForm orNull() {
        return new PlainForm(
                1,
                null,
                (value, out) -> {
                    out.appendByte((byte) (value == null ? 0 : 1));
                    if (value != null) {
                        writing.accept(value, out);
                    }
                },
                in -> in.readByte() == 0 ? null : reading.apply(in));
    }

    private static Map<Class<?>, WireForm> byType() {
        PlainForm bool = new PlainForm(
                1, false, (value, out) -> out.appendByte((byte) ((Boolean) value ? 1 : 0)), in -> in.readByte() != 0);
        PlainForm integer =
                new PlainForm(Integer.BYTES, 0, (value, out) -> out.appendInt((Integer) value), WireReader::readInt);
        PlainForm longer =
                new PlainForm(Long.BYTES, 0L, (value, out) -> out.appendLong((Long) value), WireReader::readLong);
        PlainForm floating = new PlainForm(
                Double.BYTES,
                0.0,
                (value, out) -> out.appendDouble((Double) value),
                in -> Double.longBitsToDouble(in.readLong()));
        PlainForm duration = new PlainForm(
                Long.BYTES + Integer.BYTES, null, (value, out) -> writeDuration((Duration) value, out), in -> {
                    long seconds = in.readLong();
                    return Duration.ofSeconds(seconds, in.readInt());
                });
        Map<Class<?>, WireForm> forms = new HashMap<>();
        forms.put(boolean.class, bool);
        forms.put(Boolean.class, bool.orNull());
        forms.put(int.class, integer);
        forms.put(Integer.class, integer.orNull());
        forms.put(long.class, longer);
        forms.put(Long.class, longer.orNull());
        forms.put(double.class, floating);
        forms.put(Double.class, floating.orNull());
        forms.put(Duration.class, duration.orNull());
        forms.put(
                ByteChunk.class,
                new PlainForm(
                        Integer.BYTES, null, (value, out) -> writeChunk((ByteChunk) value, out), PlainForm::readChunk));
        forms.put(String.class, new TextForm());
        return Map.copyOf(forms);
    }

    private static void writeDuration(Duration duration, Buffer out) {
        out.appendLong(duration.getSeconds()).appendInt(duration.getNano());
    }

    private static void writeChunk(ByteChunk chunk, Buffer out) {
        if (chunk == null) {
            out.appendInt(-1);
        } else {
            out.appendInt(chunk.length()).appendBytes(chunk.bytes());
        }
    }

    private static ByteChunk readChunk(WireReader in) {
        int length = in.readCount(1);
        return length < 0 ? null : ByteChunk.of(in.readBytes(length));
    }
}
