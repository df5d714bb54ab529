package dev.execbus.processes;

import dev.execbus.protocol.StreamName;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/**
 * Whether a process has printed what processes print that meet a sandbox, in letters of any case and wherever its output
 * was cut into chunks. All words are looked for in one pass: a table tells for what was read last, and the next byte,
 * what part of a word that may be. Confined to one thread.
 */
final class DenialWords {
    private static final List<String> WORDS = List.of(
            "operation not permitted",
            "permission denied",
            "read-only file system",
            "seccomp",
            "sandbox",
            "landlock",
            "failed to write file");

    private static final int BYTES = 256;
    private static final short NOTHING = 0;
    private static final short FOUND = -1;
    private static final short[] NEXT = table();

    private final Map<StreamName, Short> states = new EnumMap<>(StreamName.class);
    private boolean found;

    boolean found() {
        return found;
    }

    /** More of a stream. */
    void read(StreamName stream, byte[] bytes) {
        if (found) {
            return;
        }
        short state = states.getOrDefault(stream, NOTHING);
        int at = 0;
        while (at < bytes.length) {
            if (state == NOTHING && NEXT[bytes[at] & 0xFF] == NOTHING) {
                at = skip(bytes, at + 1);
                continue;
            }
            state = NEXT[state * BYTES + (bytes[at++] & 0xFF)];
            if (state == FOUND) {
                found = true;
                return;
            }
        }
        states.put(stream, state);
    }

    /** Most bytes begin no word. */
    private static int skip(byte[] bytes, int from) {
        int at = from;
        while (at < bytes.length && NEXT[bytes[at] & 0xFF] == NOTHING) {
            at++;
        }
        return at;
    }

    /** A tree of the words' beginnings in which each place, where no word goes on, falls back to its longest ending. */
    private static short[] table() {
        int most = 1 + WORDS.stream().mapToInt(String::length).sum();
        short[] next = new short[most * BYTES];
        int states = 1;
        for (String word : WORDS) {
            byte[] letters = word.getBytes(StandardCharsets.US_ASCII);
            int state = 0;
            for (int i = 0; i < letters.length; i++) {
                int at = state * BYTES + letters[i];
                if (next[at] == 0) {
                    next[at] = i == letters.length - 1 ? FOUND : (short) states++;
                }
                state = next[at];
            }
        }
        fallBack(next, states);
        return withCapitals(Arrays.copyOf(next, states * BYTES));
    }

    private static void fallBack(short[] next, int states) {
        short[] endings = new short[states];
        Deque<Short> places = new ArrayDeque<>();
        for (int letter = 0; letter < BYTES; letter++) {
            if (next[letter] > 0) {
                places.add(next[letter]);
            }
        }
        while (!places.isEmpty()) {
            short place = places.remove();
            for (int letter = 0; letter < BYTES; letter++) {
                int at = place * BYTES + letter;
                short fallen = next[endings[place] * BYTES + letter];
                if (next[at] > 0) {
                    endings[next[at]] = fallen;
                    places.add(next[at]);
                } else if (next[at] == 0) {
                    next[at] = fallen;
                }
            }
        }
    }

    private static short[] withCapitals(short[] next) {
        for (int place = 0; place < next.length; place += BYTES) {
            for (char letter = 'A'; letter <= 'Z'; letter++) {
                next[place + letter] = next[place + Character.toLowerCase(letter)];
            }
        }
        return next;
    }
}
