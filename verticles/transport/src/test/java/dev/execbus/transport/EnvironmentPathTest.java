package dev.execbus.transport;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;

class EnvironmentPathTest {
    @Test
    void leadsAnywhereFromTheRoot() {
        assertThat(EnvironmentPath.of("/")).isEqualTo(Optional.of(new EnvironmentPath(null)));
    }

    @ParameterizedTest
    @CsvSource({
        "/environments/gpu,gpu",
        "/environments/A-b_c.9,A-b_c.9",
        "/environments/%67pu,gpu",
        "/environments/eu%2Dwest,eu-west"
    })
    void namesAnEnvironment(String path, String environment) {
        assertThat(EnvironmentPath.of(path)).isEqualTo(Optional.of(new EnvironmentPath(environment)));
    }

    @ParameterizedTest
    @NullSource
    @ValueSource(
            strings = {
                "",
                "/x",
                "/environments",
                "/environments/",
                "/environments/a/b",
                "/environments/a%2Fb",
                "/environments/a+b",
                "/environments/a%20b",
                "/environments/%",
                "/environments/%zz",
                "/environments/%C3%BC",
                "/environments/gpu/"
            })
    void leadsNowhereOtherwise(String path) {
        assertThat(EnvironmentPath.of(path)).isEmpty();
    }

    @Test
    void takesNamesOfABoundedLength() {
        assertThat(EnvironmentPath.of("/environments/" + "a".repeat(128))).isPresent();
        assertThat(EnvironmentPath.of("/environments/" + "a".repeat(129))).isEmpty();
    }
}
