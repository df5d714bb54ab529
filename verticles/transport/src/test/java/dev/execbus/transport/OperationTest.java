package dev.execbus.transport;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.execbus.bus.Trace;
import dev.execbus.protocol.MalformedFrameException;
import dev.execbus.protocol.RpcFrames;
import dev.execbus.protocol.RpcMessage.Request;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class OperationTest {
    private static final String TRACE = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01";

    @Test
    void hasTheNameItsParamsGiveIt() throws Exception {
        assertThat(of("\"params\":{\"opId\":\"a\"}")).isEqualTo(new Operation("a", null));
        assertThat(of("\"params\":{\"opId\":\"" + "a".repeat(128) + "\"}").opId())
                .hasSize(128);
    }

    @ParameterizedTest
    @ValueSource(strings = {"\"params\":{}", "\"params\":{\"opId\":null}", "\"params\":[\"opId\"]", "\"params\":null"})
    void hasNoneOtherwise(String members) throws Exception {
        assertThat(of(members)).isEqualTo(new Operation(null, null));
    }

    @ParameterizedTest
    @ValueSource(strings = {"\"\"", "7", "{}", "[]", "true"})
    void refusesWhatIsNoName(String value) {
        assertThatThrownBy(() -> of("\"params\":{\"opId\":" + value + "}"))
                .hasMessage("opId must be a string of 1 to 128 characters");
    }

    @Test
    void refusesANameThatIsTooLong() {
        assertThatThrownBy(() -> of("\"params\":{\"opId\":\"" + "a".repeat(129) + "\"}"))
                .hasMessage("opId must be a string of 1 to 128 characters");
    }

    @Test
    void isNotLookedForWhereNothingIsChanged() throws Exception {
        assertThat(Operation.of(request("\"params\":{\"opId\":7}"), false)).isEqualTo(new Operation(null, null));
    }

    @Test
    void belongsToItsTrace() throws Exception {
        assertThat(of("\"trace\":{\"traceparent\":\"" + TRACE + "\"}"))
                .isEqualTo(new Operation(null, new Trace(TRACE, null)));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "00",
                "ff-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01",
                "00-00000000000000000000000000000000-b7ad6b7169203331-01",
                "00-0af7651916cd43dd8448eb211c80319c-0000000000000000-01",
                "00-0AF7651916CD43DD8448EB211C80319C-b7ad6b7169203331-01",
                "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01-x"
            })
    void belongsToNoneThatIsNotOne(String traceParent) throws Exception {
        assertThat(of("\"trace\":{\"traceparent\":\"" + traceParent + "\"}")).isEqualTo(new Operation(null, null));
    }

    private static Operation of(String members) throws MalformedFrameException {
        return Operation.of(request(members), true);
    }

    private static Request request(String members) throws MalformedFrameException {
        String frame = "{\"id\":1,\"method\":\"m\"," + members + "}";
        return (Request) RpcFrames.decode(frame.getBytes(StandardCharsets.UTF_8));
    }
}
