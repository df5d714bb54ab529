package dev.execbus.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import dev.execbus.bus.NodeName;
import dev.execbus.cluster.Silence.Finding;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

final class SilenceTest {
    private static final NodeName FIRST = new NodeName("g1-0");
    private static final NodeName SECOND = new NodeName("g1-1");
    private static final Announcement OTHER =
            new Announcement("other", List.of(FIRST, SECOND), new HostPort("10.0.0.1", 1));
    private static final Announcement SELF =
            new Announcement("self", List.of(new NodeName("w1")), new HostPort("10.0.0.1", 2));
    private static final Announcement NAMELESS = new Announcement("nameless", List.of(), new HostPort("10.0.0.1", 3));
    private static final List<Announcement> ALL = List.of(SELF, OTHER, NAMELESS);

    private final Silence silence = new Silence("self");

    @Test
    void whoIsHeardUnderOneOfItsNamesIsNotSilent() {
        for (int second = 0; second < 60; second++) {
            silence.heard(SECOND, false, at(second));
            assertThat(silence.check(ALL, at(second))).isEmpty();
        }
    }

    @Test
    void whoIsListedButNotHeardIsFoundOnceAndOnceMore() {
        silence.heard(FIRST, false, at(0));
        assertThat(silence.check(ALL, at(0))).isEmpty();
        assertThat(silence.check(ALL, at(9))).isEmpty();
        assertThat(silence.check(ALL, at(10))).containsExactly(new Finding.Silent(OTHER));
        assertThat(silence.check(ALL, at(11))).isEmpty();
        assertThat(silence.check(ALL, at(39))).isEmpty();
        assertThat(silence.check(ALL, at(40))).containsExactly(new Finding.StillSilent(OTHER, true));
        assertThat(silence.check(ALL, at(41))).isEmpty();
    }

    @Test
    void whoWasNeverHeardIsFoundFromItsListingOn() {
        assertThat(silence.check(ALL, at(5))).isEmpty();
        assertThat(silence.check(ALL, at(14))).isEmpty();
        assertThat(silence.check(ALL, at(15))).containsExactly(new Finding.Silent(OTHER));
        assertThat(silence.check(ALL, at(45))).containsExactly(new Finding.StillSilent(OTHER, false));
    }

    @Test
    void aNodeThatSleptItselfGivesOthersTimeToBeHeard() {
        silence.heard(FIRST, false, at(0));
        assertThat(silence.check(ALL, at(0))).isEmpty();

        assertThat(silence.check(ALL, at(100))).containsExactly(new Finding.Silent(OTHER));
        silence.heard(FIRST, false, at(101));
        assertThat(silence.check(ALL, at(101))).containsExactly(new Finding.HeardAgain(OTHER));
    }

    @Test
    void whoIsLeavingMayBeSilent() {
        assertThat(silence.check(ALL, at(0))).isEmpty();
        silence.heard(FIRST, true, at(1));
        silence.heard(SECOND, true, at(1));
        assertThat(silence.check(ALL, at(50))).isEmpty();
    }

    @Test
    void whoIsListedAnewBeginsAnew() {
        assertThat(silence.check(ALL, at(0))).isEmpty();
        assertThat(silence.check(List.of(SELF), at(9))).isEmpty();
        assertThat(silence.check(ALL, at(12))).isEmpty();
        assertThat(silence.check(ALL, at(22))).containsExactly(new Finding.Silent(OTHER));
    }

    private static long at(long seconds) {
        return Duration.ofSeconds(1_000 + seconds).toNanos();
    }
}
