package dev.execbus.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.execbus.protocol.ErrorCode;
import dev.execbus.protocol.ExecbusException;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ProxyRulesTest {
    private static Proxy proxy(Map<String, String> variables, String url) {
        return new ProxyRules(variables).forUrl(UrlReader.absolute(url));
    }

    private static Proxy http(String host, int port) {
        return new Proxy(false, host, port, null, null);
    }

    @Test
    void goesDirectWithoutVariables() {
        assertThat(proxy(Map.of("HTTP_PROXY", "", "https_proxy", " "), "http://a/"))
                .isNull();
    }

    @Test
    void takesTheVariableOfTheScheme() {
        Map<String, String> variables =
                Map.of("http_proxy", "http://lower:1", "HTTPS_PROXY", "upper:2", "ALL_PROXY", "socks5://all");

        assertThat(proxy(variables, "http://a/")).isEqualTo(http("lower", 1));
        assertThat(proxy(variables, "https://a/")).isEqualTo(http("upper", 2));
        assertThat(proxy(Map.of("HTTP_PROXY", "u", "http_proxy", "l"), "http://127.0.0.1/"))
                .isEqualTo(http("u", 80));
        assertThat(proxy(Map.of("all_proxy", "socks5h://all"), "http://a/"))
                .isEqualTo(new Proxy(true, "all", 1080, null, null));
        assertThat(proxy(Map.of("ALL_PROXY", "socks5://all:80"), "https://a/"))
                .isEqualTo(new Proxy(true, "all", 80, null, null));
    }

    @Test
    void readsCredentials() {
        assertThat(proxy(Map.of("HTTP_PROXY", "http://us%40er:p%3Aw@[::1]:3128/"), "http://a/"))
                .isEqualTo(new Proxy(false, "::1", 3128, "us@er", "p:w"))
                .hasToString("Proxy[::1:3128]");
    }

    @Test
    void refusesToGoDirectWhenTheProxyCannotBeRead() {
        assertThatThrownBy(() -> proxy(Map.of("https_proxy", "https://user:secret@p/"), "https://a/"))
                .isInstanceOf(ExecbusException.class)
                .hasMessage("http/request failed: the server's variable https_proxy is not the URL of a proxy (http or"
                        + " socks5): unsupported scheme")
                .extracting(failure -> ((ExecbusException) failure).code())
                .isEqualTo(ErrorCode.INTERNAL);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    *                       | http://a/                 | true
                    example.com             | http://example.com/       | true
                    example.com             | http://www.EXAMPLE.com./  | true
                    example.com             | http://badexample.com/    | false
                    .example.com            | http://www.example.com/   | true
                    .example.com            | http://example.com/       | true
                    *.example.com           | http://www.example.com/   | true
                    a, b ,c                 | http://b/                 | true
                    ''                      | http://b/                 | false
                    ,                       | http://b/                 | false
                    example.com:8080        | http://example.com:8080/  | true
                    example.com:8080        | http://example.com/       | false
                    example.com:443         | https://example.com/      | true
                    10.0.0.0/8              | http://10.1.2.3/          | true
                    10.0.0.0/8              | http://11.1.2.3/          | false
                    10.0.0.0/8              | http://10.example/        | false
                    127.0.0.1               | http://127.0.0.1:99/      | true
                    127.0.0.1:80            | http://127.0.0.1:99/      | false
                    ::1                     | http://[::1]/             | true
                    [::1]:81                | http://[::1]:81/          | true
                    [::1]:81                | http://[::1]/             | false
                    fd00::/8                | http://[fd12::1]/         | true
                    0.1                     | http://127.0.0.1/         | false
                    .                       | http://a/                 | false
                    """)
    void leavesOutWhatNoProxyNames(String noProxy, String url, boolean direct) {
        Proxy found = proxy(Map.of("HTTP_PROXY", "p", "HTTPS_PROXY", "p", "NO_PROXY", noProxy), url);

        assertThat(found).isEqualTo(direct ? null : http("p", 80));
    }

    @Test
    void readsNoProxyInBothSpellings() {
        assertThat(proxy(Map.of("HTTP_PROXY", "p", "no_proxy", "a"), "http://a/"))
                .isNull();
    }
}
