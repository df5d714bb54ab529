package dev.execbus.transport;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.execbus.protocol.MalformedFrameException;
import dev.execbus.protocol.RpcId;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class BridgeEnvelopeTest {
    @Test
    void findsTheBodyWhereItLies() throws Exception {
        byte[] bytes =
                ("....{\"type\":\"send\",\"é\":[{\"body\":1}],\"headers\":{\"a\":[1],\"authorization\":\"Bearer t\"},"
                                + "\"body\" : {\"é\":{\"id\":1}, \"id\":\"x\", \"deep\":[[{}]]} ,\"address\":\"a\","
                                + "\"replyAddress\":null}....")
                        .getBytes(StandardCharsets.UTF_8);
        BridgeEnvelope envelope = BridgeEnvelope.decode(new Slice(bytes, 4, bytes.length - 8));
        assertThat(envelope.body()).hasToString("{\"é\":{\"id\":1}, \"id\":\"x\", \"deep\":[[{}]]}");
        assertThat(envelope)
                .isEqualTo(new BridgeEnvelope("send", "a", null, "Bearer t", envelope.body(), new RpcId.Text("x")));
    }

    @Test
    void findsALongBody() throws Exception {
        String body = "{\"id\":1,\"data\":\"" + "é".repeat(1 << 20) + "\"}";
        BridgeEnvelope envelope = BridgeEnvelope.decode(Slice.of("{\"body\":" + body + "}"));
        assertThat(envelope.body()).hasToString(body);
        assertThat(envelope.id()).isEqualTo(new RpcId.Numeric(1));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {"1.5", "null", "[1]", "{\"id\":1}", "99999999999999999999", "true"})
    void takesNothingElseForAnId(String id) throws Exception {
        assertThat(BridgeEnvelope.decode(Slice.of("{\"body\":{\"id\":" + id + "}}"))
                        .id())
                .isNull();
    }

    @ParameterizedTest
    @ValueSource(strings = {"7", "null", "\"text\"", "[{}]"})
    void takesOnlyAnObjectForABody(String body) throws Exception {
        assertThat(BridgeEnvelope.decode(Slice.of("{\"body\":" + body + "}")).body())
                .isNull();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "7",
                "[]",
                "{",
                "{\"type\":1}",
                "{\"address\":{}}",
                "{}{}",
                "{\"body\":{}",
                "{\"body\":{\"a\"}}"
            })
    void refusesWhatIsNone(String text) {
        assertThatThrownBy(() -> BridgeEnvelope.decode(Slice.of(text))).isInstanceOf(MalformedFrameException.class);
    }

    @Test
    void refusesABodyThatIsNotUtf8() {
        byte[] bytes = "{\"body\":{}}".getBytes(StandardCharsets.UTF_16BE);
        assertThatThrownBy(() -> BridgeEnvelope.decode(new Slice(bytes, 0, bytes.length)))
                .isInstanceOf(MalformedFrameException.class);
    }

    @Test
    void refusesWhatIsTooDeep() {
        String text = "{\"body\":{\"a\":" + "[".repeat(1_000) + "]".repeat(1_000) + "}}";
        assertThatThrownBy(() -> BridgeEnvelope.decode(Slice.of(text))).isInstanceOf(MalformedFrameException.class);
    }
}
