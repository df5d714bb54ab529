package dev.execbus.bus;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

final class BusKeyTest {
    private static BusKey key(String cluster, String secret) {
        return BusKey.of(cluster, secret.getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void followsFromTheClusterAndItsSecret() {
        byte[] bytes = key("a", "secret").bytes();

        assertThat(bytes).hasSize(BusKey.LENGTH).isEqualTo(key("a", "secret").bytes());
        assertThat(bytes).isNotEqualTo(key("b", "secret").bytes());
        assertThat(bytes).isNotEqualTo(key("a", "secrets").bytes());
    }

    @Test
    void matchesNothingButItself() {
        BusKey key = key("a", "secret");
        byte[] last = key.bytes();
        last[BusKey.LENGTH - 1] ^= 1;

        assertThat(key.matches(key.bytes())).isTrue();
        assertThat(key.matches(last)).isFalse();
        assertThat(key.matches(Arrays.copyOf(key.bytes(), BusKey.LENGTH - 1))).isFalse();
        assertThat(key.matches(new byte[0])).isFalse();
    }

    @Test
    void cannotBeChangedFromOutsideAndIsNotPrinted() {
        BusKey key = key("a", "secret");
        key.bytes()[0] ^= 1;

        assertThat(key.bytes()).isEqualTo(key("a", "secret").bytes());
        assertThat(key).hasToString("BusKey");
    }
}
