package dev.execbus.transport;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.execbus.protocol.MalformedFrameException;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.vertx.core.json.JsonArray;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SocketFramesTest {
    @ParameterizedTest
    @ValueSource(strings = {"{}", "{\"a\":\"b\\\"c\\\\d\"}", "{\"é\":\"\\u0001\"}", "\"", "\\", ""})
    void writesWhatAJsonParserReadsBack(String envelope) {
        ByteBuf message =
                SocketFrames.SOCKJS.write(Unpooled.copiedBuffer(envelope, StandardCharsets.UTF_8), Unpooled::buffer);
        String text = message.toString(StandardCharsets.UTF_8);
        assertThat(text).startsWith("a");
        assertThat(new JsonArray(text.substring(1))).isEqualTo(new JsonArray().add(envelope));
    }

    @Test
    void readsTexts() throws Exception {
        assertThat(read("[\"a\\\"b\",\"\\u00e9\"]")).isEqualTo(List.of("a\"b", "é"));
        assertThat(read("\"a\"")).isEqualTo(List.of("a"));
        assertThat(read("[]")).isEmpty();
        assertThat(read("")).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"[1]", "[\"a\",1]", "{}", "[\"a\"", "[\"a\"]x", "7", "[[\"a\"]]"})
    void readsNothingElse(String text) {
        assertThatThrownBy(() -> read(text)).isInstanceOf(MalformedFrameException.class);
    }

    @Test
    void readsNotManyAtATime() throws Exception {
        assertThat(read("[" + "\"\",".repeat(1_023) + "\"\"]")).hasSize(1_024);
        assertThatThrownBy(() -> read("[" + "\"\",".repeat(1_024) + "\"\"]"))
                .isInstanceOf(MalformedFrameException.class);
    }

    @Test
    void leavesRawMessagesAsTheyAre() throws Exception {
        Slice message = Slice.of("x");
        assertThat(SocketFrames.RAW.read(message)).containsExactly(message);
        ByteBuf envelope = Unpooled.buffer();
        assertThat(SocketFrames.RAW.write(envelope, Unpooled::buffer)).isSameAs(envelope);
    }

    private static List<String> read(String text) throws MalformedFrameException {
        return SocketFrames.SOCKJS.read(Slice.of(text)).stream()
                .map(Slice::toString)
                .toList();
    }
}
