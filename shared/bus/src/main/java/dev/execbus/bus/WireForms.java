package dev.execbus.bus;

import com.fasterxml.jackson.databind.JsonNode;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Derives the forms of all types that can be reached from a sealed interface through its records and their components.
 * A type that has no form is refused here, when a node starts, and not when it is sent.
 */
final class WireForms {
    /** Forms of messages. Made once, when the first node of a cluster asks for them. */
    static final class OfMessages {
        static final WireForm FORM = new WireForms().of(BusMessage.class);

        private OfMessages() {}
    }

    private final WireNames names = new WireNames();
    private final Map<Class<?>, WireForm> known = new HashMap<>();
    private final Deque<Class<?>> within = new ArrayDeque<>();

    WireForm of(Type type) {
        if (type instanceof Class<?> plain) {
            return ofClass(plain);
        }
        if (type instanceof ParameterizedType generic) {
            Type[] parts = generic.getActualTypeArguments();
            if (generic.getRawType() == List.class) {
                return CollectionForm.list(of(parts[0]));
            }
            if (generic.getRawType() == Set.class) {
                return CollectionForm.set(of(parts[0]));
            }
            if (generic.getRawType() == Map.class) {
                return new MapForm(of(parts[0]), of(parts[1]));
            }
            if (generic.getRawType() == Optional.class) {
                return new OptionalForm(of(parts[0]));
            }
        }
        throw refused(type, "has no form on the wire");
    }

    private WireForm ofClass(Class<?> type) {
        WireForm plain = PlainForm.of(type);
        if (plain != null) {
            return plain;
        }
        WireForm before = known.get(type);
        if (before != null) {
            return before;
        }
        if (within.contains(type)) {
            throw refused(type, "contains itself, which has no form on the wire");
        }
        within.push(type);
        WireForm form = derived(type);
        within.pop();
        known.put(type, form);
        return form;
    }

    private WireForm derived(Class<?> type) {
        if (type == JsonNode.class) {
            return new JsonForm();
        }
        if (type.isEnum()) {
            return new EnumForm(type);
        }
        if (type.isRecord()) {
            return record(type);
        }
        if (type.isInterface() && type.isSealed()) {
            Map<Class<?>, RecordForm> choices = new LinkedHashMap<>();
            collect(type, choices);
            return new ChoiceForm(choices, names);
        }
        throw refused(type, "has no form on the wire");
    }

    private RecordForm record(Class<?> type) {
        List<WireForm> components = new ArrayList<>();
        for (RecordComponent component : type.getRecordComponents()) {
            components.add(of(component.getGenericType()));
        }
        return new RecordForm(type, components);
    }

    private void collect(Class<?> sealed, Map<Class<?>, RecordForm> choices) {
        for (Class<?> permitted : sealed.getPermittedSubclasses()) {
            if (permitted.isRecord()) {
                choices.put(permitted, (RecordForm) ofClass(permitted));
            } else if (permitted.isInterface() && permitted.isSealed()) {
                collect(permitted, choices);
            } else {
                throw refused(permitted, "is neither a record nor sealed");
            }
        }
    }

    private IllegalStateException refused(Type type, String why) {
        String where = within.stream()
                .filter(outer -> outer != type)
                .findFirst()
                .map(outer -> " (in " + outer.getName() + ")")
                .orElse("");
        return new IllegalStateException(type.getTypeName() + " " + why + where);
    }
}
