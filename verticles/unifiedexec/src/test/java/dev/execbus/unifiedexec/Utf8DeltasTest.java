package dev.execbus.unifiedexec;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.execbus.protocol.ByteChunk;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

final class Utf8DeltasTest {
    private static byte[] bytes(int... values) {
        byte[] bytes = new byte[values.length];
        for (int i = 0; i < values.length; i++) {
            bytes[i] = (byte) values[i];
        }
        return bytes;
    }

    private static byte[] joined(List<ByteChunk> pieces) {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        pieces.forEach(piece -> all.writeBytes(piece.bytes()));
        return all.toByteArray();
    }

    @Test
    void anUnfinishedCharacterWaits() {
        Utf8Deltas deltas = new Utf8Deltas();
        assertThat(deltas.append(bytes('a', 0xE2, 0x82))).containsExactly(ByteChunk.utf8("a"));
        assertThat(deltas.append(bytes(0xAC, 'b'))).containsExactly(ByteChunk.utf8("€b"));
        assertThat(deltas.flush()).isEmpty();
    }

    @Test
    void whatWaitsComesAtTheEnd() {
        Utf8Deltas deltas = new Utf8Deltas();
        assertThat(deltas.append(bytes(0xF0, 0x9F, 0x98))).isEmpty();
        assertThat(deltas.flush()).containsExactly(ByteChunk.of(bytes(0xF0, 0x9F, 0x98)));
        assertThat(deltas.flush()).isEmpty();
    }

    @Test
    void longOutputIsCutBetweenCharacters() {
        byte[] all = "€".repeat(10_000).getBytes(UTF_8);
        List<ByteChunk> pieces = new Utf8Deltas().append(all);

        assertThat(pieces).extracting(ByteChunk::length).containsExactly(8_190, 8_190, 8_190, 5_430);
        assertThat(joined(pieces)).isEqualTo(all);
    }

    @Test
    void aPieceMayBeAsLongAsItMay() {
        assertThat(new Utf8Deltas().append(new byte[8_192])).hasSize(1);
        assertThat(new Utf8Deltas().append(new byte[8_193]))
                .extracting(ByteChunk::length)
                .containsExactly(8_192, 1);
    }

    @Test
    void malformedBytesPass() {
        byte[] malformed = bytes(0xFF, 0xC0, 0x80, 0x80, 0x80, 0x80, 0xF5, 'x');
        assertThat(new Utf8Deltas().append(malformed)).containsExactly(ByteChunk.of(malformed));
        byte[] manyContinuations = new byte[20_000];
        Arrays.fill(manyContinuations, (byte) 0x80);
        assertThat(joined(new Utf8Deltas().append(manyContinuations))).isEqualTo(manyContinuations);
    }

    @Test
    void nothingIsLostOrCutWhateverTheChunks() throws CharacterCodingException {
        Random random = new Random(3);
        for (int round = 0; round < 200; round++) {
            byte[] all = text(random).getBytes(UTF_8);
            Utf8Deltas deltas = new Utf8Deltas();
            List<ByteChunk> pieces = new ArrayList<>();
            for (int at = 0; at < all.length; ) {
                int to = Math.min(all.length, at + 1 + random.nextInt(3_000));
                pieces.addAll(deltas.append(Arrays.copyOfRange(all, at, to)));
                at = to;
            }
            assertThat(deltas.flush()).isEmpty();
            assertThat(joined(pieces)).isEqualTo(all);
            for (ByteChunk piece : pieces) {
                assertThat(piece.length()).isBetween(1, Utf8Deltas.LONGEST);
                UTF_8.newDecoder().decode(ByteBuffer.wrap(piece.bytes()));
            }
        }
    }

    private static String text(Random random) {
        String[] characters = {"a", "ä", "€", "😀", "\n"};
        StringBuilder text = new StringBuilder();
        for (int i = random.nextInt(9_000); i >= 0; i--) {
            text.append(characters[random.nextInt(characters.length)]);
        }
        return text.toString();
    }
}
