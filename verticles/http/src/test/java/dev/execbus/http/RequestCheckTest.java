package dev.execbus.http;

import static dev.execbus.http.HttpRoom.get;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.execbus.http.HttpRoom.Call;
import dev.execbus.protocol.ErrorCode;
import dev.execbus.protocol.ExecbusException;
import dev.execbus.protocol.HttpMethods.RequestHeader;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RequestCheckTest {
    private static final String URL = "http://a.example/";

    private final RequestCheck check =
            new RequestCheck(new HeaderRules(Map.of("TOKEN", "t", "EMPTY", "", "BROKEN", "a\nb")));

    private void assertRefused(Call call, String message) {
        assertThatThrownBy(() -> check.firstHop(call.params()))
                .isInstanceOf(ExecbusException.class)
                .hasMessage(message)
                .extracting(failure -> ((ExecbusException) failure).code())
                .isEqualTo(ErrorCode.INVALID_PARAMS);
    }

    private static RequestHeader header(String name, String value) {
        return new RequestHeader(name, value, null);
    }

    private List<Header> complete(Call call) {
        return HeaderRules.complete(check.firstHop(call.params()));
    }

    private static Header sent(String name, String value) {
        return new Header(name, value, false);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "G T", "GET\r\n", "G\u00c9T", "GET/"})
    void refusesMethodsThatAreNoToken(String method) {
        assertRefused(get(URL).method(method), "http/request method is invalid: invalid HTTP method");
    }

    @Test
    void refusesTunnels() {
        assertRefused(
                get(URL).method("CONNECT"),
                "http/request method is invalid: CONNECT opens a tunnel, and an answer cannot carry one");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    ftp://x/       | http/request only supports http and https URLs, got ftp
                    FILE:///etc    | http/request only supports http and https URLs, got file
                    /x             | http/request url is invalid: relative URL without a base
                    http://        | http/request url is invalid: empty host
                    http://a:b     | http/request url is invalid: invalid port number
                    """)
    void refusesUrls(String url, String message) {
        assertRefused(get(url), message);
    }

    @Test
    void refusesHeaders() {
        assertRefused(
                get(URL).headers(header("a b", "c")), "http/request header name is invalid: invalid HTTP header name");
        assertRefused(
                get(URL).headers(header("", "c")), "http/request header name is invalid: invalid HTTP header name");
        assertRefused(
                get(URL).headers(header("x", "a\r\nb: c")),
                "http/request header value is invalid for x: failed to parse header value");
        assertRefused(
                get(URL).headers(new RequestHeader("x", "", "BROKEN")),
                "http/request header value is invalid for x: failed to parse header value");
        assertRefused(
                get(URL).headers(new RequestHeader("x", "", "NOPE")),
                "http/request header x requires executor environment variable NOPE");
        assertRefused(
                get(URL).headers(new RequestHeader("x", "", "")),
                "http/request header x requires executor environment variable ");
        assertRefused(
                get(URL).headers(header("Transfer-Encoding", "chunked")),
                "http/request header transfer-encoding is not supported: a body is sent with its length");
        assertRefused(
                get(URL).headers(header("Content-Length", "5")).body("hell"),
                "http/request header content-length does not match the body, which has 4 bytes");
    }

    @Test
    void addsWhatGoesWithoutSaying() {
        assertThat(complete(get("http://a.example:81/")))
                .containsExactly(sent("accept", "*/*"), sent("host", "a.example:81"));
        assertThat(complete(get(URL).method("POST")))
                .containsExactly(sent("accept", "*/*"), sent("host", "a.example"), sent("content-length", "0"));
    }

    @Test
    void addsNothingThatIsGiven() {
        assertThat(complete(get("http://u:p@a.example/")
                        .headers(
                                header("Accept", "x/y"),
                                header("Authorization", "mine"),
                                header("HOST", "other"),
                                header("content-length", "1"))
                        .body("x")))
                .containsExactly(
                        sent("accept", "x/y"),
                        new Header("authorization", "mine", true),
                        sent("host", "other"),
                        sent("content-length", "1"));
    }

    @Test
    void readsVariables() {
        assertThat(check.firstHop(get(URL).headers(
                                        new RequestHeader("x", "Bearer ", "TOKEN"), new RequestHeader("y", "", "EMPTY"))
                                .params())
                        .headers())
                .containsExactly(new Header("x", "Bearer t", true), new Header("y", "", true));
    }

    @Test
    void showsNoSecrets() {
        Hop hop = check.firstHop(get("http://user:pass@a.example/?secret")
                .headers(header("x", "secret"))
                .body("secret")
                .params());

        assertThat(hop + " " + hop.headers()).isEqualTo("Hop[GET] [Header[x], Header[authorization]]");
        assertThat(hop.url()).hasToString("http://a.example/?secret");
    }
}
