package dev.execbus.transport;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class HandleTextTest {
    private static byte[] bytes(int... values) {
        byte[] bytes = new byte[values.length];
        for (int i = 0; i < values.length; i++) {
            bytes[i] = (byte) values[i];
        }
        return bytes;
    }

    @Test
    void takesUtf8AsItIs() {
        assertThat(HandleText.of("grün 🙂".getBytes(StandardCharsets.UTF_8), false))
                .isEqualTo("grün 🙂");
        assertThat(HandleText.of(bytes(), false)).isEmpty();
    }

    @Test
    void takesOtherBytesForWesternText() {
        assertThat(HandleText.of(bytes('a', 0xff, 'b'), false)).isEqualTo("aÿb");
        assertThat(HandleText.of(bytes(0x93, 'a', 0x94), false)).isEqualTo("“a”");
        assertThat(HandleText.of(bytes('c', 'a', 'f', 0xe9), false)).isEqualTo("café");
    }

    @Test
    void replacesWhatIsNoText() {
        assertThat(HandleText.of(bytes('a', 0x81), false)).isEqualTo("a\uFFFD");
    }

    @Test
    void seesThatTheCapHasCutACharacter() {
        assertThat(HandleText.of(bytes('a', 0xc3, 0xa9, 0xc3), true)).isEqualTo("aé\uFFFD");
    }
}
