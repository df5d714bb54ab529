package dev.execbus.protocol;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import dev.execbus.protocol.HandleMethods.Capabilities;
import dev.execbus.protocol.HandleMethods.KillParams;
import dev.execbus.protocol.HandleMethods.OutputDelta;
import dev.execbus.protocol.HandleMethods.Size;
import dev.execbus.protocol.SessionMethods.InitializeParams;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class HandleMethodsTest {
    private static final String PLAIN = "'command':['a','b'],'processHandle':'h','cwd':'/x/../tmp/.'";

    private static JsonNode json(String text) {
        try {
            return Json.MAPPER.readTree(text.replace('\'', '"'));
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private static <P> P decode(RpcMethod<P> method, String members) {
        return method.decoder().decode(json("{" + members + "}"), Dialect.STRICT);
    }

    private static SpawnParams spawn(String members) {
        return decode(HandleMethods.SPAWN, PLAIN + members);
    }

    @Test
    void readsASpawnWithItsDefaults() {
        assertThat(spawn(",'other':1"))
                .isEqualTo(new SpawnParams(
                        List.of("a", "b"),
                        "h",
                        "/tmp",
                        false,
                        false,
                        false,
                        1_048_576,
                        10_000L,
                        Map.of(),
                        List.of(),
                        null));
    }

    @Test
    void tellsNullFromNothing() {
        SpawnParams params = spawn(",'outputBytesCap':null,'timeoutMs':null,'env':null,'size':null");
        assertThat(params.outputBytesCap()).isEqualTo(Long.MAX_VALUE);
        assertThat(params.timeoutMs()).isNull();
        assertThat(params.toStart("p").timeoutMs()).isZero();
    }

    @Test
    void becomesAStartInTheServersEnvironment() {
        SpawnParams params = spawn(",'tty':true,'timeoutMs':0,'env':{'A':'1','B':null},'size':{'rows':1,'cols':2}");
        assertThat(params.toStart("p"))
                .isEqualTo(new StartParams(
                        "p",
                        List.of("a", "b"),
                        "/tmp",
                        Map.of("A", "1"),
                        true,
                        false,
                        null,
                        new EnvironmentPolicyParams(
                                EnvironmentPolicyParams.Inherit.ALL, true, List.of("B"), Map.of(), List.of()),
                        SandboxParams.NONE,
                        false,
                        null,
                        null,
                        new TerminalSize(1, 2),
                        1,
                        ResourceLimits.NONE,
                        false));
        assertThat(params.takesInput()).isTrue();
        assertThat(params.streamsOutput()).isTrue();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "'command':['a'],'processHandle':'h' | missing field ``cwd``",
                "'command':['a'],'processHandle':'h','cwd':'tmp' | AbsolutePathBuf deserialized without a base path",
                "'command':['a'],'processHandle':'h','cwd':'file:///tmp' | AbsolutePathBuf deserialized without a base"
                        + " path",
                "'command':['a'],'processHandle':'h','cwd':'/','tty':null | invalid type: null, expected a boolean",
                "'command':['a'],'processHandle':'h','cwd':'/','size':{'rows':70000,'cols':1} | invalid value: integer"
                        + " ``70000``, expected u16",
                "'command':['a'],'processHandle':'h','cwd':'/','size':{'rows':1} | missing field ``cols``",
                "'command':['a'],'processHandle':'h','cwd':'/','outputBytesCap':-1 | invalid value: integer ``-1``,"
                        + " expected usize",
                "'command':['a'],'processHandle':'h','cwd':'/','timeoutMs':1.5 | invalid type: floating point ``1.5``,"
                        + " expected i64",
                "'command':['a'],'processHandle':'h','cwd':'/','env':{'A':1} | invalid type: number, expected a string",
            })
    void refusesWhatHasTheWrongShape(String members, String complaint) {
        assertInvalid(
                ErrorCode.INVALID_REQUEST,
                "Invalid request: " + complaint.replace("``", "`"),
                () -> decode(HandleMethods.SPAWN, members));
    }

    @Test
    void asksForParams() {
        assertInvalid(
                ErrorCode.INVALID_REQUEST,
                "Invalid request: missing field `params`",
                () -> HandleMethods.KILL.decoder().decode(null, Dialect.STRICT));
    }

    @Test
    void checksASpawnInThePeersOrder() {
        String size = ",'size':{'rows':0,'cols':1}";
        assertInvalid(
                ErrorCode.INVALID_REQUEST,
                "command must not be empty",
                () -> decode(HandleMethods.SPAWN, "'command':[],'processHandle':'','cwd':'/','timeoutMs':-1" + size)
                        .check());
        assertInvalid(
                ErrorCode.INVALID_REQUEST,
                "processHandle must not be empty",
                () -> decode(HandleMethods.SPAWN, "'command':['a'],'processHandle':'','cwd':'/','timeoutMs':-1" + size)
                        .check());
        assertInvalid(
                ErrorCode.INVALID_PARAMS,
                "process/spawn size requires tty: true",
                () -> spawn(",'timeoutMs':-1" + size).check());
        assertInvalid(
                ErrorCode.INVALID_PARAMS,
                "process/spawn timeoutMs must be non-negative, got -1",
                () -> spawn(",'tty':true,'timeoutMs':-1" + size).check());
        assertInvalid(
                ErrorCode.INVALID_PARAMS,
                "process size rows and cols must be greater than 0",
                () -> spawn(",'tty':true" + size).check());
        assertInvalid(
                ErrorCode.INVALID_PARAMS,
                "process/spawn env cannot unset a name with `*` or `?`",
                () -> spawn(",'env':{'*':null}").check());
    }

    @Test
    void readsWhatIsToBeWritten() {
        assertThat(decode(HandleMethods.WRITE_STDIN, "'processHandle':'h','deltaBase64':'YWI='")
                        .checked())
                .isEqualTo(ByteChunk.utf8("ab"));
        assertThat(decode(HandleMethods.WRITE_STDIN, "'processHandle':'h','closeStdin':true")
                        .checked())
                .isEqualTo(ByteChunk.EMPTY);
        assertInvalid(
                ErrorCode.INVALID_PARAMS,
                "process/writeStdin requires deltaBase64 or closeStdin",
                () -> decode(HandleMethods.WRITE_STDIN, "'processHandle':'h'").checked());
        assertInvalid(
                ErrorCode.INVALID_PARAMS,
                "invalid deltaBase64: Invalid symbol 33, offset 0.",
                () -> decode(HandleMethods.WRITE_STDIN, "'processHandle':'h','deltaBase64':'!'")
                        .checked());
        assertInvalid(
                ErrorCode.INVALID_PARAMS,
                "invalid deltaBase64: Invalid padding",
                () -> decode(HandleMethods.WRITE_STDIN, "'processHandle':'h','deltaBase64':'YQ'")
                        .checked());
    }

    @Test
    void readsTheOthers() {
        assertThat(decode(HandleMethods.KILL, "'processHandle':'h'")).isEqualTo(new KillParams("h"));
        assertThat(decode(HandleMethods.RESIZE_PTY, "'processHandle':'h','size':{'rows':3,'cols':4}")
                        .size())
                .isEqualTo(new Size(3, 4));
    }

    @Test
    void readsWhatAClientSaysOfItself() {
        assertThat(Capabilities.decode(json("{'capabilities':null}"))).isEqualTo(Capabilities.NONE);
        assertThat(Capabilities.decode(json("{'capabilities':{}}"))).isEqualTo(Capabilities.NONE);
        assertThat(Capabilities.decode(json(
                        "{'capabilities':{'experimentalApi':true,'optOutNotificationMethods':['process/exited']}}")))
                .isEqualTo(new Capabilities(true, Set.of("process/exited")));
        assertThat(SessionMethods.INITIALIZE
                        .decoder()
                        .decode(json("{'clientInfo':{'name':'n','version':'1'}}"), Dialect.STRICT))
                .isEqualTo(new InitializeParams("n", null));
    }

    @Test
    void writesNotificationsWithTheirTime() {
        byte[] frame = HandleMethods.notification(
                HandleMethods.OUTPUT_DELTA, new OutputDelta("h", StreamName.STDOUT, ByteChunk.utf8("ab"), false), 5);
        assertThat(new String(frame, StandardCharsets.UTF_8))
                .isEqualTo("{\"method\":\"process/outputDelta\",\"params\":{\"processHandle\":\"h\","
                        + "\"stream\":\"stdout\",\"deltaBase64\":\"YWI=\",\"capReached\":false},\"emittedAtMs\":5}");
        assertThat(HandleMethods.quoted("a\"b")).isEqualTo("\"a\\\"b\"");
    }

    private static void assertInvalid(ErrorCode code, String message, ThrowingCallable call) {
        assertThatThrownBy(call)
                .isInstanceOfSatisfying(
                        ExecbusException.class,
                        e -> assertThat(List.of(e.code(), e.getMessage())).isEqualTo(List.of(code, message)));
    }
}
