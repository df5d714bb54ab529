package dev.execbus.environment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class NamePatternTest {
    @ParameterizedTest(name = "{0} matches {1}: {2}")
    @CsvSource({
        "FOO, FOO, true",
        "FOO, foo, true",
        "FOO, FOOBAR, false",
        "FOO, XFOO, false",
        "A*, A, true",
        "A*, ABC, true",
        "A*, BA, false",
        "*A, BA, true",
        "*KEY*, MONKEY, true",
        "*KEY*, Keyboard, true",
        "A**B, AB, true",
        "*, anything, true",
        "A*?, A, false",
        "A*?, AB, true",
        "A*B*C, AXBXBXC, true",
        "A*B*C, AXBXBX, false",
        "A?, A, false",
        "A?, AC, true",
        "?B, ÄB, true",
        "?B, ÄÖB, false",
        "?B, 😀B, true",
        "??B, 😀B, false",
        "äB, ÄB, true",
        "[AB], A, false",
        "[AB], [ab], true",
        "A.B, AXB, false",
        "A\\*B, A\\XB, true",
        "A\\*B, A*B, false",
        "'A B', 'A B', true",
        "'A B', AB, false"
    })
    void matchesWholeNamesWithoutRegardToCase(String pattern, String name, boolean expected) {
        assertThat(NamePattern.of(pattern).matches(name)).isEqualTo(expected);
    }

    @Test
    void anEmptyPatternMatchesOnlyTheEmptyName() {
        assertThat(NamePattern.of("").matches("")).isTrue();
        assertThat(NamePattern.of("").matches("A")).isFalse();
        assertThat(NamePattern.of("*").matches("")).isTrue();
        assertThat(NamePattern.of("?").matches("")).isFalse();
    }

    @Test
    void manyStarsDoNotMultiplyTheWork() {
        NamePattern pattern = NamePattern.of("*a".repeat(2_000) + "b");
        String name = "a".repeat(4_000);
        boolean matches = assertTimeoutPreemptively(Duration.ofSeconds(10), () -> pattern.matches(name));
        assertThat(matches).isFalse();
    }
}
