package dev.execbus.server;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.LongFunction;
import java.util.function.ToLongFunction;
import java.util.regex.Pattern;

/**
 * How a configuration value is written, and which values there are. A file gives it as JSON, everything else as text.
 * Both readers answer with nothing for what is not {@link #allowed}.
 */
sealed interface ValueType<T> {
    /** @param json a string, number, boolean, list or map; never null */
    Optional<T> ofJson(Object json);

    Optional<T> ofText(String text);

    /** The value as a string, a number, a list of strings or a map. */
    Object toJson(T value);

    /** Completes the sentence "allowed is ...". */
    String allowed();

    record WholeNumber<T>(long smallest, long largest, LongFunction<T> from, ToLongFunction<T> to)
            implements ValueType<T> {
        @Override
        public Optional<T> ofJson(Object json) {
            return json instanceof Integer || json instanceof Long
                    ? inRange(((Number) json).longValue())
                    : Optional.empty();
        }

        @Override
        public Optional<T> ofText(String text) {
            try {
                return inRange(Long.parseLong(text));
            } catch (NumberFormatException e) {
                return Optional.empty();
            }
        }

        @Override
        public Object toJson(T value) {
            return to.applyAsLong(value);
        }

        @Override
        public String allowed() {
            return "a whole number from " + smallest + " to " + largest;
        }

        private Optional<T> inRange(long number) {
            return number >= smallest && number <= largest ? Optional.of(from.apply(number)) : Optional.empty();
        }
    }

    /** A part of a whole. */
    record Ratio() implements ValueType<Double> {
        @Override
        public Optional<Double> ofJson(Object json) {
            return json instanceof Number number ? inRange(number.doubleValue()) : Optional.empty();
        }

        @Override
        public Optional<Double> ofText(String text) {
            try {
                return inRange(Double.parseDouble(text));
            } catch (NumberFormatException e) {
                return Optional.empty();
            }
        }

        @Override
        public Object toJson(Double value) {
            return value;
        }

        @Override
        public String allowed() {
            return "a number from 0 to 1";
        }

        private static Optional<Double> inRange(double number) {
            return number >= 0 && number <= 1 ? Optional.of(number) : Optional.empty();
        }
    }

    /** @param parse answers with nothing for a text that is not allowed */
    record Text<T>(Function<String, Optional<T>> parse, Function<T, String> format, String allowed)
            implements ValueType<T> {
        @Override
        public Optional<T> ofJson(Object json) {
            return json instanceof String text ? parse.apply(text) : Optional.empty();
        }

        @Override
        public Optional<T> ofText(String text) {
            return parse.apply(text);
        }

        @Override
        public Object toJson(T value) {
            return format.apply(value);
        }
    }

    record Flag() implements ValueType<Boolean> {
        @Override
        public Optional<Boolean> ofJson(Object json) {
            return json instanceof Boolean flag ? Optional.of(flag) : Optional.empty();
        }

        @Override
        public Optional<Boolean> ofText(String text) {
            return switch (text) {
                case "true" -> Optional.of(true);
                case "false" -> Optional.of(false);
                default -> Optional.empty();
            };
        }

        @Override
        public Object toJson(Boolean value) {
            return value;
        }

        @Override
        public String allowed() {
            return "true or false";
        }
    }

    /** @param words the names of the values, in the order of {@code values} */
    record Choice<T>(List<String> words, List<T> values) implements ValueType<T> {
        @Override
        public Optional<T> ofJson(Object json) {
            return json instanceof String text ? ofText(text) : Optional.empty();
        }

        @Override
        public Optional<T> ofText(String text) {
            int index = words.indexOf(text);
            return index < 0 ? Optional.empty() : Optional.of(values.get(index));
        }

        @Override
        public Object toJson(T value) {
            return words.get(values.indexOf(value));
        }

        @Override
        public String allowed() {
            return words.size() == 1 ? words.getFirst() : "one of " + String.join(", ", words);
        }
    }

    /**
     * As text: separated by commas, and nothing at all for the empty list.
     *
     * @param each what each of the texts must match
     */
    record TextList(Pattern each, String allowed) implements ValueType<List<String>> {
        TextList() {
            this(
                    Pattern.compile("(?s).+"),
                    "a list of texts, none of them empty (outside a file: separated by commas)");
        }

        @Override
        public Optional<List<String>> ofJson(Object json) {
            if (json instanceof List<?> list && list.stream().allMatch(String.class::isInstance)) {
                return checked(list.stream().map(String.class::cast).toList());
            }
            return Optional.empty();
        }

        @Override
        public Optional<List<String>> ofText(String text) {
            return text.isEmpty() ? Optional.of(List.of()) : checked(List.of(text.split(",", -1)));
        }

        @Override
        public Object toJson(List<String> value) {
            return value;
        }

        private Optional<List<String>> checked(List<String> texts) {
            List<String> stripped = texts.stream().map(String::strip).toList();
            return stripped.stream().allMatch(text -> each.matcher(text).matches())
                    ? Optional.of(stripped)
                    : Optional.empty();
        }
    }

    /** A part of the configuration whose own reader knows what may stand in it. As text: JSON. */
    record Section() implements ValueType<Map<String, Object>> {
        @Override
        public Optional<Map<String, Object>> ofJson(Object json) {
            if (!(json instanceof Map<?, ?> map)) {
                return Optional.empty();
            }
            Map<String, Object> section = new LinkedHashMap<>();
            map.forEach((name, value) -> section.put(String.valueOf(name), value));
            return Optional.of(Collections.unmodifiableMap(section));
        }

        @Override
        public Optional<Map<String, Object>> ofText(String text) {
            try {
                return ofJson(JsonText.parse(text));
            } catch (MalformedConfigException e) {
                return Optional.empty();
            }
        }

        @Override
        public Object toJson(Map<String, Object> value) {
            return value;
        }

        @Override
        public String allowed() {
            return "an object (outside a file: as JSON)";
        }
    }
}
