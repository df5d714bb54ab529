package dev.execbus.environment;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;

class EnvironmentSettingsTest {
    @Test
    void dropsWhatOnlyTheStartScriptNeeded() {
        assertThat(variables(Map.of(
                        "A", "1", "EXECBUS_JAVA_HOME", "/j", "EXECBUS_JAVA_OPTIONS", "-x", "EXECBUS_TOKEN", "t")))
                .isEqualTo(Map.of("A", "1"));
    }

    @Test
    void givesProcessesTheLocaleTheStartScriptReplaced() {
        assertThat(variables(Map.of("EXECBUS_LAUNCHED_LOCALE", "replaced", "LC_ALL", "C.UTF-8")))
                .isEmpty();
        assertThat(variables(Map.of(
                        "EXECBUS_LAUNCHED_LOCALE",
                        "replaced",
                        "EXECBUS_LAUNCHED_LC_ALL",
                        "de_DE",
                        "LC_ALL",
                        "C.UTF-8")))
                .isEqualTo(Map.of("LC_ALL", "de_DE"));
    }

    @Test
    void keepsTheLocaleThatWasNotReplaced() {
        assertThat(variables(Map.of("LC_ALL", "C.UTF-8"))).isEqualTo(Map.of("LC_ALL", "C.UTF-8"));
    }

    private static Map<String, String> variables(Map<String, String> all) {
        return new EnvironmentSettings("1", all, Path.of("/")).variables();
    }
}
