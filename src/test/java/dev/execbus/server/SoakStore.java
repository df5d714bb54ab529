package dev.execbus.server;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Which commands a session must be able to ask by the rule of pruning, told by the one who asks them. One thread. */
final class SoakStore {
    static final int MOST = 64;

    private static final int PROTECTED = 8;

    /** The one that was not used for longest comes first. */
    private final Map<Integer, SoakCommand> byUse = new LinkedHashMap<>(MOST, 0.75f, true);

    void add(SoakCommand command) {
        byUse.put(command.id(), command);
    }

    void used(SoakCommand command) {
        byUse.get(command.id());
    }

    void remove(SoakCommand command) {
        byUse.remove(command.id());
    }

    /** The one that has to go for the next: none of the last 8, and one that has exited if possible. */
    SoakCommand victim() {
        if (byUse.size() != MOST) {
            throw new AssertionError("there are " + byUse.size());
        }
        List<SoakCommand> oldestFirst = new ArrayList<>(byUse.values()).subList(0, MOST - PROTECTED);
        return oldestFirst.stream().filter(SoakCommand::hasExited).findFirst().orElseGet(oldestFirst::getFirst);
    }

    Collection<SoakCommand> all() {
        return List.copyOf(byUse.values());
    }

    int size() {
        return byUse.size();
    }
}
