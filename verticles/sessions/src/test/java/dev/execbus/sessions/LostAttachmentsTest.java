package dev.execbus.sessions;

import static dev.execbus.sessions.SessionRoom.GATEWAY;
import static dev.execbus.sessions.SessionRoom.OTHER;
import static org.assertj.core.api.Assertions.assertThat;

import dev.execbus.bus.Attachment;
import dev.execbus.bus.AttachmentListener;
import dev.execbus.bus.AttachmentListener.Changed;
import dev.execbus.bus.SessionService.Detach;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class LostAttachmentsTest {
    private static final Duration THREE_SECONDS = Duration.ofSeconds(3);

    private final SessionRoom room = new SessionRoom(3_000);

    private static Changed detached(Attachment attachment) {
        return new AttachmentListener.Detached(attachment.session(), attachment.epoch());
    }

    private List<Changed> detached() {
        return room.told.stream()
                .filter(AttachmentListener.Detached.class::isInstance)
                .toList();
    }

    @Test
    void allOfAGatewayThatIsNotHeardAnyMoreAreDetachedWithinThreeSeconds() {
        room.beat(GATEWAY);
        room.beat(OTHER);
        Attachment one = room.open(GATEWAY, 1);
        Attachment two = room.open(GATEWAY, 2);
        room.open(OTHER, 1);
        room.pass(Duration.ofSeconds(10), GATEWAY, OTHER);
        assertThat(detached()).isEmpty();

        room.pass(THREE_SECONDS, OTHER);
        assertThat(detached()).containsExactlyInAnyOrder(detached(one), detached(two));
        assertThat(room.givenUp).containsExactly(GATEWAY);
    }

    @Test
    void allOfAGatewayThatLeavesAreDetachedAtOnce() {
        room.beat(GATEWAY);
        Attachment one = room.open(GATEWAY, 1);
        room.leave(GATEWAY);
        assertThat(detached()).containsExactly(detached(one));
        assertThat(room.givenUp).containsExactly(GATEWAY);
    }

    @Test
    void aGatewayThatOnlyEverSaysThatItLeavesIsGoneToo() {
        Attachment one = room.open(GATEWAY, 1);
        room.leave(GATEWAY);
        assertThat(detached()).containsExactly(detached(one));
    }

    @Test
    void aGatewayThatNeverBeatsKeepsWhatItHolds() {
        room.open(GATEWAY, 1);
        room.pass(Duration.ofMinutes(1));
        assertThat(detached()).isEmpty();
        assertThat(room.gateway(GATEWAY).audited).hasSizeBetween(5, 8);
    }

    @Test
    void aGatewayThatNeverBeatsAndDoesNotAnswerIsGone() {
        Attachment one = room.open(GATEWAY, 1);
        room.gateway(GATEWAY).gone();
        room.pass(GatewayWatch.FIRST_BEAT.minusSeconds(1));
        assertThat(detached()).isEmpty();
        room.pass(Duration.ofSeconds(1));
        assertThat(detached()).containsExactly(detached(one));
        assertThat(room.givenUp).containsExactly(GATEWAY);
    }

    @Test
    void aGatewayThatBeatsBeforeItsAnswerIsOverdueIsNotGone() {
        room.open(GATEWAY, 1);
        room.gateway(GATEWAY).slow();
        room.pass(GatewayWatch.FIRST_BEAT.plusSeconds(1));
        room.beat(GATEWAY);
        room.gateway(GATEWAY).gone();
        room.gateway(GATEWAY).answerFirst();
        assertThat(detached()).isEmpty();
    }

    @Test
    void nobodyIsLostBecauseThisNodeWasFrozen() {
        room.beat(GATEWAY);
        room.open(GATEWAY, 1);
        room.open(OTHER, 1);
        room.time.pass(Duration.ofSeconds(20));
        room.lost.tick();
        room.pass(Duration.ofSeconds(2));
        assertThat(detached()).isEmpty();
        room.pass(Duration.ofSeconds(1));
        assertThat(detached()).hasSize(1);
    }

    /** Their clients have probably gone elsewhere. */
    @Test
    void afterAPauseOfItsOwnItAsksWhatIsStillHeld() {
        room.beat(GATEWAY);
        Attachment one = room.open(GATEWAY, 1);
        room.open(GATEWAY, 2);
        room.gateway(GATEWAY).held.remove(one);
        room.time.pass(Duration.ofSeconds(20));
        room.lost.tick();
        assertThat(detached()).containsExactly(detached(one));
    }

    @Test
    void anAuditDetachesWhatIsNotHeld() {
        room.beat(GATEWAY);
        Attachment one = room.open(GATEWAY, 1);
        room.open(GATEWAY, 2);
        room.gateway(GATEWAY).held.remove(one);
        room.lost.audit();
        assertThat(detached()).containsExactly(detached(one));
    }

    @Test
    void anAuditDoesNotTouchWhatHasBeenResumedMeanwhile() {
        Attachment one = room.open(GATEWAY, 1);
        FakeGateway gateway = room.gateway(GATEWAY);
        gateway.slow();
        room.lost.audit();
        gateway.held.clear();
        room.registry.detach(new Detach(one));
        room.resume(one.session(), OTHER, 1);
        gateway.answerFirst();
        assertThat(detached()).containsExactly(detached(one));
    }

    @Test
    void anAuditThatFailsDetachesNothing() {
        room.beat(GATEWAY);
        room.open(GATEWAY, 1);
        room.gateway(GATEWAY).gone();
        room.lost.audit();
        assertThat(detached()).isEmpty();
    }

    @Test
    void anAuditLeavesOutWhatTheGatewayCannotKnowYet() {
        room.opening(GATEWAY, 1);
        room.lost.audit();
        assertThat(room.gateway(GATEWAY).audited).isEmpty();
    }

    @Test
    void asksInBatches() {
        for (int i = 0; i < 2_500; i++) {
            room.opening(GATEWAY, i)
                    .onSuccess(attached -> room.gateway(GATEWAY).held.add(attached.attachment()));
        }
        room.time.pass(Duration.ofSeconds(1));
        room.lost.audit();
        assertThat(room.gateway(GATEWAY).audited).containsExactly(1_000, 1_000, 500);
        assertThat(detached()).isEmpty();
    }

    @Test
    void aGatewayThatWasCutOffIsToldWhatItHasLost() {
        room.beat(GATEWAY);
        Attachment one = room.open(GATEWAY, 1);
        Attachment two = room.open(GATEWAY, 2);
        room.pass(THREE_SECONDS);
        room.resume(two.session(), OTHER, 1);
        assertThat(room.recalled).isEmpty();
        room.beat(GATEWAY);
        assertThat(room.recalled).containsExactly(one);
    }
}
