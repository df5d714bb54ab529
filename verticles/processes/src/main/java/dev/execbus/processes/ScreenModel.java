package dev.execbus.processes;

import dev.execbus.bus.ProcessEvent;
import dev.execbus.bus.ProcessEvent.Output;
import dev.execbus.protocol.ByteChunk;
import dev.execbus.protocol.TerminalSize;
import java.util.List;

/**
 * The screen of one process as far as it has seen its output, with the sizes it had meanwhile. Made when it first sees
 * something. Confined to the spill thread.
 */
final class ScreenModel implements Spill.Witness {
    private final TerminalSizes sizes;
    private Screen screen;
    private long seq;
    private boolean irreplaceable;

    ScreenModel(TerminalSizes sizes) {
        this.sizes = sizes;
    }

    @Override
    public long seen() {
        return seq;
    }

    /** What the log has dropped is known here only. */
    @Override
    public void leaving(List<ProcessEvent> events) {
        irreplaceable = true;
        see(events);
    }

    /** Events in their order, of which it takes those it has not seen; tells the last one it has. */
    long see(List<ProcessEvent> events) {
        Screen shown = screen();
        List<TerminalSizes.Change> changes = sizes.history().changes();
        int next = 0;
        for (ProcessEvent event : events) {
            if (event.seq() > seq) {
                next = resize(shown, changes, next, event.seq() - 1);
                if (event instanceof Output output) {
                    shown.feed(output.chunk().bytes());
                }
                seq = event.seq();
            }
        }
        return seq;
    }

    Snapshot snapshot() {
        Screen shown = screen();
        resize(shown, sizes.history().changes(), 0, seq);
        return new Snapshot(ByteChunk.of(shown.snapshot()), shown.rows(), shown.cols(), seq);
    }

    /** Only if it could be made again from the log; tells the last event it has seen. */
    long forget() {
        if (!irreplaceable) {
            screen = null;
            seq = 0;
        }
        return seq;
    }

    /** The changes from this one on that came after what was seen, and up to an event; tells the next one. */
    private int resize(Screen shown, List<TerminalSizes.Change> changes, int first, long upToSeq) {
        int next = first;
        while (next < changes.size() && changes.get(next).afterSeq() <= upToSeq) {
            if (changes.get(next).afterSeq() >= seq) {
                shown.resize(
                        changes.get(next).size().rows(),
                        changes.get(next).size().cols());
            }
            next++;
        }
        return next;
    }

    private Screen screen() {
        if (screen == null) {
            TerminalSize first = sizes.history().first();
            screen = new Screen(first.rows(), first.cols());
        }
        return screen;
    }
}
