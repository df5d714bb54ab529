package dev.execbus.unifiedexec;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

final class ProcessStoreTest {
    private static final int[] AGES = {40, 30, 20, 19, 18, 17, 16, 15, 14, 13};

    private record Entry(int id, long lastUsed, boolean hasExited, boolean isBusy) implements ProcessStore.Entry {}

    private static Entry running(int id, long lastUsed) {
        return new Entry(id, lastUsed, false, false);
    }

    /** What goes when an eleventh comes to ten of these ages. */
    private static Optional<Integer> pruned(Set<Integer> exited, Set<Integer> busy) {
        ProcessStore<Entry> store = new ProcessStore<>(10, 8);
        for (int i = 0; i < AGES.length; i++) {
            int id = i + 1;
            store.insert(new Entry(id, -AGES[i], exited.contains(id), busy.contains(id)));
        }
        return store.insert(running(11, 0)).map(Entry::id);
    }

    @Test
    void oneThatHasExitedGoesBeforeAnOlderOne() {
        assertThat(pruned(Set.of(2), Set.of())).contains(2);
    }

    @Test
    void theOneNotUsedForLongestGoesWhenNoneHasExited() {
        assertThat(pruned(Set.of(), Set.of())).contains(1);
    }

    @Test
    void theNewestAreProtectedEvenIfTheyHaveExited() {
        assertThat(pruned(Set.of(3, 10), Set.of())).contains(1);
    }

    @Test
    void oneThatIsWaitedForStaysIfPossible() {
        assertThat(pruned(Set.of(), Set.of(1))).contains(2);
        assertThat(pruned(Set.of(1), Set.of(1))).contains(2);
        assertThat(pruned(Set.of(), Set.of(1, 2))).contains(1);
    }

    @Test
    void nothingGoesAsLongAsThereIsRoom() {
        ProcessStore<Entry> store = new ProcessStore<>(2, 1);
        assertThat(store.insert(running(1, 1))).isEmpty();
        assertThat(store.insert(running(2, 2))).isEmpty();
        assertThat(store.size()).isEqualTo(2);
    }

    @Test
    void theOldestGoesWhereAllAreProtected() {
        ProcessStore<Entry> store = new ProcessStore<>(2, 8);
        store.insert(running(1, 1));
        store.insert(running(2, 2));
        assertThat(store.insert(running(3, 3))).contains(running(1, 1));
    }

    /** 64 stored, #5 and #62 exited: the 65th removes #5, the next removes #0, and #62 is still there. */
    @Test
    void prunesLikeTheRealClient() {
        ProcessStore<Entry> store = new ProcessStore<>(64, 8);
        for (int id = 0; id < 64; id++) {
            store.insert(new Entry(id, id, id == 5 || id == 62, false));
        }
        List<Integer> pruned = new ArrayList<>();
        pruned.add(store.insert(running(64, 64)).orElseThrow().id());
        pruned.add(store.insert(running(65, 65)).orElseThrow().id());

        assertThat(pruned).isEqualTo(Arrays.asList(5, 0));
        assertThat(store.find(62)).isPresent();
        assertThat(store.size()).isEqualTo(64);
    }

    @Test
    void anotherOneWithTheSameNumberIsNotRemoved() {
        ProcessStore<Entry> store = new ProcessStore<>(2, 1);
        store.insert(running(1, 1));
        store.remove(running(1, 2));
        assertThat(store.find(1)).contains(running(1, 1));
        store.remove(running(1, 1));
        assertThat(store.find(1)).isEmpty();
    }

    @Test
    void isEmptyAfterItWasDrained() {
        ProcessStore<Entry> store = new ProcessStore<>(2, 1);
        store.insert(running(1, 1));
        store.insert(running(2, 2));
        assertThat(store.drain()).containsExactly(running(1, 1), running(2, 2));
        assertThat(store.all()).isEmpty();
    }
}
