package dev.execbus.bus;

import io.vertx.core.buffer.Buffer;
import java.util.Optional;

/** A byte that says whether there is something, then it. */
record OptionalForm(WireForm content) implements WireForm {
    private static final byte NULL = 0;
    private static final byte EMPTY = 1;
    private static final byte PRESENT = 2;

    @Override
    public int shortest() {
        return 1;
    }

    @Override
    public Object absent() {
        return Optional.empty();
    }

    @Override
    public void write(Object value, Buffer out) {
        if (value == null) {
            out.appendByte(NULL);
            return;
        }
        Optional<?> optional = (Optional<?>) value;
        out.appendByte(optional.isPresent() ? PRESENT : EMPTY);
        optional.ifPresent(present -> content.write(present, out));
    }

    @Override
    public Object read(WireReader in) {
        return switch (in.readByte()) {
            case NULL -> null;
            case EMPTY -> Optional.empty();
            case PRESENT -> Optional.ofNullable(content.read(in));
            default -> throw WireReader.unreadable("it is unclear whether something is there");
        };
    }
}
