package dev.execbus.bus;

import static org.assertj.core.api.Assertions.assertThat;

import dev.execbus.bus.Beats.GatewayBeat;
import dev.execbus.bus.Leases.Change;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

final class LeasesTest {
    private static final long LEASE = Duration.ofMillis(2_600).toNanos();
    /** The clock may be anywhere, also where it turns over. */
    private static final long START = Long.MAX_VALUE - LEASE / 2;

    private final Leases<GatewayBeat> leases = new Leases<>(Duration.ofNanos(LEASE));

    private static GatewayBeat beat(String name, long incarnation, int connections) {
        return new GatewayBeat(new NodeName(name), incarnation, connections, false, false, "1");
    }

    private static GatewayBeat leaving(String name, long incarnation) {
        return new GatewayBeat(new NodeName(name), incarnation, 0, true, true, "1");
    }

    @Test
    void aNodeThatIsHeardForTheFirstTimeHasCome() {
        assertThat(leases.heard(beat("g1", 1, 0), START)).containsExactly(new Change.Came<>(beat("g1", 1, 0)));
        assertThat(leases.alive()).containsExactly(beat("g1", 1, 0));
    }

    @Test
    void aNodeThatGoesOnIsNoChangeAndItsLastBeatCounts() {
        leases.heard(beat("g1", 1, 0), START);

        assertThat(leases.heard(beat("g1", 1, 7), START + 1)).isEmpty();
        assertThat(leases.of(new NodeName("g1"))).contains(beat("g1", 1, 7));
        assertThat(leases.of(new NodeName("g2"))).isEmpty();
    }

    @Test
    void aLeaseEndsJustBehindItsLastMoment() {
        leases.heard(beat("g1", 1, 0), START);
        leases.heard(beat("g2", 2, 0), START + 1);

        assertThat(leases.expire(START + LEASE)).isEmpty();
        assertThat(leases.expire(START + LEASE + 1)).containsExactly(new Change.Lost<>(beat("g1", 1, 0)));
        assertThat(leases.alive()).containsExactly(beat("g2", 2, 0));
        assertThat(leases.expire(START + LEASE + 1)).isEmpty();
    }

    @Test
    void aBeatProlongsALease() {
        leases.heard(beat("g1", 1, 0), START);
        leases.heard(beat("g1", 1, 0), START + LEASE);

        assertThat(leases.expire(START + 2 * LEASE)).isEmpty();
        assertThat(leases.expire(START + 2 * LEASE + 1)).hasSize(1);
    }

    @Test
    void aLostNodeThatIsHeardAgainHasComeAgain() {
        leases.heard(beat("g1", 1, 0), START);
        leases.expire(START + LEASE + 1);

        assertThat(leases.heard(beat("g1", 1, 0), START + LEASE + 2))
                .containsExactly(new Change.Came<>(beat("g1", 1, 0)));
    }

    @Test
    void aNodeThatSaysSoHasLeftOnce() {
        leases.heard(beat("g1", 1, 0), START);

        assertThat(leases.heard(leaving("g1", 1), START + 1)).containsExactly(new Change.Left<>(leaving("g1", 1)));
        assertThat(leases.heard(leaving("g1", 1), START + 2)).isEmpty();
        assertThat(leases.alive()).isEmpty();
        assertThat(leases.expire(START + 2 * LEASE)).isEmpty();
    }

    @Test
    void aNewIncarnationTakesThePlaceOfTheOneBefore() {
        leases.heard(beat("g1", 1, 5), START);

        assertThat(leases.heard(beat("g1", 2, 0), START + 1))
                .isEqualTo(List.of(new Change.Left<>(beat("g1", 1, 5)), new Change.Came<>(beat("g1", 2, 0))));
        assertThat(leases.alive()).containsExactly(beat("g1", 2, 0));
    }

    @Test
    void aNewIncarnationThatLeavesAtOnceTakesTheOldOneAlong() {
        leases.heard(beat("g1", 1, 5), START);

        assertThat(leases.heard(leaving("g1", 2), START + 1)).containsExactly(new Change.Left<>(beat("g1", 1, 5)));
        assertThat(leases.alive()).isEmpty();
    }
}
