package dev.execbus.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.execbus.protocol.ByteChunk;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RedirectsTest {
    private static final ByteChunk BODY = ByteChunk.utf8("body");

    private static Hop hop(String method, String url, Header... headers) {
        return new Hop(method, UrlReader.absolute(url), List.of(headers), BODY);
    }

    private static Header plain(String name, String value) {
        return new Header(name, value, false);
    }

    private static Header secret(String name) {
        return new Header(name, "s", true);
    }

    @ParameterizedTest
    @CsvSource({
        "301, POST, GET, false",
        "302, POST, GET, false",
        "303, POST, GET, false",
        "303, PUT, GET, false",
        "303, HEAD, HEAD, true",
        "302, PUT, PUT, true",
        "301, DELETE, DELETE, true",
        "307, POST, POST, true",
        "308, POST, POST, true"
    })
    void changesTheMethodAsBrowsersDo(int status, String method, String next, boolean body) {
        Hop hop = Redirects.next(
                hop(method, "http://a/1", plain("content-type", "t"), plain("content-length", "4")), status, "/2");

        List<Header> expected = body
                ? List.of(plain("content-type", "t"), plain("content-length", "4"), plain("referer", "http://a/1"))
                : List.of(plain("referer", "http://a/1"));
        assertThat(hop).isEqualTo(new Hop(next, UrlReader.absolute("http://a/2"), expected, body ? BODY : null));
    }

    @ParameterizedTest
    @ValueSource(ints = {200, 201, 300, 304, 305, 306, 309, 400})
    void followsNothingElse(int status) {
        assertThat(Redirects.next(hop("GET", "http://a/"), status, "/2")).isNull();
    }

    @Test
    void followsNoLocationThatLeadsNowhere() {
        Hop hop = hop("GET", "http://a/");
        assertThat(Redirects.next(hop, 302, null)).isNull();
        assertThat(Redirects.next(hop, 302, "ftp://b/")).isNull();
        assertThat(Redirects.next(hop, 302, "http://b:x/")).isNull();
        assertThat(Redirects.next(hop, 302, "\u00ff")).isNull();
    }

    @Test
    void readsALocationAsUtf8() {
        assertThat(Redirects.next(hop("GET", "http://a/"), 302, "/\u00c3\u00bc").url())
                .hasToString("http://a/%C3%BC");
    }

    @ParameterizedTest
    @CsvSource({
        "http://a/2, true",
        "http://a:80/2, true",
        "http://a:81/2, false",
        "http://b/2, false",
        "http://sub.a/2, false",
        "https://a/2, false",
        "//u:p@a/2, true"
    })
    void keepsSecretsToTheirOrigin(String location, boolean same) {
        Hop next = Redirects.next(
                hop("GET", "http://a/1", secret("authorization"), plain("host", "h"), plain("x", "1")), 302, location);

        assertThat(next.headers())
                .isEqualTo(
                        same
                                ? List.of(
                                        secret("authorization"),
                                        plain("host", "h"),
                                        plain("x", "1"),
                                        plain("referer", "http://a/1"))
                                : List.of(plain("x", "1"), plain("referer", "http://a/1")));
        assertThat(next.url().credentials()).isNull();
    }

    @Test
    void tellsNoPlainHostWhereASecureOneWas() {
        assertThat(Redirects.next(hop("GET", "https://a/1", plain("referer", "old")), 302, "http://a/2")
                        .headers())
                .isEmpty();
        assertThat(Redirects.next(hop("GET", "https://a/1", plain("referer", "old")), 302, "https://b/2")
                        .headers())
                .containsExactly(plain("referer", "https://a/1"));
    }
}
