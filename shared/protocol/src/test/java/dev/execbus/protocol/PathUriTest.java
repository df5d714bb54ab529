package dev.execbus.protocol;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.nio.charset.StandardCharsets;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PathUriTest {
    @ParameterizedTest
    @CsvSource({
        "file:///a/b, /a/b",
        "FILE:///a/b, /a/b",
        "file://localhost/a, /a",
        "file://LOCALHOST/a, /a",
        "file://%6cocalhost/a, /a",
        "file:/a, /a",
        "file:a, /a",
        "file:, /",
        "file:/, /",
        "file://, /",
        "file:///, /",
        "file:////a, /a",
        "file:\\\\\\a\\b, /a/b",
        "file:///a/, /a",
        "file:///a//b, /a/b",
        "file:///a/./b/., /a/b",
        "file:///a/../b, /b",
        "file:///a/b/.., /a",
        "file:///../../a, /a",
        "file:///a/%2e%2E/b, /b",
        "file:///a/.%2e/b, /b",
        "file:///a/%2E/b, /a/b",
        "file:///a//../b, /a/b",
        "file:///a%2Fb, /a/b",
        "file:///a/b%2F..%2Fc, /a/c",
        "file:///a%2f%2fb, /a/b",
        "file:///%zz%4, /%zz%4",
        "file:///a%, /a%",
        "file:///a+b, /a+b",
        "file:///a%20b, /a b",
        "file:///a b, /a b",
        "file:///%C3%BC, /ü",
        "file:///ü, /ü",
        "file:///%F0%9F%98%80, /😀",
        "file:///a|b^c`d{e}, /a|b^c`d{e}",
        "file:///a%3Fb%23c, /a?b#c",
        "file:///x/C:/y, /x/C:/y",
        "file:///C:x/y, /C:x/y",
        "file:///a%5Cb, /a\\b",
    })
    void readsUrisByTheWhatwgRules(String uri, String path) {
        assertThat(PathUri.decode(uri, Dialect.STRICT)).isEqualTo(path);
    }

    @Test
    void trimsBlanksAndDropsLineEnds() {
        assertThat(PathUri.decode(" \u0001fi\nle:///a\tb\r/c \n", Dialect.STRICT))
                .isEqualTo("/ab/c");
    }

    @Test
    void decodesMalformedEscapesBesideGoodOnes() {
        assertThat(PathUri.decode("file:///%4%41%4G", Dialect.STRICT)).isEqualTo("/%4A%4G");
    }

    @ParameterizedTest
    @CsvSource({
        "/abs, invalid URI: relative URL without a base",
        "rel/x, invalid URI: relative URL without a base",
        "'', invalid URI: relative URL without a base",
        "\\\\server\\x, invalid URI: relative URL without a base",
        "1a:/x, invalid URI: relative URL without a base",
        "http://h/x, unsupported path URI scheme `http`",
        "HTTP://h/x, unsupported path URI scheme `http`",
        "C:\\x, unsupported path URI scheme `c`",
        "file:///a?q=1, query parameters are not allowed in path URIs",
        "file:///a?, query parameters are not allowed in path URIs",
        "file:///a?x#y, query parameters are not allowed in path URIs",
        "file:///a#x, fragments are not allowed in path URIs",
        "file:///a#x?y, fragments are not allowed in path URIs",
        "file://user@host/a, invalid URI: invalid international domain name",
        "file://host:80/a, invalid URI: invalid international domain name",
        "file://localhost:80/a, invalid URI: invalid international domain name",
        "file://a%2Fb/c, invalid URI: invalid international domain name",
        "file://[zz]/c, invalid URI: invalid IPv6 address",
        "file:///a%00b, 'file:///a%00b' is invalid on 'linux'",
        "file:///a/../ü%00, 'file:///%C3%BC%00' is invalid on 'linux'",
    })
    void refusesWhatIsNoPathUri(String uri, String message) {
        assertRefused(() -> PathUri.decode(uri, Dialect.STRICT), ErrorCode.INVALID_PARAMS, message);
        assertRefused(() -> PathUri.decodeCwd(uri, Dialect.STRICT), ErrorCode.INVALID_PARAMS, message);
    }

    @ParameterizedTest
    @CsvSource({
        "file://server/share/f, file://server/share/f",
        "file://SERVER/share/../f g, file://server/f%20g",
        "file://127.0.0.1/a, file://127.0.0.1/a",
        "file://[::1]/a, file://[::1]/a",
        "file:///C:/x, file:///C:/x",
        "file:///C|/x, file:///C:/x",
        "file://C:/x, file:///C:/x",
        "file:///C:, file:///C:",
        "file:///C:/../.., file:///C:/",
        "file:///c%3A/x, file:///c%3A/x",
    })
    void refusesOtherHostsAndDrives(String uri, String shown) {
        assertRefused(
                () -> PathUri.decode(uri, Dialect.STRICT),
                ErrorCode.INVALID_REQUEST,
                "'" + shown + "' is invalid on 'linux'");
        assertRefused(
                () -> PathUri.decodeCwd(uri, Dialect.STRICT),
                ErrorCode.INVALID_PARAMS,
                "cwd URI `" + shown + "` is not valid on this exec-server host: '" + shown + "' is invalid on 'linux'");
    }

    @Test
    void refusesNamesThatAreNotUtf8() {
        assertRefused(
                () -> PathUri.decode("file:///a%FF", Dialect.STRICT),
                ErrorCode.INVALID_REQUEST,
                "'file:///a%FF' is not valid UTF-8: this server opens only names that are");
        assertRefused(
                () -> PathUri.decodeCwd("file:///a%C3", Dialect.STRICT),
                ErrorCode.INVALID_PARAMS,
                "cwd URI `file:///a%C3` is not valid on this exec-server host: "
                        + "'file:///a%C3' is not valid UTF-8: this server opens only names that are");
    }

    @Test
    void refusesHalfOfASurrogatePair() {
        assertRefused(
                () -> PathUri.decode("file:///a\ud800", Dialect.STRICT),
                ErrorCode.INVALID_PARAMS,
                "the path is not well-formed Unicode");
        assertRefused(
                () -> PathUri.decode("/a\udc00", Dialect.LENIENT),
                ErrorCode.INVALID_PARAMS,
                "the path is not well-formed Unicode");
    }

    @ParameterizedTest
    @CsvSource({
        "/a/b, /a/b",
        "/, /",
        "//a/./b/../c/, /a/c",
        "/a%20b?c#d, /a%20b?c#d",
        "/ü x, /ü x",
        "file:///a%20b, /a b",
    })
    void takesPlainPathsAsTheyStandWhereTheDialectHasThem(String text, String path) {
        assertThat(PathUri.decode(text, Dialect.LENIENT)).isEqualTo(path);
        assertThat(PathUri.decodeCwd(text, Dialect.LENIENT)).isEqualTo(path);
    }

    @ParameterizedTest
    @ValueSource(strings = {"rel", "./rel", "", " /a"})
    void refusesRelativePathsInEveryDialect(String text) {
        assertRefused(
                () -> PathUri.decode(text, Dialect.LENIENT),
                ErrorCode.INVALID_PARAMS,
                "invalid URI: relative URL without a base");
    }

    @Test
    void refusesNulInPlainPaths() {
        assertRefused(
                () -> PathUri.decode("/a\0b", Dialect.LENIENT),
                ErrorCode.INVALID_PARAMS,
                "'file:///a%00b' is invalid on 'linux'");
    }

    @ParameterizedTest
    @CsvSource({
        "file:///a/./b/../c/, /a/c",
        "file://localhost/x, /x",
        "file:///a%20b%C3%BC, /a bü",
        "file:///tmp%2Fx, /tmp%2Fx",
        "file:///tmp%2fx/y, /tmp%2fx/y",
        "file:///a/b%2F..%2Fc, /a/b%2F..%2Fc",
    })
    void keepsEncodedSlashesInNamesOfWorkingDirectories(String uri, String path) {
        assertThat(PathUri.decodeCwd(uri, Dialect.STRICT)).isEqualTo(path);
    }

    @ParameterizedTest
    @CsvSource({
        "/, file:///",
        "/a/b, file:///a/b",
        "/sp ace, file:///sp%20ace",
        "/a$&()*+;=@:b~!-._, file:///a$&()*+;=@:b~!-._",
        "/a{b}|^`, file:///a%7Bb%7D|^%60",
        "/a[b], file:///a[b]",
        "/a%20?#<>\\, file:///a%2520%3F%23%3C%3E%5C",
        "/ü😀, file:///%C3%BC%F0%9F%98%80",
    })
    void escapesWhatMustBe(String path, String uri) {
        assertThat(PathUri.encode(path)).isEqualTo(uri);
        assertThat(PathUri.decode(uri, Dialect.STRICT)).isEqualTo(path);
    }

    @Test
    void escapesControlsQuotesAndBytesThatAreNotUtf8() {
        assertThat(PathUri.encode("/\u0001\n\"'\u007f,")).isEqualTo("file:///%01%0A%22'%7F,");
        assertThat(PathUri.encode(new byte[] {'/', 'a', (byte) 0xff, (byte) 0x80}))
                .isEqualTo("file:///a%FF%80");
    }

    @Test
    void readsALongPathInLinearTime() {
        String names = "/a/..".repeat(200_000);

        assertThat(PathUri.decode("file://" + names + "/x", Dialect.STRICT)).isEqualTo("/x");
        assertThat(PathUri.encode("/" + "é".repeat(100_000)).getBytes(StandardCharsets.US_ASCII))
                .hasSize(600_008);
    }

    private static void assertRefused(Supplier<String> decoding, ErrorCode code, String message) {
        assertThatExceptionOfType(ExecbusException.class)
                .isThrownBy(decoding::get)
                .satisfies(e -> assertThat(e.code()).isEqualTo(code))
                .withMessage(message);
    }
}
