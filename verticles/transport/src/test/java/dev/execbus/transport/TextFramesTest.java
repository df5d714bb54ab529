package dev.execbus.transport;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

final class TextFramesTest {
    @Test
    void findsWhatIsNoTextWhereverItStands() {
        for (int length = 1; length < 40; length++) {
            for (int at = 0; at < length; at++) {
                byte[] bytes = "x".repeat(length).getBytes(StandardCharsets.UTF_8);
                assertThat(isUtf8(bytes)).isTrue();
                bytes[at] = (byte) 0xff;
                assertThat(isUtf8(bytes)).isFalse();
            }
        }
        assertThat(isUtf8(new byte[0])).isTrue();
    }

    @Test
    void takesTextThatIsNotAscii() {
        assertThat(isUtf8("123456789 ü 😀".getBytes(StandardCharsets.UTF_8))).isTrue();
    }

    @Test
    void looksAtItsPartOnly() {
        byte[] bytes = {(byte) 0xff, 'a', 'b', (byte) 0xff};

        assertThat(TextFrames.isUtf8(bytes, 1, 2)).isTrue();
        assertThat(TextFrames.isUtf8(bytes, 1, 3)).isFalse();
        assertThat(TextFrames.isUtf8(bytes, 0, 2)).isFalse();
    }

    private static boolean isUtf8(byte[] bytes) {
        return TextFrames.isUtf8(bytes, 0, bytes.length);
    }
}
