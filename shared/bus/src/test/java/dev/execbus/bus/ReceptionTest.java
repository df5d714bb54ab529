package dev.execbus.bus;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.execbus.protocol.ErrorCode;
import dev.execbus.protocol.ExecbusException;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

final class ReceptionTest {
    private static final SessionId SESSION = new SessionId("session");
    private static final Attachment FIRST = attachment(1);
    private static final Attachment SECOND = attachment(2);
    private static final long NONE = 0;

    private final Reception reception = new Reception();
    private final List<AttachmentListener.Changed> told = new ArrayList<>();
    private final AttachmentListener room = reception.before(changed -> {
        told.add(changed);
        return Future.succeededFuture(new AttachmentListener.Acknowledged());
    });
    private int runs;

    private static Attachment attachment(long epoch) {
        return new Attachment(SESSION, epoch, new NodeName("g1"), new ConnectionId(epoch));
    }

    @BeforeEach
    void attach() {
        room.changed(new AttachmentListener.Attached(FIRST));
    }

    private Future<Integer> receive(Attachment from, long number, String opId) {
        return receive(from, number, opId, Future.succeededFuture(null));
    }

    /** The result is the run's number, when {@code done} is. */
    private Future<Integer> receive(Attachment from, long number, String opId, Future<Void> done) {
        return reception.receive(from, number, opId, Integer.class, () -> {
            int run = ++runs;
            return done.map(run);
        });
    }

    private void assertLost(long number) {
        assertThatThrownBy(() -> receive(FIRST, number, null))
                .isInstanceOfSatisfying(
                        ExecbusException.class,
                        failure -> assertThat(failure.code()).isEqualTo(ErrorCode.STALE_ATTACHMENT))
                .hasMessage("a command was lost between the nodes: resume the session");
    }

    @Test
    void numberedCommandsPassInTheirOrder() {
        for (int number = 1; number <= 3; number++) {
            assertThat(receive(FIRST, number, null).result()).isEqualTo(number);
        }
    }

    @Test
    void commandsWithoutANumberPassAtAnyTime() {
        receive(FIRST, 1, null);
        assertThat(receive(FIRST, NONE, null).result()).isEqualTo(2);
        assertThat(receive(FIRST, 2, null).result()).isEqualTo(3);
    }

    @Test
    void afterAGapNothingPassesAnyMore() {
        receive(FIRST, 1, null);

        assertLost(3);
        assertLost(2);
        assertLost(4);
        assertThat(runs).isEqualTo(1);
    }

    @Test
    void aNumberThatIsRepeatedIsAGapToo() {
        receive(FIRST, 1, null);

        assertLost(1);
        assertLost(2);
    }

    @Test
    void aNewAttachmentStartsAgainAfterAGap() {
        assertLost(2);
        room.changed(new AttachmentListener.Detached(SESSION, 1));
        room.changed(new AttachmentListener.Attached(SECOND));

        assertThat(receive(SECOND, 1, null).result()).isEqualTo(1);
        assertThat(receive(SECOND, 2, null).result()).isEqualTo(2);
    }

    @Test
    void whoIsNotAttachedIsLeftToTheRoom() {
        room.changed(new AttachmentListener.Attached(SECOND));

        assertThat(receive(FIRST, 7, "op").result()).isEqualTo(1);
        assertThat(receive(FIRST, 7, "op").result()).isEqualTo(2);
        assertThat(receive(SECOND, 1, null).result()).isEqualTo(3);
    }

    @Test
    void anOperationThatIsUnderWayIsNotDoneAgain() {
        Promise<Void> done = Promise.promise();
        Future<Integer> first = receive(FIRST, 1, "op", done.future());
        room.changed(new AttachmentListener.Attached(SECOND));
        Future<Integer> second = receive(SECOND, 1, "op");

        assertThat(List.of(first.isComplete(), second.isComplete())).containsOnly(false);
        done.complete();

        assertThat(first.result()).isEqualTo(1);
        assertThat(second.result()).isEqualTo(1);
    }

    @Test
    void anOperationThatIsDoneGivesItsFirstResult() {
        receive(FIRST, 1, "op");

        assertThat(receive(FIRST, 2, "op").result()).isEqualTo(1);
        assertThat(receive(FIRST, 3, "another").result()).isEqualTo(2);
    }

    @Test
    void aFinalFailureIsRemembered() {
        ExecbusException conflict = new ExecbusException(ErrorCode.CONFLICT, "somebody else was here");
        receive(FIRST, 1, "op", Future.failedFuture(conflict));

        assertThat(receive(FIRST, 2, "op").cause()).isSameAs(conflict);
        assertThat(runs).isEqualTo(1);
    }

    @Test
    void aFailureThatMayPassIsNotRemembered() {
        for (Throwable passing : List.of(
                ExecbusException.resourceExhausted("full"),
                new ExecbusException(ErrorCode.STALE_ATTACHMENT, "not yours"),
                new IllegalStateException("a bug"))) {
            receive(FIRST, NONE, "op", Future.failedFuture(passing));
        }

        assertThat(receive(FIRST, NONE, "op").result()).isEqualTo(4);
    }

    @Test
    void anOperationThatWasRefusedWhileItWasReceivedIsNotRemembered() {
        assertThatThrownBy(() -> reception.receive(FIRST, NONE, "op", Integer.class, () -> {
                    throw ExecbusException.invalidParams("no");
                }))
                .hasMessage("no");

        assertThat(receive(FIRST, NONE, "op").result()).isEqualTo(1);
    }

    @Test
    void theOldestResultsMakeRoomForNewOnes() {
        for (int i = 1; i <= 1_023; i++) {
            receive(FIRST, NONE, "op-" + i);
        }
        assertThat(receive(FIRST, NONE, "op-1").result()).isEqualTo(1);
        assertThat(receive(FIRST, NONE, "op-1024").result()).isEqualTo(1_024);
        assertThat(receive(FIRST, NONE, "op-1").result()).isEqualTo(1);

        assertThat(receive(FIRST, NONE, "op-1025").result()).isEqualTo(1_025);

        assertThat(receive(FIRST, NONE, "op-2").result()).isEqualTo(2);
        assertThat(receive(FIRST, NONE, "op-1").result()).isEqualTo(1_026);
    }

    @Test
    void operationsThatAreUnderWayMakeNoRoom() {
        Promise<Void> done = Promise.promise();
        for (int i = 1; i <= 1_024; i++) {
            receive(FIRST, NONE, "op-" + i, done.future());
        }

        assertThatThrownBy(() -> receive(FIRST, NONE, "op-1025"))
                .isInstanceOfSatisfying(
                        ExecbusException.class,
                        failure -> assertThat(failure.code()).isEqualTo(ErrorCode.RESOURCE_EXHAUSTED))
                .hasMessage("1024 named operations of the session are under way, which is the limit");
        done.complete();
        assertThat(receive(FIRST, NONE, "op-1025").result()).isEqualTo(1_025);
    }

    @Test
    void whatEndsIsForgotten() {
        receive(FIRST, 1, "op");
        room.changed(new AttachmentListener.Ended(SESSION));
        room.changed(new AttachmentListener.Attached(FIRST));

        assertThat(receive(FIRST, 1, "op").result()).isEqualTo(2);
    }

    @Test
    void theRoomHearsOfEveryChange() {
        room.changed(new AttachmentListener.Detached(SESSION, 1));
        room.changed(new AttachmentListener.Ended(SESSION));

        assertThat(told)
                .containsExactly(
                        new AttachmentListener.Attached(FIRST),
                        new AttachmentListener.Detached(SESSION, 1),
                        new AttachmentListener.Ended(SESSION));
    }
}
