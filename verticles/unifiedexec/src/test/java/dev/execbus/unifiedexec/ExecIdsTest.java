package dev.execbus.unifiedexec;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashSet;
import java.util.Set;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

final class ExecIdsTest {
    @Test
    void numbersAreInTheirRangeAndNotTaken() {
        ExecIds ids = new ExecIds(new SplittableRandom(1));
        Set<Integer> taken = new HashSet<>();
        for (int i = 0; i < 50_000; i++) {
            int id = ids.sessionId(taken::contains);
            assertThat(id).isBetween(1_000, 99_999);
            assertThat(taken.add(id)).isTrue();
        }
    }

    @Test
    void namesOfAnswersAreSixHexDigits() {
        ExecIds ids = new ExecIds(new SplittableRandom(1));
        for (int i = 0; i < 1_000; i++) {
            assertThat(ids.chunkId()).matches("[0-9a-f]{6}");
        }
    }
}
