package dev.execbus.transport;

import static org.assertj.core.api.Assertions.assertThat;

import dev.execbus.bus.ViewService.Block;
import java.util.List;
import org.junit.jupiter.api.Test;

final class FeedCacheTest {
    private static final int MIB = 1 << 20;

    private final FeedCache.Total total = new FeedCache.Total();
    private final FeedCache cache = new FeedCache(total);

    private static FeedBlock block(long afterSeq, long to) {
        return FeedBlock.of(afterSeq, new Block(afterSeq, FakeViews.events(afterSeq + 1, to), 0, null));
    }

    private static FeedBlock heavy(long afterSeq) {
        return FeedBlock.of(
                afterSeq, new Block(afterSeq, List.of(FakeViews.event(afterSeq + 1, MIB / 4 * 3)), 0, null));
    }

    @Test
    void findsWhatGoesOnFromAPlace() {
        FeedBlock block = block(10, 20);
        cache.add(block);
        assertThat(cache.find(10)).isSameAs(block);
        assertThat(cache.find(19)).isSameAs(block);
        assertThat(cache.find(9)).isNull();
        assertThat(cache.find(20)).isNull();
    }

    @Test
    void findsWhatGoesOnBehindAGap() {
        FeedBlock block = FeedBlock.of(10, new Block(15, FakeViews.events(16, 20), 5, null));
        cache.add(block);
        assertThat(cache.find(12)).isSameAs(block);
        assertThat(block.leavesOut(12)).isTrue();
        assertThat(block.leavesOut(15)).isFalse();
        assertThat(block.behind(16).seq()).isEqualTo(17);
    }

    @Test
    void keepsWhatWasUsedLast() {
        for (long seq = 0; seq < 3; seq++) {
            cache.add(heavy(seq));
        }
        cache.find(0);
        cache.add(heavy(3));

        assertThat(cache.find(0)).isNotNull();
        assertThat(cache.find(1)).isNull();
        assertThat(cache.find(3)).isNotNull();
        assertThat(total.bytes()).isLessThanOrEqualTo(FeedCache.PROCESS_BYTES);
    }

    @Test
    void givesWayToOtherProcesses() {
        List<FeedCache> others = List.of(new FeedCache(total), new FeedCache(total));
        for (long seq = 0; seq < 3; seq++) {
            cache.add(heavy(seq));
        }
        long own = total.bytes();
        others.forEach(other -> other.add(heavy(0)));
        assertThat(total.bytes()).isGreaterThan(own);
        others.forEach(FeedCache::clear);
        assertThat(total.bytes()).isEqualTo(own);
        cache.clear();
        assertThat(total.bytes()).isZero();
        assertThat(cache.find(0)).isNull();
    }
}
