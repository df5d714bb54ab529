package dev.execbus.processes;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.IdentityHashMap;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class ScreenFuzzTest {
    private static final String LIKELY =
            "\u001b\u001b\u001b[[]?;;:019mHhlJKrPXqc78()0B\u0007\u0018\n\r\t\b !$\u009b\u009c漢\u0301é";

    @ParameterizedTest
    @ValueSource(longs = {11, 12, 13, 14})
    void takesAnyBytes(long seed) {
        Random random = new Random(seed);
        Screen screen = new Screen(24, 80);
        for (int i = 0; i < 2_000; i++) {
            byte[] bytes = new byte[random.nextInt(200)];
            random.nextBytes(bytes);
            screen.feed(bytes);
            screen.feed(likely(random));
            if (random.nextInt(50) == 0) {
                screen.resize(random.nextInt(400), random.nextInt(2_000));
                assertThat(screen.snapshot()).hasSizeLessThanOrEqualTo(ScreenSnapshot.MOST_BYTES);
            }
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\u001b]2;",
                "\u001bP",
                "\u001b[",
                "\u001b[1;",
                "\u001b[1:",
                "\u001b[?",
                "\u001b(",
                "\u001b[22;2t",
                "\u001b7",
                "e\u0301\u0301\u0301\u0301",
                "\u001bH\u001b[C",
                "\u001b]2;x\u0007\u001b[22t"
            })
    void keepsItsBoundWhateverIsNeverEnded(String piece) {
        Screen screen = new Screen(24, 80);
        byte[] bytes = piece.repeat(2_000).getBytes(StandardCharsets.UTF_8);
        for (int i = 0; i < 200; i++) {
            screen.feed(bytes);
        }
        assertThat(bytesOf(screen)).isLessThan(256 << 10);
    }

    @Test
    void isSmallEvenWhenEverythingIsUsed() {
        Screen screen = new Screen(24, 80);
        byte[] full = "\u001b[38;2;1;2;3me\u0301\u0302".repeat(24 * 80).getBytes(StandardCharsets.UTF_8);
        screen.feed(full);
        screen.feed("\u001b[?1049h".getBytes(StandardCharsets.UTF_8));
        screen.feed(full);
        assertThat(bytesOf(screen)).isLessThan(256 << 10);
    }

    private static byte[] likely(Random random) {
        StringBuilder output = new StringBuilder();
        for (int i = 0; i < 200; i++) {
            output.append(LIKELY.charAt(random.nextInt(LIKELY.length())));
        }
        return output.toString().getBytes(StandardCharsets.UTF_8);
    }

    /** The arrays that can be reached, which are nearly everything, and 32 bytes for each other object. */
    private static long bytesOf(Object root) {
        IdentityHashMap<Object, Object> seen = new IdentityHashMap<>();
        ArrayDeque<Object> open = new ArrayDeque<>();
        open.add(root);
        long bytes = 0;
        while (!open.isEmpty()) {
            Object next = open.poll();
            if (seen.put(next, next) == null && !(next instanceof Enum<?>) && !(next instanceof Class<?>)) {
                bytes += ReachableArrays.sizeOf(next, open);
            }
        }
        return bytes;
    }
}
