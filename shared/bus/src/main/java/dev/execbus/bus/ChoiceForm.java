package dev.execbus.bus;

import io.vertx.core.buffer.Buffer;
import java.util.Map;
import java.util.stream.Collectors;

/** One of the records of a sealed interface: its name, then the record. */
final class ChoiceForm implements WireForm {
    private static final int NULL = 0;

    private record Choice(int name, RecordForm form) {}

    private final Map<Class<?>, Choice> byType;
    private final Map<Integer, RecordForm> byName;

    ChoiceForm(Map<Class<?>, RecordForm> choices, WireNames names) {
        byType = choices.entrySet().stream()
                .collect(Collectors.toUnmodifiableMap(
                        Map.Entry::getKey, each -> new Choice(names.of(each.getKey()), each.getValue())));
        byName = byType.values().stream().collect(Collectors.toUnmodifiableMap(Choice::name, Choice::form));
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
        Choice choice = byType.get(value.getClass());
        out.appendInt(choice.name());
        choice.form().write(value, out);
    }

    @Override
    public Object read(WireReader in) {
        int name = in.readInt();
        if (name == NULL) {
            return null;
        }
        RecordForm form = byName.get(name);
        if (form == null) {
            throw WireReader.unknown();
        }
        return form.read(in);
    }
}
