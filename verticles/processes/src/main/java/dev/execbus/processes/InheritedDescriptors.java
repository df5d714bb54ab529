package dev.execbus.processes;

import dev.execbus.sandbox.FileIdentity;
import dev.execbus.sandbox.Inherited;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** Gives a child the descriptors after stderr that a wrapper expects. */
final class InheritedDescriptors {
    static final String CHANGED = "the sandboxed directories changed while the process was started";

    private InheritedDescriptors() {}

    /** After everything else that duplicates descriptors. */
    static void pass(Arena arena, OpenDescriptors open, FileActions actions, List<Inherited> inherited)
            throws SpawnException {
        int target = FileActions.FIRST_AFTER_STDERR;
        int firstBehind = target + inherited.size();
        for (Inherited file : inherited) {
            switch (file) {
                case Inherited.Readable readable ->
                    actions.open(target, arena.allocateFrom(readable.path()), FileActions.READ_ONLY);
                case Inherited.Pinned pinned -> actions.duplicate(place(arena, open, pinned, firstBehind), target);
            }
            target++;
        }
    }

    /** Behind all targets, so that none of them takes its number before it is duplicated. */
    private static int place(Arena arena, OpenDescriptors open, Inherited.Pinned pinned, int firstBehind)
            throws SpawnException {
        int opened = FileCalls.openPlace(arena.allocateFrom(pinned.path()));
        if (opened == -Errno.EMFILE || opened == -Errno.ENFILE) {
            throw SpawnFailures.of(-opened);
        }
        if (opened < 0) {
            throw SpawnFailures.internal(CHANGED);
        }
        int descriptor = open.own(opened);
        if (!pinned.identity().equals(identity(descriptor))) {
            throw SpawnFailures.internal(CHANGED);
        }
        return descriptor >= firstBehind ? descriptor : open.own(FileCalls.duplicate(descriptor, firstBehind));
    }

    private static FileIdentity identity(int descriptor) throws SpawnException {
        try {
            Map<String, Object> numbers = Files.readAttributes(Path.of("/proc/self/fd/" + descriptor), "unix:dev,ino");
            return new FileIdentity((long) numbers.get("dev"), (long) numbers.get("ino"));
        } catch (IOException e) {
            throw SpawnFailures.internal(CHANGED);
        }
    }
}
