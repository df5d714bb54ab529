package dev.execbus.transport;

import dev.execbus.bus.ViewService.Block;
import dev.execbus.bus.ViewService.Moment;
import dev.execbus.protocol.ViewMethods.Snapshot;
import java.util.ArrayList;
import java.util.List;

/**
 * Events of a process in a row, for whoever is behind {@code asked}.
 *
 * @param afterSeq what the first one follows; higher than {@code asked} where something was no longer there
 * @param droppedBytes output that is no longer there, all of it from before this
 * @param snapshot what the terminal shows after {@code afterSeq}; null unless events were left out
 */
record FeedBlock(long asked, long afterSeq, List<FeedEvent> events, long droppedBytes, Snapshot snapshot, long weight) {
    static FeedBlock of(long asked, Block block) {
        List<FeedEvent> events = new ArrayList<>(block.events().size());
        long weight = 0;
        for (Moment moment : block.events()) {
            FeedEvent event = FeedEvent.of(moment);
            weight += event.weight();
            events.add(event);
        }
        return new FeedBlock(asked, block.afterSeq(), events, block.droppedBytes(), block.snapshot(), weight);
    }

    long lastSeq() {
        return afterSeq + events.size();
    }

    /** Whether it takes whoever is behind this number any further. */
    boolean goesOnFrom(long cursor) {
        return asked <= cursor && cursor < lastSeq();
    }

    /** Whether whoever is behind this number misses something. */
    boolean leavesOut(long cursor) {
        return cursor < afterSeq;
    }

    /** The one behind a number, which is not before {@code afterSeq}. */
    FeedEvent behind(long cursor) {
        return events.get((int) (cursor - afterSeq));
    }
}
