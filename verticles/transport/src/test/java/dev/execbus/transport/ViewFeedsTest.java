package dev.execbus.transport;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.execbus.bus.NodeName;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

final class ViewFeedsTest {
    private final ArrayDeque<Runnable> afterInput = new ArrayDeque<>();
    private final ViewFeeds feeds =
            new ViewFeeds(new NodeName("g"), new Surroundings(true, Runnable::run, afterInput::add, () -> 0, () -> 0));
    private final List<Integer> done = new ArrayList<>();

    private static Integer[] numbers(int to) {
        return IntStream.range(0, to).boxed().toArray(Integer[]::new);
    }

    private void later(int number) {
        feeds.later(() -> done.add(number));
    }

    @Test
    void othersHaveTheirTurnAfterSomeViews() {
        for (int number = 0; number < 20; number++) {
            later(number);
        }
        assertThat(done).isEmpty();
        assertThat(afterInput).hasSize(1);

        afterInput.poll().run();
        assertThat(done).containsExactly(numbers(16));
        later(20);
        assertThat(afterInput).hasSize(1);

        afterInput.poll().run();
        assertThat(done).containsExactly(numbers(21));
        assertThat(afterInput).isEmpty();
    }

    @Test
    void oneThatFailsHoldsNobodyUp() {
        feeds.later(() -> {
            throw new IllegalStateException("broken");
        });
        later(0);
        assertThatThrownBy(() -> afterInput.poll().run()).hasMessage("broken");
        afterInput.poll().run();
        assertThat(done).containsExactly(0);
    }
}
