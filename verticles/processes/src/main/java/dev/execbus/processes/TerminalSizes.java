package dev.execbus.processes;

import dev.execbus.protocol.TerminalSize;
import java.util.ArrayList;
import java.util.List;

/**
 * The sizes one terminal has had and the places in its log where they changed; of very many only the newest. Changed on
 * the supervisor's context, read anywhere.
 */
final class TerminalSizes {
    private static final int MOST = 1_000;

    /** @param afterSeq the last event before the change */
    record Change(long afterSeq, TerminalSize size, long timeMs) {}

    /** @param first the size at the begin, or before the oldest change that is remembered */
    record History(TerminalSize first, List<Change> changes) {
        History {
            changes = List.copyOf(changes);
        }

        TerminalSize last() {
            return changes.isEmpty() ? first : changes.getLast().size();
        }
    }

    private volatile History history;

    TerminalSizes(TerminalSize first) {
        history = new History(first, List.of());
    }

    History history() {
        return history;
    }

    void changed(long afterSeq, TerminalSize size, long timeMs) {
        TerminalSize first = history.first();
        List<Change> changes = new ArrayList<>(history.changes());
        if (!changes.isEmpty() && changes.getLast().afterSeq() == afterSeq) {
            changes.removeLast();
        }
        changes.add(new Change(afterSeq, size, timeMs));
        if (changes.size() > MOST) {
            first = changes.removeFirst().size();
        }
        history = new History(first, changes);
    }
}
