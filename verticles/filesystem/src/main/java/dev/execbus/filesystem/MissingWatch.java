package dev.execbus.filesystem;

import dev.execbus.filesystem.DirectoryEvents.Registration;
import dev.execbus.filesystem.PathTrail.End;
import dev.execbus.filesystem.PathTrail.Step;
import dev.execbus.protocol.ExecbusException;
import dev.execbus.protocol.FileMethods.ChangeKind;
import dev.execbus.protocol.FileMethods.WatchMissingParams;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Waits until one of some missing names may have come into being, or a present one is gone. It fires once, and rather
 * for nothing than not at all. Thread-safe; arming and closing block.
 */
final class MissingWatch implements AutoCloseable {
    /** How often the paths may change while they are being looked at. */
    private static final int ATTEMPTS = 3;

    private final DirectoryEvents events;
    private final List<Path> missing;
    private final Path present;
    private final int limit;
    private final Runnable fire;
    private final List<Registration> registrations = new ArrayList<>();
    private boolean closed;

    /**
     * @param limit directories that may be watched
     * @param fire called once at most, on any thread
     */
    MissingWatch(DirectoryEvents events, WatchMissingParams params, int limit, Runnable fire) {
        this.events = events;
        this.missing = params.missing().stream().map(NativePath::of).toList();
        this.present = params.present() == null ? null : NativePath.of(params.present());
        this.limit = limit;
        this.fire = fire;
    }

    /** False when the names are not as was said, or cannot be watched. Events may fire it before this returns. */
    boolean arm() {
        List<PathTrail> trails = trails();
        for (int i = 0; i < ATTEMPTS && areAsSaid(trails); i++) {
            if (!register(awaited(trails))) {
                break;
            }
            // Every directory is watched by now: if all is as before, nothing was missed.
            List<PathTrail> again = trails();
            if (again.equals(trails)) {
                return true;
            }
            release();
            trails = again;
        }
        close();
        return false;
    }

    private List<PathTrail> trails() {
        List<PathTrail> trails = new ArrayList<>();
        missing.forEach(each -> trails.add(PathTrail.of(each)));
        if (present != null) {
            trails.add(PathTrail.of(present));
        }
        return trails;
    }

    private boolean areAsSaid(List<PathTrail> trails) {
        boolean absent = trails.subList(0, missing.size()).stream().allMatch(each -> each.end() == End.MISSING);
        return absent && (present == null || trails.getLast().end() == End.PRESENT);
    }

    /** Which events in which directories matter; the upper directories first. */
    private Map<Path, Map<Path, Set<ChangeKind>>> awaited(List<PathTrail> trails) {
        Map<Path, Map<Path, Set<ChangeKind>>> awaited = new HashMap<>();
        for (PathTrail trail : trails) {
            for (Step step : trail.steps()) {
                awaited.computeIfAbsent(step.directory(), none -> new HashMap<>())
                        .computeIfAbsent(step.name(), none -> EnumSet.noneOf(ChangeKind.class))
                        .addAll(kinds(step, trail));
            }
        }
        return awaited;
    }

    /** A present file may be replaced by another; a directory or link on the way may not. */
    private static Set<ChangeKind> kinds(Step step, PathTrail trail) {
        if (step.key() == null) {
            return EnumSet.of(ChangeKind.CREATED);
        }
        return trail.end() == End.PRESENT && step.equals(trail.steps().getLast())
                ? EnumSet.of(ChangeKind.DELETED)
                : EnumSet.of(ChangeKind.CREATED, ChangeKind.DELETED);
    }

    private boolean register(Map<Path, Map<Path, Set<ChangeKind>>> awaited) {
        if (awaited.size() > limit) {
            return false;
        }
        List<Path> directories = awaited.keySet().stream().sorted().toList();
        try {
            for (Path each : directories) {
                if (!register(each, awaited.get(each))) {
                    return false;
                }
            }
            return true;
        } catch (IOException | ExecbusException e) {
            return false;
        }
    }

    private synchronized boolean register(Path directory, Map<Path, Set<ChangeKind>> awaited) throws IOException {
        if (!closed) {
            registrations.add(events.register(directory, new Awaiting(awaited)));
        }
        return !closed;
    }

    private final class Awaiting implements DirectoryEvents.Listener {
        private final Map<Path, Set<ChangeKind>> kinds;

        private Awaiting(Map<Path, Set<ChangeKind>> kinds) {
            this.kinds = kinds;
        }

        @Override
        public void changed(Path name, ChangeKind kind) {
            if (kinds.getOrDefault(name, Set.of()).contains(kind)) {
                fireOnce();
            }
        }

        @Override
        public void lost() {
            fireOnce();
        }

        @Override
        public void gone() {
            fireOnce();
        }
    }

    private void fireOnce() {
        boolean first;
        synchronized (this) {
            first = !closed;
            closed = true;
        }
        if (first) {
            release();
            fire.run();
        }
    }

    private void release() {
        List<Registration> released;
        synchronized (this) {
            released = List.copyOf(registrations);
            registrations.clear();
        }
        released.forEach(Registration::close);
    }

    @Override
    public void close() {
        synchronized (this) {
            closed = true;
        }
        release();
    }
}
