package dev.execbus.sandbox;

import java.util.List;
import java.util.Set;

/** How one process is to be started so that its policy holds. */
public sealed interface Confinement {
    /** As it is: nothing is to be enforced. */
    record Direct() implements Confinement {}

    /**
     * By another program, from a thread that never ends: when the thread does, the kernel kills what it started.
     *
     * @param argv what to execute instead, the confined command at its end
     * @param cwd where to execute it
     * @param inherited its descriptors from 3 on
     * @param mountPoints empty directories and files that it will leave behind on the disk; to be given back by
     *     {@link Sandbox#ended} when it has exited
     * @param withheld variables of the command's environment that must be left out of what the other program gets: it
     *     would load foreign code by them before anything is confined, and sets them for the command by itself
     */
    record Wrapped(
            List<String> argv, String cwd, List<Inherited> inherited, List<String> mountPoints, Set<String> withheld)
            implements Confinement {
        public Wrapped(List<String> argv, String cwd, List<Inherited> inherited, List<String> mountPoints) {
            this(argv, cwd, inherited, mountPoints, Set.of());
        }

        public Wrapped {
            argv = List.copyOf(argv);
            inherited = List.copyOf(inherited);
            mountPoints = List.copyOf(mountPoints);
            withheld = Set.copyOf(withheld);
        }
    }

    /** By a thread of its own that has restricted itself before. */
    record Restricted(Restriction restriction) implements Confinement {}
}
