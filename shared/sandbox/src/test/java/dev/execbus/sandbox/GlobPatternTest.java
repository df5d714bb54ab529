package dev.execbus.sandbox;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class GlobPatternTest {
    @ParameterizedTest
    @CsvSource({
        "*.env, a.env, true",
        "*.env, .env, true",
        "*.env, src/a.env, false",
        "**/*.env, a.env, true",
        "**/*.env, src/deep/a.env, true",
        "**/*.env, src/a.env/x, false",
        "src/**, src/a/b, true",
        "src/**, src, false",
        "src/**/x, src/x, true",
        "src/**/x, src/a/b/x, true",
        "src/**/x, srcx, false",
        "a**b, a/b, false",
        "a**b, axxb, true",
        "?, a, true",
        "?, /, false",
        "[ab]c, bc, true",
        "[!ab]c, bc, false",
        "[!ab]c, xc, true",
        "[^a]c, /c, false",
        "[a-c]x, bx, true",
        "[a-c]x, dx, false",
        "[]x]y, ]y, true",
        "[ab, [ab, true",
        "[ab, a, false",
        "'\\*', '*', true",
        "'\\*', a, false",
        "'a\\', 'a\\', true",
        "plain, plain, true",
        "*, '', true"
    })
    void matches(String pattern, String path, boolean fits) {
        assertThat(GlobPattern.of(pattern).matches(path)).isEqualTo(fits);
    }

    @Test
    void takesNoLongerForPatternsThatAreMadeToBeSlow() {
        GlobPattern pattern = GlobPattern.of("**/" + "*a".repeat(100) + "b");

        Assertions.assertTimeoutPreemptively(
                Duration.ofSeconds(10),
                () -> assertThat(pattern.matches("a".repeat(4000))).isFalse());
    }

    @Test
    void knowsHowDeepItCanReach() {
        assertThat(GlobPattern.of("a/*/[b]").mostNames()).isEqualTo(3);
        assertThat(GlobPattern.of("a/**/b").mostNames()).isEqualTo(Long.MAX_VALUE);
    }

    @Test
    void expandsAlternatives() {
        assertThat(Braces.expand("*.{key,pem}")).containsExactlyInAnyOrder("*.key", "*.pem");
        assertThat(Braces.expand("{a,b{c,d}}")).containsExactlyInAnyOrder("a", "bc", "bd");
        assertThat(Braces.expand("a}{b")).containsExactly("a}{b");
    }
}
