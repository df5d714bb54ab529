package dev.execbus.sessions;

import static dev.execbus.sessions.SessionRoom.GATEWAY;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.execbus.bus.Attachment;
import dev.execbus.bus.SessionService.Detach;
import dev.execbus.protocol.ErrorCode;
import dev.execbus.protocol.ExecbusException;
import io.vertx.core.Future;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class DrainTest {
    private final SessionRoom room = new SessionRoom(10);

    @Test
    void isOverAtOnceWithoutSessions() {
        assertThat(room.registry.drain().succeeded()).isTrue();
    }

    @Test
    void isOverWhenTheLastSessionHasEnded() {
        Attachment one = room.open(GATEWAY, 1);
        room.registry.detach(new Detach(one));
        room.time.pass(Duration.ofSeconds(70));
        Future<Void> drained = room.registry.drain();
        room.time.pass(Duration.ofSeconds(9));
        assertThat(drained.isComplete()).isFalse();
        room.time.pass(Duration.ofSeconds(1));
        assertThat(drained.succeeded()).isTrue();
    }

    @Test
    void isOverWhenItsTimeIs() {
        room.open(GATEWAY, 1);
        Future<Void> drained = room.registry.drain();
        room.time.pass(Duration.ofSeconds(19));
        assertThat(room.registry.drain()).isSameAs(drained).matches(future -> !future.isComplete());
        room.time.pass(Duration.ofSeconds(1));
        assertThat(drained.succeeded()).isTrue();
    }

    @Test
    void refusesNewSessionsButLetsOldOnesBeResumed() {
        Attachment one = room.open(GATEWAY, 1);
        room.registry.detach(new Detach(one));
        room.registry.drain();
        assertThatThrownBy(() -> room.opening(GATEWAY, 2))
                .hasMessage("the worker is draining")
                .extracting(e -> ((ExecbusException) e).code())
                .isEqualTo(ErrorCode.RESOURCE_EXHAUSTED);
        assertThat(room.resume(one.session(), GATEWAY, 2).epoch()).isEqualTo(2);
    }
}
