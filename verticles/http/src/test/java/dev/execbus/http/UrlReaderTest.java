package dev.execbus.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class UrlReaderTest {
    private static final RequestUrl BASE = UrlReader.absolute("http://a.example:8080/b/c?d");

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    http://Example.COM             | http://example.com/
                    HTTP:example.com/a             | http://example.com/a
                    http:\\\\example.com\\a\\b     | http://example.com/a/b
                    http://example.com:80/         | http://example.com/
                    https://example.com:443/       | https://example.com/
                    https://example.com:80/        | https://example.com:80/
                    http://example.com:/           | http://example.com/
                    http://example.com:0080/       | http://example.com/
                    http://u:p@example.com/#part   | http://example.com/
                    http://a@b@example.com/        | http://example.com/
                    http://example.com?q           | http://example.com/?q
                    http://example.com/a b?c d'"   | http://example.com/a%20b?c%20d%27%22
                    http://example.com/%7Ea%zz     | http://example.com/%7Ea%zz
                    http://example.com/ü?ü         | http://example.com/%C3%BC?%C3%BC
                    http://example.com/a/./b/../c  | http://example.com/a/c
                    http://example.com/a/%2e%2E    | http://example.com/
                    http://example.com/../../x//y/ | http://example.com/x//y/
                    http://bücher.example/         | http://xn--bcher-kva.example/
                    http://%65xample.com/          | http://example.com/
                    http://0x7f.1/                 | http://127.0.0.1/
                    http://2130706433/             | http://127.0.0.1/
                    http://017700000001/           | http://127.0.0.1/
                    http://127.1.:81/              | http://127.0.0.1:81/
                    http://0x/.1                   | http://0.0.0.0/.1
                    http://[::1]:81/               | http://[::1]:81/
                    http://[2001:DB8:0:0:1:0:0:0]/ | http://[2001:db8:0:0:1::]/
                    http://[::ffff:1.2.3.4]/       | http://[::ffff:102:304]/
                    """)
    void readsAbsoluteUrls(String text, String url) {
        assertThat(UrlReader.absolute(text)).hasToString(url);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    /x                      | relative URL without a base
                    x                       | relative URL without a base
                    ''                      | relative URL without a base
                    http://                 | empty host
                    http:///                | empty host
                    http://user@/           | empty host
                    http://:80/             | empty host
                    http://a:65536/         | invalid port number
                    http://a:99999999999999 | invalid port number
                    http://a:x/             | invalid port number
                    http://a:-1/            | invalid port number
                    http://a b/             | invalid domain character
                    http://a%00b/           | invalid domain character
                    http://a%2fb/           | invalid domain character
                    http://256.1.1.1/       | invalid IPv4 address
                    http://1.2.3.4.5/       | invalid IPv4 address
                    http://[::1/            | invalid IPv6 address
                    http://[1.2.3.4]/       | invalid IPv6 address
                    http://[fe80::1%25lo]/  | invalid IPv6 address
                    http://[::1]x/          | invalid IPv6 address
                    """)
    void refusesWithThePeersWords(String text, String message) {
        assertThatThrownBy(() -> UrlReader.absolute(text))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage(message);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    x                 | http://a.example:8080/b/x
                    ../x              | http://a.example:8080/x
                    /x                | http://a.example:8080/x
                    \\x               | http://a.example:8080/x
                    ?e                | http://a.example:8080/b/c?e
                    #f                | http://a.example:8080/b/c?d
                    ''                | http://a.example:8080/b/c?d
                    //h:1/x           | http://h:1/x
                    https://h/x       | https://h/x
                    https:h/x         | https://h/x
                    http:x            | http://a.example:8080/b/x
                    http:/x           | http://a.example:8080/x
                    HTTP://u:p@h      | http://h/
                    """)
    void readsUrlsOfAnswers(String text, String url) {
        assertThat(UrlReader.relative(BASE, text)).hasToString(url);
    }

    @ParameterizedTest
    @CsvSource({"http://x,http", "FTP://x,ftp", "mailto:x,mailto", "a+b-c.1:x,a+b-c.1"})
    void findsTheScheme(String text, String scheme) {
        assertThat(UrlReader.scheme(text)).isEqualTo(scheme);
        assertThat(UrlReader.scheme("/" + text)).isNull();
    }
}
