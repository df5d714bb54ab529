package dev.execbus.client;

import static org.assertj.core.api.Assertions.assertThat;

import dev.execbus.bus.Attachment;
import dev.execbus.bus.ClientEvent;
import dev.execbus.bus.ConnectionId;
import dev.execbus.bus.GatewayService.Audit;
import dev.execbus.bus.GatewayService.Audited;
import dev.execbus.bus.GatewayService.Deliver;
import dev.execbus.bus.GatewayService.Delivered;
import dev.execbus.bus.NodeName;
import dev.execbus.bus.ProcessEvent;
import dev.execbus.bus.SessionId;
import dev.execbus.bus.SessionService;
import dev.execbus.protocol.ErrorCode;
import dev.execbus.protocol.ExecbusException;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

final class BusSessionTest {
    private static final NodeName GATEWAY = new NodeName("local-1");
    private static final SessionId ID = new SessionId("0123456789abcdef");
    private final ExecbusException stale = new ExecbusException(ErrorCode.STALE_ATTACHMENT, "stale");

    private final ManualLoop loop = new ManualLoop();
    private final Sessions sessions = new Sessions();
    private final List<String> told = new ArrayList<>();
    private final List<ClientEvent> events = new ArrayList<>();
    private final BusSession session = new BusSession(loop, sessions, GATEWAY, new Owner(), events::add);

    private static Attachment attachment(long epoch) {
        return new Attachment(ID, epoch, GATEWAY, new ConnectionId(epoch));
    }

    private Deliver deliver(long epoch, long number) {
        return new Deliver(attachment(epoch), number, List.of(new ProcessEvent.Closed("p", number, List.of())));
    }

    @Test
    void opensWithTheFirstQuestionOnly() {
        assertThat(sessions.asked).isEmpty();
        assertThat(session.ask(Future::succeededFuture).result()).isEqualTo(attachment(1));
        assertThat(session.ask(Future::succeededFuture).result()).isEqualTo(attachment(1));
        assertThat(sessions.asked).containsExactly("open 1");
        assertThat(told).containsExactly("ready");
    }

    @Test
    void anOpeningThatFailsIsTriedAgainByTheNextQuestion() {
        sessions.failure = ExecbusException.resourceExhausted("full");
        assertThat(session.ask(Future::succeededFuture).cause()).hasMessage("full");
        sessions.failure = null;
        assertThat(session.ask(Future::succeededFuture).succeeded()).isTrue();
    }

    @Test
    void attachesAgainAndAsksAgainWhenItSpeaksForNobody() {
        List<Attachment> asked = new ArrayList<>();
        Future<String> answer = session.ask(from -> {
            asked.add(from);
            return asked.size() == 1 ? Future.failedFuture(stale) : Future.succeededFuture("done");
        });
        assertThat(answer.result()).isEqualTo("done");
        assertThat(asked).containsExactly(attachment(1), attachment(2));
        assertThat(sessions.asked).containsExactly("open 1", "resume 2");
        assertThat(told).containsExactly("ready", "cut", "resumed");
    }

    @Test
    void whatEndsWithTheAttachmentIsNotAskedAgain() {
        assertThat(session.askOnce(from -> Future.<String>failedFuture(stale)).cause())
                .isEqualTo(stale);
        assertThat(sessions.asked).containsExactly("open 1", "resume 2");
    }

    @Test
    void triesAgainWhileTheWorkerCannotBeReached() {
        session.ask(Future::succeededFuture);
        sessions.failure = new ExecbusException(ErrorCode.WORKER_UNAVAILABLE, "away");
        Future<Attachment> answer =
                session.ask(from -> from.epoch() == 1 ? Future.failedFuture(stale) : Future.succeededFuture(from));
        loop.pass(Duration.ofSeconds(1));
        sessions.failure = null;
        loop.pass(Duration.ofMillis(100));
        assertThat(answer.result().epoch()).isEqualTo(2);
        assertThat(told).containsExactly("ready", "cut", "resumed");
    }

    @Test
    void aSessionThatIsGoneIsLostAndTheNextQuestionOpensAnother() {
        session.ask(Future::succeededFuture);
        sessions.failure = ExecbusException.invalidRequest("unknown session id " + ID.value());
        Future<String> answer = session.ask(from -> Future.failedFuture(stale));
        assertThat(answer.cause())
                .isInstanceOf(BackendException.class)
                .hasMessage("the session is lost: unknown session id 01234567…");
        assertThat(told).containsExactly("ready", "cut", "lost the session is lost: unknown session id 01234567…");
        sessions.failure = null;
        session.ask(Future::succeededFuture);
        assertThat(sessions.asked).endsWith("open 3");
    }

    @Test
    void givesUpAfterFortyFiveSeconds() {
        session.ask(Future::succeededFuture);
        sessions.failure = new ExecbusException(ErrorCode.WORKER_UNAVAILABLE, "away");
        Future<String> answer = session.ask(from -> Future.failedFuture(stale));
        loop.pass(Duration.ofSeconds(44));
        assertThat(answer.isComplete()).isFalse();
        loop.pass(Duration.ofSeconds(2));
        assertThat(answer.cause()).hasMessage("the session is lost: away");
    }

    @Test
    void takesDeliveriesInTheirOrder() {
        session.ask(Future::succeededFuture);
        assertThat(session.deliver(deliver(1, 1)).result()).isEqualTo(new Delivered());
        assertThat(session.deliver(deliver(1, 2)).result()).isEqualTo(new Delivered());
        assertThat(events).hasSize(2);
        assertThat(told).containsExactly("ready");
    }

    @Test
    void attachesAgainWhenADeliveryIsMissing() {
        session.ask(Future::succeededFuture);
        assertThat(session.deliver(deliver(1, 2)).failed()).isTrue();
        assertThat(sessions.asked).containsExactly("open 1", "resume 2");
        assertThat(session.deliver(deliver(2, 1)).succeeded()).isTrue();
        assertThat(session.deliver(deliver(1, 1)).failed()).isTrue();
        assertThat(events).hasSize(1);
        assertThat(sessions.asked).hasSize(2);
    }

    @Test
    void aDeliveryThatComesBeforeTheAnswerToTheResumeWaitsForIt() {
        session.ask(Future::succeededFuture);
        sessions.held = Promise.promise();
        session.ask(from -> from.epoch() == 1 ? Future.failedFuture(stale) : Future.succeededFuture(from));
        Future<Delivered> early = session.deliver(deliver(2, 1));
        assertThat(early.isComplete()).isFalse();
        sessions.held.complete(new SessionService.Attached(attachment(2)));
        assertThat(early.succeeded()).isTrue();
        assertThat(events).hasSize(1);
    }

    @Test
    void anAuditHearsWhatItHolds() {
        session.ask(Future::succeededFuture);
        assertThat(session.audit(new Audit(List.of(attachment(1), attachment(7))))
                        .result())
                .isEqualTo(new Audited(List.of(attachment(7))));
        session.close();
        assertThat(session.audit(new Audit(List.of(attachment(1)))).result())
                .isEqualTo(new Audited(List.of(attachment(1))));
    }

    @Test
    void givesTheSessionBackWhenItCloses() {
        session.ask(Future::succeededFuture);
        assertThat(session.close().succeeded()).isTrue();
        assertThat(sessions.asked).containsExactly("open 1", "detach 1");
        assertThat(session.ask(Future::succeededFuture).cause()).hasMessage("the backend is closed");
    }

    private final class Owner implements BusSession.Owner {
        @Override
        public Future<?> ready() {
            told.add("ready");
            return Future.succeededFuture();
        }

        @Override
        public void resumed() {
            told.add("resumed");
        }

        @Override
        public void cut() {
            told.add("cut");
        }

        @Override
        public void lost(String message) {
            told.add("lost " + message);
        }
    }

    /** Epochs are the numbers of the connections. */
    private static final class Sessions implements SessionService {
        private final List<String> asked = new ArrayList<>();
        private ExecbusException failure;
        private Promise<Attached> held;

        private Future<Attached> attached(ConnectionId connection, long epoch) {
            if (failure != null) {
                return Future.failedFuture(failure);
            }
            return held != null
                    ? held.future()
                    : Future.succeededFuture(new Attached(new Attachment(ID, epoch, GATEWAY, connection)));
        }

        @Override
        public Future<Attached> open(Open open) {
            asked.add("open " + open.connection());
            return attached(open.connection(), open.connection().value());
        }

        @Override
        public Future<Attached> resume(Resume resume) {
            asked.add("resume " + resume.connection());
            return attached(resume.connection(), 2);
        }

        @Override
        public Future<Detached> detach(Detach detach) {
            asked.add("detach " + detach.from().epoch());
            return Future.succeededFuture(new Detached());
        }

        @Override
        public Future<Listed> list(ListSessions list) {
            return Future.succeededFuture(new Listed(List.of()));
        }
    }
}
