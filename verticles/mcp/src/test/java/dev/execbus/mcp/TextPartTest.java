package dev.execbus.mcp;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

final class TextPartTest {
    private static final byte[] EURO = "€".getBytes(StandardCharsets.UTF_8);

    @Test
    void takesTextAndLeavesTheBeginningOfACharacter() {
        assertThat(TextPart.of(new byte[0], true)).isEqualTo(new TextPart("", 0));
        assertThat(TextPart.of("a€".getBytes(StandardCharsets.UTF_8), true)).isEqualTo(new TextPart("a€", 4));
        assertThat(TextPart.of(new byte[] {'a', EURO[0], EURO[1]}, false)).isEqualTo(new TextPart("a", 1));
    }

    @Test
    void whatIsNoTextIsNone() {
        assertThat(TextPart.of(new byte[] {'a', EURO[0]}, true)).isNull();
        assertThat(TextPart.of(new byte[] {EURO[0], EURO[1]}, false)).isNull();
        assertThat(TextPart.of(new byte[] {EURO[1]}, true)).isNull();
        assertThat(TextPart.of(new byte[] {'a', 0, 'b'}, true)).isNull();
        assertThat(TextPart.of(new byte[] {(byte) 0xFF}, true)).isNull();
    }
}
