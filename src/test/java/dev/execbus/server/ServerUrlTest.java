package dev.execbus.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class ServerUrlTest {
    @Test
    void readsWhatAUrlSays() {
        assertThat(ServerUrl.parse(ServerUrl.DEFAULT)).isEqualTo(new ServerUrl(false, "127.0.0.1", 4500, "/"));
        assertThat(ServerUrl.parse("wss://example.org")).isEqualTo(new ServerUrl(true, "example.org", 443, "/"));
        assertThat(ServerUrl.parse("ws://[::1]:81/a?b=c")).isEqualTo(new ServerUrl(false, "::1", 81, "/a?b=c"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "127.0.0.1:4500", "http://a", "ws:///", "ws://user@a", "ws://a/#b", "ws://a b"})
    void refusesOtherTexts(String text) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> ServerUrl.parse(text))
                .withMessage("invalid URL \"" + text + "\"; expected ws://HOST:PORT or wss://HOST:PORT");
    }

    @ParameterizedTest
    @CsvSource({"90, 90000", "90s, 90000", "1500ms, 1500", "5m, 300000", "2h, 7200000", "1d, 86400000", "0, 0"})
    void readsTimeSpans(String text, long millis) {
        assertThat(TimeSpan.parse(text)).isEqualTo(Duration.ofMillis(millis));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "s", "-1", "1.5s", "5 m", "9999999999"})
    void refusesOtherTimeSpans(String text) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> TimeSpan.parse(text))
                .withMessage("expected a number with ms, s, m, h or d but was \"" + text + "\"");
    }
}
