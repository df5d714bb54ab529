package dev.execbus.processes;

import static org.assertj.core.api.Assertions.assertThat;

import dev.execbus.protocol.StreamName;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Locale;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DenialWordsTest {
    private static final String[] WORDS = {
        "operation not permitted",
        "permission denied",
        "read-only file system",
        "seccomp",
        "sandbox",
        "landlock",
        "failed to write file"
    };

    @ParameterizedTest
    @ValueSource(
            strings = {
                "mkdir: cannot create: Operation not permitted\n",
                "sh: x: PERMISSION DENIED",
                "Read-only file system",
                "bad seccompiler",
                "sansandbox",
                "lanlandlock",
                "failed to failed to write file x"
            })
    void findsAWordWhereverTheOutputIsCut(String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        for (int first = 0; first <= bytes.length; first++) {
            for (int second = first; second <= bytes.length; second++) {
                DenialWords words = new DenialWords();
                words.read(StreamName.STDERR, Arrays.copyOfRange(bytes, 0, first));
                words.read(StreamName.STDERR, Arrays.copyOfRange(bytes, first, second));
                words.read(StreamName.STDERR, Arrays.copyOfRange(bytes, second, bytes.length));
                assertThat(words.found()).as("%s|%s", first, second).isTrue();
            }
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "operation not permitte",
                "operation  not permitted",
                "seccom seccomsp",
                "sand box",
                "permission\ndenied",
                "lan\u00e4dlock",
                "read_only file system"
            })
    void findsNothingInOtherText(String text) {
        assertThat(found(text)).isFalse();
    }

    @Test
    void readsTheStreamsOnTheirOwn() {
        DenialWords words = new DenialWords();
        words.read(StreamName.STDOUT, bytes("sand"));
        words.read(StreamName.STDERR, bytes("box sec"));
        assertThat(words.found()).isFalse();
        words.read(StreamName.STDOUT, bytes("box"));
        assertThat(words.found()).isTrue();
    }

    @Test
    void agreesWithASearchInRandomText() {
        Random random = new Random(7);
        for (int round = 0; round < 20_000; round++) {
            StringBuilder text = new StringBuilder();
            while (text.length() < 60) {
                String word = WORDS[random.nextInt(WORDS.length)];
                int from = random.nextInt(word.length());
                text.append(word, from, from + 1 + random.nextInt(word.length() - from));
            }
            boolean expected = Arrays.stream(WORDS).anyMatch(text.toString()::contains);
            String shown =
                    random.nextBoolean() ? text.toString() : text.toString().toUpperCase(Locale.ROOT);
            assertThat(found(shown)).as(shown).isEqualTo(expected);
        }
    }

    private static boolean found(String text) {
        DenialWords words = new DenialWords();
        words.read(StreamName.STDOUT, bytes(text));
        return words.found();
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
