package dev.execbus.sessions;

import static dev.execbus.sessions.SessionRoom.GATEWAY;
import static dev.execbus.sessions.SessionRoom.OTHER;
import static org.assertj.core.api.Assertions.assertThat;

import dev.execbus.bus.Attachment;
import dev.execbus.bus.AttachmentListener;
import dev.execbus.bus.ConnectionId;
import dev.execbus.bus.SessionService.Attached;
import dev.execbus.bus.SessionService.Detach;
import dev.execbus.protocol.ErrorCode;
import dev.execbus.protocol.ExecbusException;
import io.vertx.core.Future;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Somebody wants to resume a session that is attached. */
class ContestTest {
    private final SessionRoom room = new SessionRoom(10);
    private final FakeGateway holding = room.gateway(GATEWAY);
    private Attachment first;

    @BeforeEach
    void open() {
        first = room.open(GATEWAY, 1);
    }

    private Future<Attached> contest(long connection) {
        try {
            return room.resuming(first.session(), OTHER, connection);
        } catch (ExecbusException e) {
            return Future.failedFuture(e);
        }
    }

    private void refused(Future<Attached> resumed) {
        assertThat(resumed.cause())
                .hasMessage("session " + first.session().value() + " is already attached to another connection")
                .extracting(e -> ((ExecbusException) e).code())
                .isEqualTo(ErrorCode.SESSION_ALREADY_ATTACHED);
    }

    private Attachment newcomer(long epoch, long connection) {
        return new Attachment(first.session(), epoch, OTHER, new ConnectionId(connection));
    }

    @Test
    void aGatewayThatHoldsItKeepsIt() {
        refused(contest(2));
        assertThat(room.told).containsExactly(new AttachmentListener.Attached(first));
    }

    @Test
    void aGatewayThatDoesNotHoldItAnyMoreLosesIt() {
        holding.held.clear();
        assertThat(contest(2).result()).isEqualTo(new Attached(newcomer(2, 2)));
        assertThat(room.told)
                .containsExactly(
                        new AttachmentListener.Attached(first),
                        new AttachmentListener.Detached(first.session(), 1),
                        new AttachmentListener.Attached(newcomer(2, 2)));
    }

    @Test
    void aGatewayThatCannotBeReachedLosesIt() {
        holding.gone();
        assertThat(contest(2).result()).isEqualTo(new Attached(newcomer(2, 2)));
    }

    @Test
    void aGatewayThatDoesNotKnowKeepsIt() {
        holding.broken();
        refused(contest(2));
    }

    @Test
    void ofManyExactlyOneWins() {
        holding.held.clear();
        holding.slow();
        List<Future<Attached>> all =
                Stream.of(2L, 3L, 4L, 5L).map(this::contest).toList();
        all.forEach(contested -> holding.answerFirst());
        assertThat(all.getFirst().result()).isEqualTo(new Attached(newcomer(2, 2)));
        all.subList(1, 4).forEach(this::refused);
    }

    /** Its gateway may not have got the answer yet, so that it cannot be asked. */
    @Test
    void whoHasJustGotItKeepsIt() {
        holding.held.clear();
        assertThat(contest(2).succeeded()).isTrue();
        refused(contest(3));
        room.time.pass(SessionRegistry.SETTLING);
        assertThat(contest(3).succeeded()).isTrue();
    }

    @Test
    void whoDetachesMeanwhileLeavesItToTheNewcomer() {
        holding.slow();
        Future<Attached> resumed = contest(2);
        room.registry.detach(new Detach(first));
        holding.answerFirst();
        assertThat(resumed.result()).isEqualTo(new Attached(newcomer(2, 2)));
    }

    @Test
    void aSessionThatEndsMeanwhileIsUnknown() {
        holding.slow();
        Future<Attached> resumed = contest(2);
        room.registry.detach(new Detach(first));
        room.time.pass(Duration.ofSeconds(80));
        holding.answerFirst();
        assertThat(resumed.cause())
                .hasMessage("unknown session id " + first.session().value());
    }
}
