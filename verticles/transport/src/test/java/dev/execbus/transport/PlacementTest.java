package dev.execbus.transport;

import static org.assertj.core.api.Assertions.assertThat;

import dev.execbus.bus.Beats.WorkerBeat;
import dev.execbus.bus.NodeName;
import dev.execbus.protocol.ErrorCode;
import dev.execbus.protocol.ExecbusException;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class PlacementTest {
    private final Map<String, WorkerLoad> live = new LinkedHashMap<>();
    private final List<String> asked = new ArrayList<>();
    private final Map<String, ErrorCode> refusing = new LinkedHashMap<>();
    private long nowNanos;
    private final Placement<String> placement = placement(false, 2);

    @Test
    void takesTheWorkerWithTheSmallestShareOfSessions() {
        beat("w1", 5, 10, 0);
        beat("w2", 6, 20, 90);
        assertThat(place(null)).isEqualTo("w2");
    }

    @Test
    void looksAtProcessorsBetweenEquals() {
        beat("w1", 1, 10, 80);
        beat("w2", 1, 10, 20);
        assertThat(place(null)).isEqualTo("w2");
    }

    @Test
    void spreadsWhatComesBetweenTwoBeats() {
        beat("w1", 0, 10, 0);
        beat("w2", 0, 10, 0);
        assertThat(List.of(place(null), place(null), place(null), place(null))).containsExactly("w1", "w2", "w1", "w2");
    }

    @Test
    void goesWhereTheClientWants() {
        beat("w1", 0, 10, 0, "cpu");
        beat("w2", 5, 10, 0, "gpu");
        assertThat(List.of(place("gpu"), place("w2"), place("cpu"))).containsExactly("w2", "w2", "w1");
    }

    @Test
    void givesNothingToAWorkerThatDrainsOrIsFull() {
        beat("w1", 10, 10, 0);
        live.put("w2", new WorkerLoad(beatOf("w2", 0, 10, 0, true)));
        beat("w3", 9, 10, 99);
        assertThat(place(null)).isEqualTo("w3");
    }

    @Test
    void goesOnToTheNextWhenOneRefusesOrCannotBeReached() {
        beat("w1", 0, 10, 0);
        beat("w2", 1, 10, 0);
        beat("w3", 2, 10, 0);
        refusing.put("w1", ErrorCode.RESOURCE_EXHAUSTED);
        refusing.put("w2", ErrorCode.WORKER_UNAVAILABLE);
        assertThat(place(null)).isEqualTo("w3");
        assertThat(place(null)).isEqualTo("w3");
        assertThat(asked)
                .as("nobody is asked again before it says something new")
                .containsExactly("w1", "w2", "w3", "w3");
    }

    @Test
    void passesOnAnyOtherFailure() {
        beat("w1", 0, 10, 0);
        refusing.put("w1", ErrorCode.INTERNAL);
        assertThat(failure(wish(null))).isEqualTo("INTERNAL w1 says no");
    }

    @Test
    void waitsForAWorkerInTheOrderTheyCame() {
        Future<String> first = wish(null);
        Future<String> second = wish(null);
        beat("w1", 9, 10, 0);
        placement.look();
        assertThat(first.result()).isEqualTo("w1");
        assertThat(second.isComplete()).isFalse();
        beat("w1", 9, 10, 0);
        placement.look();
        assertThat(second.result()).isEqualTo("w1");
        assertThat(placement.waiting()).isZero();
    }

    @Test
    void waitsNoLongerThanItMay() {
        beat("w1", 10, 10, 0);
        Future<String> full = wish(null);
        Future<String> absent = wish("gpu");
        nowNanos = Duration.ofMillis(9_999).toNanos();
        placement.expire();
        assertThat(full.isComplete()).isFalse();
        nowNanos = Duration.ofSeconds(10).toNanos();
        placement.expire();
        assertThat(failure(full)).isEqualTo("RESOURCE_EXHAUSTED every worker is full or draining; waited 10000 ms");
        assertThat(failure(absent))
                .isEqualTo("RESOURCE_EXHAUSTED no worker of environment gpu is there; waited 10000 ms");
        assertThat(placement.waiting()).isZero();
    }

    @Test
    void letsOnlySoManyWait() {
        wish(null);
        wish(null);
        assertThat(failure(wish(null)))
                .isEqualTo("RESOURCE_EXHAUSTED no worker is there; 2 clients wait already, which is the limit");
    }

    @Test
    void keepsThePlaceOfOneThatWasRefusedAgain() {
        Future<String> first = wish(null);
        Future<String> second = wish(null);
        refusing.put("w1", ErrorCode.RESOURCE_EXHAUSTED);
        beat("w1", 0, 1, 0);
        placement.look();
        refusing.clear();
        beat("w1", 0, 1, 0);
        placement.look();
        assertThat(first.result()).isEqualTo("w1");
        assertThat(second.isComplete()).isFalse();
    }

    @Test
    void opensNothingForAClientThatIsGone() {
        Future<String> wish = placement.place(null, () -> false, this::open);
        beat("w1", 0, 10, 0);
        placement.look();
        assertThat(wish.failed()).isTrue();
        assertThat(asked).isEmpty();
        assertThat(placement.waiting()).isZero();
    }

    @Test
    void asksAWorkerOnceForEachWish() {
        Promise<String> answer = Promise.promise();
        beat("w1", 0, 10, 0);
        Future<String> wish = placement.place(null, () -> true, name -> {
            asked.add(name.value());
            return answer.future();
        });
        placement.look();
        placement.expire();
        answer.complete("w1");
        assertThat(wish.result()).isEqualTo("w1");
        assertThat(asked).containsExactly("w1");
    }

    @Test
    void letsTheOnlyWorkerThereIsSayItself() {
        Placement<String> alone = placement(true, 2);
        beat("w1", 10, 10, 0);
        assertThat(alone.place(null, () -> true, this::open).result()).isEqualTo("w1");
        refusing.put("w1", ErrorCode.RESOURCE_EXHAUSTED);
        assertThat(failure(alone.place(null, () -> true, this::open))).isEqualTo("RESOURCE_EXHAUSTED w1 says no");
    }

    private Placement<String> placement(boolean alone, int queue) {
        return new Placement<>(live::values, alone, queue, Duration.ofSeconds(10), () -> nowNanos);
    }

    private Future<String> wish(String environment) {
        return placement.place(environment, () -> true, this::open);
    }

    private String place(String environment) {
        return wish(environment).result();
    }

    private Future<String> open(NodeName name) {
        asked.add(name.value());
        ErrorCode code = refusing.get(name.value());
        return code == null
                ? Future.succeededFuture(name.value())
                : Future.failedFuture(new ExecbusException(code, name + " says no"));
    }

    private static String failure(Future<String> wish) {
        ExecbusException failure = (ExecbusException) wish.cause();
        return failure.code() + " " + failure.getMessage();
    }

    private void beat(String name, int sessions, int capacity, int loadPercent, String... labels) {
        WorkerBeat beat = beatOf(name, sessions, capacity, loadPercent, false, labels);
        live.computeIfAbsent(name, key -> new WorkerLoad(beat)).heard(beat);
    }

    private static WorkerBeat beatOf(
            String name, int sessions, int capacity, int loadPercent, boolean draining, String... labels) {
        return new WorkerBeat(
                new NodeName(name), 1, sessions, capacity, loadPercent, List.of(labels), draining, false, "test");
    }
}
