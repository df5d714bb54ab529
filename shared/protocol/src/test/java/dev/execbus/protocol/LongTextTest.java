package dev.execbus.protocol;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import dev.execbus.protocol.RpcMessage.Request;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

class LongTextTest {
    private static final String LONG = "QUJD".repeat(20_000);

    private static String frame(String params) {
        return "{\"id\":1,\"method\":\"fs/writeBlock\",\"params\":" + params + "}";
    }

    private static JsonNode paramsOf(String frame) throws MalformedFrameException {
        return ((Request) RpcFrames.decode(frame.getBytes(StandardCharsets.UTF_8))).params();
    }

    private static JsonNode parsed(String json) throws JsonProcessingException {
        return Json.MAPPER.readTree(json);
    }

    /** Each is read as the parser alone would read it. */
    @Test
    void changesNothingOfWhatIsRead() throws Exception {
        for (String params : List.of(
                "{\"handleId\":\"h\",\"offset\":7,\"chunk\":\"" + LONG + "\"}",
                "{\"chunk\":\"" + LONG + "\",\"handleId\":\"h\"}",
                "{\"a\":\"" + LONG + "\",\"b\":\"" + LONG + "x\"}",
                "{\"a\":\"~long~\",\"b\":\"" + LONG + "\"}",
                "{\"a\":\"x ~long~ y\",\"b\":\"" + LONG + "\"}",
                "{\"a\":{\"deep\":\"" + LONG + "\"}}",
                "{\"" + LONG.substring(0, 40_000) + "\":1}",
                "[\"" + LONG + "\"]",
                "{\"a\":\"\\\"\",\"b\":\"" + LONG + "\"}",
                "{\"a\":\"" + LONG + "\\n" + LONG + "\"}",
                "{\"a\":\"" + LONG + "ü" + LONG + "\"}",
                "{\"chunk\":\"" + LONG + "QQ==\"}",
                "{\"chunk\":\"" + LONG + "QR==\"}",
                "{\"chunk\":\"" + LONG + "QQ==" + LONG + "\"}",
                "{\"chunk\":\"" + LONG + "QUI=\",\"tail\":{\"a\":\"b\",\"c\":[\"d\"]}}",
                "{\"chunk\":\"" + LONG + "\",\"tail\":\"" + " ".repeat(6_000) + "\",\"end\":1}",
                "{\"ü\":\"ü\",\"b\":\"" + LONG + "\"}")) {
            assertThat(paramsOf(frame(params))).isEqualTo(parsed(params));
        }
    }

    @Test
    void base64IsDecodedOnTheWay() throws Exception {
        ByteChunk expected = ByteChunk.utf8("ABC".repeat(20_000) + "AB");
        JsonNode params = paramsOf(frame("{\"handleId\":\"h\",\"offset\":7,\"chunk\":\"" + LONG + "QUI=\"}"));

        assertThat(params.get("chunk")).isInstanceOf(Base64Node.class);
        assertThat(FileMethods.WRITE_BLOCK.decoder().decode(params, Dialect.STRICT))
                .isEqualTo(new FileMethods.WriteBlockParams("h", 7, expected));
    }

    @Test
    void endsWhereverTheQuoteStands() throws Exception {
        for (int extra = 0; extra < 20; extra++) {
            String text = LONG + "z".repeat(extra);
            assertThat(paramsOf(frame("{\"chunk\":\"" + text + "\"}"))
                            .get("chunk")
                            .textValue())
                    .isEqualTo(text);
        }
    }

    @Test
    void everyOrdinaryLetterIsPlain() throws Exception {
        StringBuilder letters = new StringBuilder();
        for (char letter = ' '; letter < 0x7f; letter++) {
            if (letter != '"' && letter != '\\') {
                letters.append(letter);
            }
        }
        String text = letters.toString().repeat(1_000);
        byte[] bytes = frame("{\"chunk\":\"" + text + "\"}").getBytes(StandardCharsets.UTF_8);
        LongText found = LongText.in(bytes, 0, bytes.length);
        assertThat(new String(bytes, found.from(), found.to() - found.from(), StandardCharsets.US_ASCII))
                .isEqualTo(text);
    }

    @Test
    void tellsErrorsOfTheWholeFrame() {
        String broken = frame("{\"chunk\":\"" + LONG + "\",}");
        String twice = frame("{\"chunk\":\"" + LONG + "\",\"chunk\":1}");
        String control = frame("{\"chunk\":\"" + LONG + "\u0001\"}");
        for (String text : List.of(broken, twice, control, broken.substring(0, broken.length() - 9))) {
            byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
            String expected = messageOf(() -> RpcFrames.decode(bytes));
            assertThat(expected).doesNotContain("~long~");
            assertThatThrownBy(() -> RpcFrames.decode(bytes)).isInstanceOf(MalformedFrameException.class);
        }
    }

    private interface Decoding {
        void run() throws MalformedFrameException;
    }

    private static String messageOf(Decoding decoding) {
        try {
            decoding.run();
            return "";
        } catch (MalformedFrameException e) {
            return e.getMessage();
        }
    }
}
