package dev.execbus.bus;

import static org.assertj.core.api.Assertions.assertThat;

import dev.execbus.bus.GatewayService.Deliver;
import dev.execbus.protocol.ErrorCode;
import dev.execbus.protocol.ExecbusException;
import dev.execbus.protocol.FileMethods.MissingChangedNotification;
import io.vertx.core.Future;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import org.junit.jupiter.api.Test;

final class RecallingGatewayTest {
    private final Attachment client = attachment(1);
    private final Deliver event = event(client);
    private final ScriptedGateway gateway = new ScriptedGateway();
    private final Queue<Runnable> pauses = new ArrayDeque<>();
    private final RecallingGateway recalling = new RecallingGateway(gateway, gateway, (delay, action) -> {
        assertThat(delay).isEqualTo(RecallingGateway.PAUSE);
        pauses.add(action);
        return () -> pauses.remove(action);
    });

    @Test
    void whatHasArrivedNeedsNothingElse() {
        assertThat(recalling.deliver(event).succeeded()).isTrue();
        assertThat(gateway.delivered).containsExactly(event);
    }

    @Test
    void aClientThatIsGoneIsNotCalledBack() {
        gateway.failures.add(ErrorCode.STALE_ATTACHMENT);
        assertThat(recalling.deliver(event).failed()).isTrue();
        assertThat(gateway.delivered).containsExactly(event);
        assertThat(pauses).isEmpty();
    }

    @Test
    void aClientWhoseEventIsLostIsCalledBackOnceItsGatewayCanBeReached() {
        gateway.unreachable(3);
        gateway.failures.add(ErrorCode.STALE_ATTACHMENT);
        assertThat(recalling.deliver(event).failed()).isTrue();
        while (!pauses.isEmpty()) {
            pauses.remove().run();
        }
        Deliver recall = Deliver.recall(client);
        assertThat(gateway.delivered).containsExactly(event, recall, recall, recall);
    }

    @Test
    void aClientIsCalledBackOnceHoweverManyEventsAreLost() {
        gateway.unreachable(4);
        recalling.deliver(event);
        recalling.deliver(event);
        assertThat(gateway.delivered).containsExactly(event, Deliver.recall(client), event);
        assertThat(pauses).hasSize(1);
        recalling.deliver(event(attachment(2)));
        assertThat(pauses).hasSize(1);
        assertThat(gateway.delivered)
                .endsWith(event(attachment(2)), Deliver.recall(attachment(2)))
                .hasSize(5);
    }

    @Test
    void aGatewayThatIsNeverReachedIsGivenUp() {
        gateway.unreachable(1 + RecallingGateway.TRIES);
        recalling.deliver(event);
        while (!pauses.isEmpty()) {
            pauses.remove().run();
        }
        assertThat(gateway.delivered).hasSize(1 + RecallingGateway.TRIES);
        assertThat(gateway.failures).isEmpty();
        assertThat(RecallingGateway.PAUSE.multipliedBy(RecallingGateway.TRIES))
                .isGreaterThanOrEqualTo(Duration.ofSeconds(30));
    }

    private static Deliver event(Attachment to) {
        return new Deliver(to, 0, List.of(new FileEvent.MissingChanged(new MissingChangedNotification(1))));
    }

    private static Attachment attachment(long epoch) {
        return new Attachment(new SessionId("s"), epoch, new NodeName("g"), new ConnectionId(1));
    }

    /** Fails as it is told to, then not any more. */
    private static final class ScriptedGateway implements GatewayService {
        private final Queue<ErrorCode> failures = new ArrayDeque<>();
        private final List<Deliver> delivered = new ArrayList<>();

        void unreachable(int times) {
            for (int i = 0; i < times; i++) {
                failures.add(ErrorCode.WORKER_UNAVAILABLE);
            }
        }

        @Override
        public Future<Delivered> deliver(Deliver deliver) {
            delivered.add(deliver);
            ErrorCode failure = failures.poll();
            return failure == null
                    ? Future.succeededFuture(new Delivered())
                    : Future.failedFuture(new ExecbusException(failure, "no"));
        }

        @Override
        public Future<Audited> audit(Audit audit) {
            throw new UnsupportedOperationException();
        }
    }
}
