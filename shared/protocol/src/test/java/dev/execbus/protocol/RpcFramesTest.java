package dev.execbus.protocol;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.execbus.protocol.RpcMessage.Notification;
import dev.execbus.protocol.RpcMessage.Request;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RpcFramesTest {
    @Test
    void readsRequestsWithAndWithoutTheVersionMember() throws Exception {
        Request expected = new Request(new RpcId.Numeric(7), "process/list", null);
        assertThat(decode("{\"id\":7,\"method\":\"process/list\"}")).isEqualTo(expected);
        assertThat(decode("{\"jsonrpc\":\"2.0\",\"id\":7,\"method\":\"process/list\",\"params\":null,\"x\":1}"))
                .isEqualTo(expected);
    }

    @Test
    void echoesAnyStringAndAnyLongAsId() throws Exception {
        assertThat(decode("{\"id\":\"\",\"method\":\"m\"}")).isEqualTo(new Request(new RpcId.Text(""), "m", null));
        assertThat(decode("{\"id\":-5,\"method\":\"m\"}")).isEqualTo(new Request(new RpcId.Numeric(-5), "m", null));
        assertThat(text(RpcFrames.response(new RpcId.Numeric(Long.MAX_VALUE), new ProcessMethods.Empty())))
                .isEqualTo("{\"id\":9223372036854775807,\"result\":{}}");
    }

    @Test
    void keepsTheTraceOfARequest() throws Exception {
        assertThat(decode("{\"id\":7,\"method\":\"m\",\"trace\":{\"traceparent\":\"00-1\",\"tracestate\":null}}"))
                .isEqualTo(new Request(new RpcId.Numeric(7), "m", null, "00-1", null));
        assertThat(decode("{\"id\":7,\"method\":\"m\",\"trace\":{\"traceparent\":null}}"))
                .isEqualTo(new Request(new RpcId.Numeric(7), "m", null));
    }

    @Test
    void tellsANotificationByItsMissingId() throws Exception {
        assertThat(decode("{\"method\":\"initialized\",\"params\":{}}"))
                .isInstanceOfSatisfying(
                        Notification.class, note -> assertThat(note.method()).isEqualTo("initialized"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "garbage|expected value at line 1 column 1",
                "not-json|expected ident at line 1 column 2",
                "null|expected a JSON-RPC object",
                "[]|expected a JSON-RPC object",
                "{}|missing field `error`",
                "{\"id\":1}|missing field `error`",
                "{\"id\":null,\"method\":\"m\"}|data did not match any variant of untagged enum RequestId",
                "{\"id\":1.5,\"method\":\"m\"}|data did not match any variant of untagged enum RequestId",
                "{\"id\":9223372036854775808,\"method\":\"m\"}|data did not match any variant of untagged enum RequestId",
                "{\"id\":1,\"method\":5}|invalid type: number, expected a string",
                "{\"id\":1,\"id\":2,\"method\":\"m\"}|duplicate JSON object key `id` at line 1 column 12",
                "{\"id\":1,\"method\":\"m\",\"trace\":5}|invalid type: number, expected struct W3cTraceContext"
            })
    void saysWhatIsWrongInThePeersWords(String frame, String detail) {
        assertThatThrownBy(() -> decode(frame))
                .isInstanceOf(MalformedFrameException.class)
                .hasMessage(detail);
    }

    @Test
    void refusesAnEmptyFrame() {
        assertThatThrownBy(() -> decode("")).hasMessage("EOF while parsing a value at line 1 column 0");
    }

    @ParameterizedTest
    @ValueSource(strings = {"{\"id\":1,\"method\":\"m\"} x", "{\"id\":1,\"method\":\"m\",}", "{\"id\":1"})
    void refusesTrailingDataAndUnfinishedObjects(String frame) {
        assertThatThrownBy(() -> decode(frame)).isInstanceOf(MalformedFrameException.class);
    }

    @Test
    void takes126NestedArraysAndRefusesOneMore() throws Exception {
        assertThat(decode(nested(126))).isInstanceOf(Request.class);
        assertThatThrownBy(() -> decode(nested(127))).hasMessageStartingWith("recursion limit exceeded");
    }

    @Test
    void countsEveryValueOfAMessage() throws Exception {
        // Envelope, id, method and params are four.
        assertThat(decode(numbers(RpcFrames.MAX_VALUES - 4))).isInstanceOf(Request.class);
        assertThatThrownBy(() -> decode(numbers(RpcFrames.MAX_VALUES - 3)))
                .hasMessageStartingWith("JSON-RPC message exceeds the limit of 262144 JSON values");
    }

    @Test
    void writesErrorsWithCodeAndMessage() {
        assertThat(text(RpcFrames.failure(RpcId.MALFORMED, ErrorCode.INVALID_REQUEST, "no")))
                .isEqualTo("{\"error\":{\"code\":-32600,\"message\":\"no\"},\"id\":-1}");
    }

    private static String nested(int levels) {
        return "{\"id\":1,\"method\":\"m\",\"params\":" + "[".repeat(levels) + "]".repeat(levels) + "}";
    }

    private static String numbers(int count) {
        return "{\"id\":1,\"method\":\"m\",\"params\":[" + "1,".repeat(count - 1) + "1]}";
    }

    private static RpcMessage decode(String frame) throws MalformedFrameException {
        return RpcFrames.decode(frame.getBytes(StandardCharsets.UTF_8));
    }

    private static String text(byte[] frame) {
        return new String(frame, StandardCharsets.UTF_8);
    }
}
