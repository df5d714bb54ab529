package dev.execbus.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.execbus.server.ListenAddress.Stdio;
import dev.execbus.server.ListenAddress.WebSocket;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class ListenAddressTest {
    @ParameterizedTest
    @CsvSource({
        "ws://127.0.0.1:0, 127.0.0.1, 0, true",
        "ws://127.0.0.1:4500, 127.0.0.1, 4500, true",
        "ws://127.200.0.9:65535, 127.200.0.9, 65535, true",
        "ws://0.0.0.0:80, 0.0.0.0, 80, false",
        "ws://192.168.1.10:80, 192.168.1.10, 80, false",
        "ws://[::1]:4711, ::1, 4711, true",
        "ws://[::]:4711, ::, 4711, false",
        "ws://[2001:db8::A]:4711, 2001:db8::A, 4711, false",
        "ws://[::ffff:127.0.0.1]:1, ::ffff:127.0.0.1, 1, true"
    })
    void readsNumericAddresses(String url, String host, int port, boolean loopback) {
        WebSocket expected = new WebSocket(host, port);
        assertThat(ListenAddress.parse(url)).isEqualTo(expected).hasToString(url);
        assertThat(expected.isLoopback()).isEqualTo(loopback);
        assertThat(expected.page("/x")).isEqualTo(url.replace("ws:", "http:") + "/x");
    }

    @ParameterizedTest
    @ValueSource(strings = {"stdio", "stdio://"})
    void readsStdio(String url) {
        assertThat(ListenAddress.parse(url)).isEqualTo(new Stdio()).hasToString("stdio");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "ws://localhost:1",
                "ws://127.0.0.1",
                "ws://127.0.0.1:",
                "ws://127.0.0.1:1/",
                "ws://127.0.0.1:1/path",
                "ws://0:1",
                "ws://1.2.3:1",
                "ws://1.2.3.4.5:1",
                "ws://256.0.0.1:1",
                "ws://01.0.0.1:1",
                "ws://127.0.0.1:65536",
                "ws://127.0.0.1:999999999999",
                "ws://127.0.0.1:-1",
                "ws://127.0.0.1:+1",
                "ws://::1:80",
                "ws://[::1]",
                "ws://[127.0.0.1]:80",
                "ws://[:::1]:80",
                "ws://[g::1]:80",
                "ws://[::1%eth0]:80",
                "ws://",
                "ws://127.0.0.1:1\n"
            })
    void refusesWhatIsNoSocketAddress(String url) {
        assertThatThrownBy(() -> ListenAddress.parse(url))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("invalid websocket --listen URL `" + url + "`; expected `ws://IP:PORT`");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "wss://127.0.0.1:1",
                "http://127.0.0.1:1",
                "WS://127.0.0.1:1",
                "unix:///tmp/socket",
                "stdio:",
                "STDIO",
                "127.0.0.1:1"
            })
    void refusesOtherSchemes(String url) {
        assertThatThrownBy(() -> ListenAddress.parse(url))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("unsupported --listen URL `" + url + "`; expected `ws://IP:PORT` or `stdio`");
    }

    @Test
    void listensOnTheLoopbackByDefault() {
        assertThat(ListenAddress.DEFAULT).hasToString("ws://127.0.0.1:4500");
    }
}
