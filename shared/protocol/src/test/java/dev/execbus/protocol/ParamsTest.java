package dev.execbus.protocol;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import dev.execbus.protocol.ProcessMethods.ReadParams;
import dev.execbus.protocol.ProcessMethods.WriteParams;
import dev.execbus.protocol.RpcMessage.Request;
import dev.execbus.protocol.SessionMethods.InitializeParams;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ParamsTest {
    private static final String START =
            "\"processId\":\"p\",\"argv\":[\"true\"],\"cwd\":\"file:///tmp\",\"env\":{\"A\":\"1\"},\"tty\":false";

    @Test
    void readsStartWithDefaults() {
        assertThat(start("{" + START + ",\"arg0\":null,\"envPolicy\":null,\"sandbox\":null,\"unknown\":1}"))
                .isEqualTo(new StartParams(
                        "p",
                        List.of("true"),
                        "/tmp",
                        Map.of("A", "1"),
                        false,
                        false,
                        null,
                        null,
                        SandboxParams.NONE,
                        false,
                        null,
                        null,
                        null,
                        0,
                        ResourceLimits.NONE,
                        false));
    }

    @Test
    void readsThatDigestsAreWanted() {
        assertThat(start("{" + START + ",\"digest\":true}").digest()).isTrue();
        assertThat(start("{" + START + ",\"digest\":null}").digest()).isFalse();
        assertThatThrownBy(() -> start("{" + START + ",\"digest\":1}"))
                .hasMessage("invalid type: number, expected a boolean");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "{}|missing field `processId`",
                "{\"processId\":1}|invalid type: number, expected a string",
                "{\"processId\":\"p\",\"argv\":\"true\"}|invalid type: string \"true\", expected a sequence",
                "{\"processId\":\"p\",\"argv\":[],\"cwd\":\"file:///\",\"env\":{},\"tty\":false}|argv must not be empty",
                "{\"processId\":\"p\",\"argv\":[\"a\"],\"cwd\":\"file:///\",\"env\":{},\"tty\":null}|invalid type: null, expected a boolean",
                "{\"processId\":\"p\",\"argv\":[\"a\"],\"cwd\":\"file:///\",\"env\":{},\"tty\":false,\"pipeStdin\":null}|invalid type: null, expected a boolean",
                "{\"processId\":\"p\",\"argv\":[\"a\"],\"cwd\":\"file:///\",\"env\":{},\"tty\":false,\"envPolicy\":{\"inherit\":\"all\"}}|missing field `ignoreDefaultExcludes`",
                "{\"processId\":\"p\",\"argv\":[\"a\"],\"cwd\":\"file:///\",\"env\":{},\"tty\":false,\"metadata\":{\"threadId\":\"x\"}}|invalid thread id: not a UUID",
                "{\"processId\":\"p\",\"argv\":[\"a\"],\"cwd\":\"file:///\",\"env\":{},\"tty\":false,\"size\":{\"rows\":1,\"cols\":1}}|size requires tty: true",
                "{\"processId\":\"p\",\"argv\":[\"a\"],\"cwd\":\"file:///\",\"env\":{},\"tty\":true,\"size\":{\"rows\":0,\"cols\":1}}|terminal rows and cols must be between 1 and 65535"
            })
    void refusesAStartThatIsNotOne(String params, String message) {
        assertThatThrownBy(() -> start(params))
                .isInstanceOf(ExecbusException.class)
                .hasMessage(message)
                .extracting(e -> ((ExecbusException) e).code())
                .isEqualTo(ErrorCode.INVALID_PARAMS);
    }

    @Test
    void readsParamsByPosition() {
        assertThat(SessionMethods.INITIALIZE.decoder().decode(tree("[\"name\"]"), Dialect.STRICT))
                .isEqualTo(new InitializeParams("name", null));
    }

    @Test
    void readsUnsignedNumbersOf64Bits() {
        assertThat(read("{\"processId\":\"p\",\"waitMs\":18446744073709551615}"))
                .isEqualTo(new ReadParams("p", 0, Long.MAX_VALUE, Long.MAX_VALUE));
        for (String bad : List.of("-1", "1.5", "18446744073709551616")) {
            assertThatThrownBy(() -> read("{\"processId\":\"p\",\"waitMs\":" + bad + "}"))
                    .hasMessage("invalid number");
        }
    }

    @Test
    void wantsAWriteIdOnlyFromClientsThatKnowIt() {
        JsonNode params = tree("{\"processId\":\"p\",\"chunk\":\"eA==\"}");
        assertThat(ProcessMethods.WRITE.decoder().decode(params, Dialect.LENIENT))
                .isEqualTo(new WriteParams("p", ByteChunk.utf8("x"), null));
        assertThatThrownBy(() -> ProcessMethods.WRITE.decoder().decode(params, Dialect.STRICT))
                .hasMessage("missing field `writeId`");
    }

    @Test
    void refusesIdsThatAreTooLongToRemember() {
        assertThat(writeWithId("x".repeat(4_096)).writeId()).hasSize(4_096);
        assertThatThrownBy(() -> writeWithId("x".repeat(4_097)))
                .hasMessage("writeId must not be longer than 4096 characters");
    }

    private static WriteParams writeWithId(String id) {
        return ProcessMethods.WRITE
                .decoder()
                .decode(tree("{\"processId\":\"p\",\"chunk\":\"\",\"writeId\":\"" + id + "\"}"), Dialect.STRICT);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "!!!!|Invalid symbol 33, offset 0.",
                "YQ|Invalid padding",
                "Y|Invalid input length: 1",
                "YR==|Invalid last symbol 82, offset 1.",
                "_-8=|Invalid symbol 95, offset 0."
            })
    void readsBase64Strictly(String text, String message) {
        assertThatThrownBy(() -> Base64Text.decode(text)).hasMessage(message);
    }

    @Test
    void readsBase64OfEveryLength() {
        assertThat(Base64Text.decode("")).isEqualTo(ByteChunk.EMPTY);
        assertThat(Base64Text.decode("YQ==")).isEqualTo(ByteChunk.utf8("a"));
        assertThat(Base64Text.decode("YWI=")).isEqualTo(ByteChunk.utf8("ab"));
        assertThat(Base64Text.decode("YWJj")).isEqualTo(ByteChunk.utf8("abc"));
    }

    @Test
    void knowsSignalsByBothTheirNames() {
        assertThat(Signal.named("SIGTERM")).contains(Signal.TERM);
        assertThat(Signal.named("TERM")).contains(Signal.TERM);
        assertThat(Signal.named("term")).isEmpty();
        assertThat(Signal.numbered(9)).isEqualTo(Signal.KILL);
        assertThat(Signal.numbered(40)).isEqualTo(new Signal("RT40", 40));
    }

    private static StartParams start(String params) {
        return ProcessMethods.START.decoder().decode(tree(params), Dialect.STRICT);
    }

    private static ReadParams read(String params) {
        return ProcessMethods.READ.decoder().decode(tree(params), Dialect.STRICT);
    }

    private static JsonNode tree(String params) {
        try {
            byte[] frame = ("{\"id\":1,\"method\":\"m\",\"params\":" + params + "}").getBytes(StandardCharsets.UTF_8);
            return ((Request) RpcFrames.decode(frame)).params();
        } catch (MalformedFrameException e) {
            throw new AssertionError(e);
        }
    }
}
