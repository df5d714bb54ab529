package dev.execbus.unifiedexec;

import java.util.HexFormat;
import java.util.function.IntPredicate;
import java.util.random.RandomGenerator;

/** Numbers of commands and names of answers, by chance. Confined to one context. */
final class ExecIds {
    static final int LEAST = 1_000;
    static final int GREATEST = 99_999;

    private final RandomGenerator random;

    ExecIds(RandomGenerator random) {
        this.random = random;
    }

    /** @param taken far fewer than there are numbers */
    int sessionId(IntPredicate taken) {
        int id;
        do {
            id = random.nextInt(LEAST, GREATEST + 1);
        } while (taken.test(id));
        return id;
    }

    /** Six hex digits. */
    String chunkId() {
        return HexFormat.of().toHexDigits(random.nextInt(1 << 24), 6);
    }
}
