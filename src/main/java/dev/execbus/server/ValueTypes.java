package dev.execbus.server;

import dev.execbus.server.ValueType.Text;
import dev.execbus.server.ValueType.WholeNumber;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Function;

/** The types of values that most keys have. */
final class ValueTypes {
    private ValueTypes() {}

    static ValueType<Integer> number(long smallest, long largest) {
        return new WholeNumber<>(smallest, largest, Math::toIntExact, Integer::longValue);
    }

    static ValueType<Long> longNumber(long smallest, long largest) {
        return new WholeNumber<>(smallest, largest, Long::valueOf, Long::longValue);
    }

    static ValueType<Duration> millis(long smallest, long largest) {
        return new WholeNumber<>(smallest, largest, Duration::ofMillis, Duration::toMillis);
    }

    static ValueType<String> text() {
        return mapped(Function.identity(), "a text that is not empty");
    }

    static ValueType<Path> path() {
        return mapped(Path::of, "a path");
    }

    /** @param parse throws an {@link IllegalArgumentException} for what is not allowed */
    static <T> ValueType<T> mapped(Function<String, T> parse, String allowed) {
        return new Text<>(text -> parsed(parse, text), Object::toString, allowed);
    }

    private static <T> Optional<T> parsed(Function<String, T> parse, String text) {
        try {
            return text.isEmpty() ? Optional.empty() : Optional.of(parse.apply(text));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }
}
