package dev.execbus.unifiedexec;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** Those whose transcript can be had: all that have not ended, and some that have. Confined to the session's context. */
final class RecentProcesses {
    /** Of those that have ended, so many are kept. */
    static final int ENDED = 8;

    private final Map<Integer, RunningProcess> byId = new HashMap<>();
    private final Deque<RunningProcess> ended = new ArrayDeque<>();

    void add(RunningProcess process) {
        byId.put(process.id(), process);
    }

    void ended(RunningProcess process) {
        ended.addLast(process);
        if (ended.size() > ENDED) {
            RunningProcess oldest = ended.removeFirst();
            byId.remove(oldest.id(), oldest);
            oldest.forget();
        }
    }

    Optional<RunningProcess> find(int id) {
        return Optional.ofNullable(byId.get(id));
    }
}
