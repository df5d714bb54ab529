package dev.execbus.processes;

import java.util.LinkedHashSet;

/** The write ids a process has accepted, the newest 4,096 of them: a repeated one is answered and not written again. */
final class WriteLedger {
    static final int REMEMBERED = 4_096;

    private final LinkedHashSet<String> ids = new LinkedHashSet<>();

    boolean knows(String id) {
        return ids.contains(id);
    }

    void accepted(String id) {
        if (ids.add(id) && ids.size() > REMEMBERED) {
            ids.removeFirst();
        }
    }
}
