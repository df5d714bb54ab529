package dev.execbus.unifiedexec;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The commands that can be asked, by their numbers. One too many takes the place of another. Confined to one context. */
final class ProcessStore<E extends ProcessStore.Entry> {
    interface Entry {
        int id();

        /** The larger, the later. */
        long lastUsed();

        boolean hasExited();

        /** Somebody waits for it to answer. */
        boolean isBusy();
    }

    private final int most;
    private final int protectedMost;
    private final Map<Integer, E> entries = new LinkedHashMap<>();

    /** @param protectedMost so many of those used last are never taken away */
    ProcessStore(int most, int protectedMost) {
        this.most = most;
        this.protectedMost = protectedMost;
    }

    /** The one that had to go for it. */
    Optional<E> insert(E entry) {
        Optional<E> pruned = entries.size() >= most ? victim() : Optional.empty();
        pruned.ifPresent(gone -> entries.remove(gone.id()));
        entries.put(entry.id(), entry);
        return pruned;
    }

    /** Nobody waits for it if possible; rather one that has exited than one that runs, and rather an older one. */
    private Optional<E> victim() {
        List<E> newestFirst = entries.values().stream()
                .sorted(Comparator.comparingLong(Entry::lastUsed).reversed())
                .toList();
        List<E> oldestFirst = newestFirst.stream().skip(protectedMost).toList().reversed();
        return oldestFirst.stream()
                .filter(entry -> !entry.isBusy() && entry.hasExited())
                .findFirst()
                .or(() -> oldestFirst.stream().filter(entry -> !entry.isBusy()).findFirst())
                .or(() -> oldestFirst.stream().findFirst())
                .or(() -> newestFirst.reversed().stream().findFirst());
    }

    Optional<E> find(int id) {
        return Optional.ofNullable(entries.get(id));
    }

    void remove(E entry) {
        entries.remove(entry.id(), entry);
    }

    int size() {
        return entries.size();
    }

    /** The oldest first. */
    Collection<E> all() {
        return List.copyOf(entries.values());
    }

    /** All of them; none is left. */
    Collection<E> drain() {
        List<E> all = new ArrayList<>(entries.values());
        entries.clear();
        return all;
    }
}
