package dev.execbus.transport;

import static org.assertj.core.api.Assertions.assertThat;

import dev.execbus.bus.Timers;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class DrainRoomTest {
    private final ArrayDeque<Runnable> steps = new ArrayDeque<>();
    private final Timers timers = (delay, action) -> {
        steps.add(action);
        return () -> steps.remove(action);
    };

    @Test
    void sendsClientsAwayInGroups() {
        try (GatewayRoom room = new GatewayRoom()) {
            TestWorker worker = room.worker("w1");
            room.beat(worker.beat(0, 100));
            List<TestDoor> clients = clients(room, 40);
            Future<Void> drained = room.on(() -> room.gateway().drain(timers));
            assertThat(closed(clients)).isEqualTo(16);
            assertThat(room.on(() -> room.gateway().ready())).isFalse();
            assertThat(room.on(() -> room.gateway().refusal()))
                    .isEqualTo("the gateway is leaving: connect to another one");
            step(room);
            assertThat(closed(clients)).isEqualTo(32);
            assertThat(drained.isComplete()).isFalse();
            step(room);
            step(room);
            assertThat(clients).allSatisfy(door -> assertThat(door.closed()).isEqualTo(CloseReason.DRAINING));
            GatewayRoom.await(drained);
            assertThat(worker.detached).hasSize(40);
        }
    }

    @Test
    void waitsForWorkersButNotForEver() {
        try (GatewayRoom room = new GatewayRoom()) {
            TestWorker worker = room.liveWorker("w1");
            worker.detaching = Promise.<Void>promise().future();
            clients(room, 1);
            Future<Void> drained = room.on(() -> room.gateway().drain(timers));
            int taken = 0;
            while (!drained.isComplete()) {
                step(room);
                taken++;
            }
            assertThat(taken).isEqualTo(50);
        }
    }

    @Test
    void isDoneAtOnceWithoutClients() {
        try (GatewayRoom room = new GatewayRoom()) {
            GatewayRoom.await(room.on(() -> room.gateway().drain(timers)));
            assertThat(steps).isEmpty();
        }
    }

    private void step(GatewayRoom room) {
        room.settle();
        room.on(() -> {
            steps.remove().run();
            return null;
        });
    }

    private static List<TestDoor> clients(GatewayRoom room, int count) {
        List<TestDoor> clients = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            clients.add(room.client(null));
        }
        return clients;
    }

    private static long closed(List<TestDoor> clients) {
        return clients.stream().filter(door -> door.closed() != null).count();
    }
}
