package dev.execbus.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.execbus.protocol.MalformedFrameException;
import dev.execbus.protocol.RpcFrames;
import dev.execbus.protocol.RpcId;
import dev.execbus.protocol.RpcMessage;
import io.vertx.core.Future;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import org.junit.jupiter.api.Test;

final class RemoteSessionTest {
    private final Clock clock = new Clock();
    private final List<Wire> wires = new ArrayList<>();
    private final List<String> told = new ArrayList<>();
    private boolean reachable = true;
    private final RemoteSession session = new RemoteSession(this::connect, clock, new Retries(Duration.ofSeconds(60)));

    @Test
    void introducesItselfAndResumesTheSessionOnTheNextConnection() {
        open();
        wires.getFirst().listener.closed("gone");
        clock.pass(Duration.ofMillis(1));
        last().introduce();

        assertThat(told).containsExactly("attached file:///srv", "attached file:///srv");
        assertThat(wires.getFirst().sent).containsExactly("initialize null", "initialized");
        assertThat(last().sent).containsExactly("initialize s1", "initialized");
    }

    @Test
    void pingsEveryTenSeconds() {
        open();
        for (int second = 0; second < 25; second++) {
            clock.pass(Duration.ofSeconds(1));
            last().listener.heard();
        }

        assertThat(last().pings).isEqualTo(2);
    }

    @Test
    void leavesAServerThatIsSilent() {
        open();
        clock.pass(Duration.ofSeconds(29));
        assertThat(wires).hasSize(1);

        clock.pass(Duration.ofSeconds(1));
        assertThat(wires).hasSize(2);
        assertThat(wires.getFirst().closed).isTrue();
    }

    @Test
    void doesNotTakeItsOwnPauseForSilence() {
        open();
        session.pause();
        clock.pass(Duration.ofSeconds(100));
        session.resume();
        clock.pass(Duration.ofSeconds(20));

        assertThat(wires).hasSize(1);
    }

    @Test
    void leavesAConnectionThatNoLongerSpeaksForTheSession() {
        open();
        session.call("process/read", Map.of());
        last().answer("{\"error\":{\"code\":-32022,\"message\":\"stale\"},\"id\":2}");
        clock.pass(Duration.ofMillis(1));

        assertThat(wires).hasSize(2);
    }

    @Test
    void comesBackToAServerThatWasNotThereForAWhile() {
        open();
        reachable = false;
        last().listener.closed("the server closed the connection: the gateway is leaving");
        clock.pass(Duration.ofSeconds(50));
        reachable = true;
        clock.pass(Duration.ofSeconds(1));
        last().introduce();

        assertThat(wires).hasSize(2);
        assertThat(last().sent).containsExactly("initialize s1", "initialized");
        assertThat(told).containsExactly("attached file:///srv", "attached file:///srv");
    }

    @Test
    void givesUpWhenTheTimeIsUp() {
        open();
        reachable = false;
        last().listener.closed("gone");
        clock.pass(Duration.ofSeconds(59));
        assertThat(told).containsExactly("attached file:///srv");

        clock.pass(Duration.ofSeconds(2));
        assertThat(told)
                .containsExactly(
                        "attached file:///srv",
                        "lost the connection was lost and did not come back within 60 seconds: refused");
    }

    @Test
    void saysNothingMoreOnceClosed() {
        open();
        session.close();
        last().listener.closed("gone");
        clock.pass(Duration.ofSeconds(100));

        assertThat(wires).hasSize(1);
        assertThat(told).containsExactly("attached file:///srv");
    }

    private void open() {
        session.open(new Teller());
        last().introduce();
    }

    private Wire last() {
        return wires.getLast();
    }

    private Future<Connection> connect(Connection.Listener listener) {
        if (!reachable) {
            return Future.failedFuture("refused");
        }
        Wire wire = new Wire(listener);
        wires.add(wire);
        return Future.succeededFuture(wire);
    }

    private final class Teller implements RemoteSession.Owner {
        @Override
        public void attached(String cwd) {
            told.add("attached " + cwd);
        }

        @Override
        public void notified(RpcMessage.Notification notification) {
            told.add("notified " + notification.method());
        }

        @Override
        public void tick() {}

        @Override
        public void lost(String sentence) {
            told.add("lost " + sentence);
        }
    }

    /** The other end writes down what it gets, and says what the test wants. */
    private static final class Wire implements Connection {
        private final Listener listener;
        private final List<String> sent = new ArrayList<>();
        private long lastId;
        private int pings;
        private boolean closed;

        private Wire(Listener listener) {
            this.listener = listener;
        }

        private void introduce() {
            answer("{\"id\":" + lastId
                    + ",\"result\":{\"sessionId\":\"s1\",\"environmentInfo\":{\"cwd\":\"file:///srv\"}}}");
        }

        private void answer(String frame) {
            listener.received(frame.getBytes(StandardCharsets.UTF_8));
        }

        @Override
        public void send(byte[] frame) {
            try {
                switch (RpcFrames.decode(frame)) {
                    case RpcMessage.Request request -> {
                        lastId = ((RpcId.Numeric) request.id()).value();
                        sent.add(request.method() + " "
                                + request.params().path("resumeSessionId").asText("null"));
                    }
                    case RpcMessage.Notification notification -> sent.add(notification.method());
                    case RpcMessage.Response answer -> throw new AssertionError("an answer");
                    case RpcMessage.Failure answer -> throw new AssertionError("an answer");
                }
            } catch (MalformedFrameException e) {
                throw new AssertionError(e);
            }
        }

        @Override
        public void ping() {
            pings++;
        }

        @Override
        public void pause() {}

        @Override
        public void resume() {}

        @Override
        public Future<Void> close() {
            closed = true;
            return Future.succeededFuture();
        }
    }

    /** Time passes when the test says so. */
    private static final class Clock implements ClientTimers {
        private record Task(long atNanos, long number, Runnable work) {}

        private final PriorityQueue<Task> tasks =
                new PriorityQueue<>(Comparator.comparingLong(Task::atNanos).thenComparingLong(Task::number));
        private long now;
        private long number;

        @Override
        public long nanoTime() {
            return now;
        }

        @Override
        public void after(Duration pause, Runnable task) {
            number++;
            tasks.add(new Task(now + pause.toNanos(), number, task));
        }

        private void pass(Duration time) {
            long end = now + time.toNanos();
            while (!tasks.isEmpty() && tasks.peek().atNanos() <= end) {
                Task task = tasks.poll();
                now = task.atNanos();
                task.work().run();
            }
            now = end;
        }
    }
}
