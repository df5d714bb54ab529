package dev.execbus.transport;

import static org.assertj.core.api.Assertions.assertThat;

import dev.execbus.bus.SessionId;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** A worker has given a session up, and the gateway has not noticed. */
class StandingRoomTest {
    @Test
    void letsAClientGoThatHasLostItsSessionWithoutAWord() {
        try (GatewayRoom room = new GatewayRoom()) {
            TestWorker worker = room.liveWorker("w1");
            TestDoor door = room.client(null);
            worker.sessions.put(new SessionId("w1-1"), 2L);
            room.passWith(worker, Duration.ofMinutes(1));
            assertThat(door.closed()).isNull();
            room.passWith(worker, Duration.ofSeconds(1));
            assertThat(door.awaitClosed()).isEqualTo(CloseReason.RECONNECT);
        }
    }

    @Test
    void asksSoonAfterAWorkerWasQuiet() {
        try (GatewayRoom room = new GatewayRoom()) {
            TestWorker worker = room.liveWorker("w1");
            TestDoor door = room.client(null);
            worker.sessions.put(new SessionId("w1-1"), 2L);
            room.pass(Duration.ofMillis(2_400));
            room.beat(worker.beat(0, 10));
            room.pass(Duration.ofMillis(200));
            assertThat(door.awaitClosed()).isEqualTo(CloseReason.RECONNECT);
        }
    }

    @Test
    void keepsAClientThatStillSpeaksForItsSession() {
        try (GatewayRoom room = new GatewayRoom()) {
            TestWorker worker = room.liveWorker("w1");
            TestDoor door = room.client(null);
            room.passWith(worker, Duration.ofSeconds(190));
            assertThat(door.closed()).isNull();
            assertThat(worker.listed).isEqualTo(3);
        }
    }
}
