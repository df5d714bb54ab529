package dev.execbus.transport;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BrowserOriginTest {
    private static final Set<String> ALLOWED = Set.of("https://console.example.org");

    @Test
    void letsItsOwnPagesIn() {
        assertThat(BrowserOrigin.mayCome("http://127.0.0.1:4500", "127.0.0.1:4500", Set.of()))
                .isTrue();
        assertThat(BrowserOrigin.mayCome("https://Exec.example.org", "exec.example.org", Set.of()))
                .isTrue();
        assertThat(BrowserOrigin.mayCome("https://console.example.org", "other", ALLOWED))
                .isTrue();
        assertThat(BrowserOrigin.mayCome(null, "other", ALLOWED)).isTrue();
    }

    @Test
    void letsNoOthersIn() {
        assertThat(BrowserOrigin.mayCome("http://127.0.0.1:4501", "127.0.0.1:4500", ALLOWED))
                .isFalse();
        assertThat(BrowserOrigin.mayCome("null", "null", ALLOWED)).isFalse();
        assertThat(BrowserOrigin.mayCome("http://x", null, ALLOWED)).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"127.0.0.1", "127.0.0.1:4500", "[::1]:4500", "localhost:4500", "localhost"})
    void trustsNumbersAndTheMachineItselfWhereNobodyIsAsked(String host) {
        assertThat(BrowserOrigin.mayComeUnknown("http://" + host, host, Set.of(), Set.of()))
                .isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"rebound.example:4500", "localhost.evil.example", "127.0.0.1.evil.example:4500", "evil"})
    void trustsNoNamesWhereNobodyIsAsked(String host) {
        assertThat(BrowserOrigin.mayComeUnknown("http://" + host, host, Set.of(), Set.of()))
                .isFalse();
        assertThat(BrowserOrigin.mayComeUnknown("http://" + host, host, Set.of("http://" + host), Set.of()))
                .isTrue();
    }

    @Test
    void trustsNamesThatAreConfigured() {
        Set<String> hosts = Set.of("exec.example.org");
        assertThat(BrowserOrigin.isOfNobodyElse("exec.example.org", hosts)).isTrue();
        assertThat(BrowserOrigin.isOfNobodyElse("EXEC.example.org:4500", hosts)).isTrue();
        assertThat(BrowserOrigin.isOfNobodyElse("exec.example.org.evil", hosts)).isFalse();
        assertThat(BrowserOrigin.isOfNobodyElse(null, hosts)).isFalse();
    }
}
