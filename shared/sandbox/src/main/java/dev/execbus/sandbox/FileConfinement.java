package dev.execbus.sandbox;

import java.util.List;

/** How file operations are to be done so that a policy holds. Equal ones may share what was started for one of them. */
public sealed interface FileConfinement {
    /** As they are: nothing is to be enforced. */
    record Direct() implements FileConfinement {}

    /**
     * In a process of their own.
     *
     * @param prefix what to put before the command of that process; it starts from a thread that never ends
     * @param inherited the prefix's descriptors from 3 on
     * @param places what the process must find at these paths before it serves anybody: when it does not, somebody has
     *     swapped them meanwhile, and all of it must be planned anew
     * @param guarded names that must not come into being, which the process refuses by itself: there is nothing yet
     *     that a mount could protect
     * @param mounts every path on which something is mounted; a tree that contains one cannot be removed
     * @param covered what the mounts hide; of use only to tell confinements apart, when a hidden file becomes another
     */
    record Wrapped(
            List<String> prefix,
            List<Inherited> inherited,
            List<Place> places,
            List<Guarded> guarded,
            List<String> mounts,
            List<Place> covered)
            implements FileConfinement {
        public Wrapped(
                List<String> prefix,
                List<Inherited> inherited,
                List<Place> places,
                List<Guarded> guarded,
                List<String> mounts) {
            this(prefix, inherited, places, guarded, mounts, List.of());
        }

        public Wrapped {
            prefix = List.copyOf(prefix);
            inherited = List.copyOf(inherited);
            places = List.copyOf(places);
            guarded = List.copyOf(guarded);
            mounts = List.copyOf(mounts);
            covered = List.copyOf(covered);
        }
    }

    /** On a thread of its own that has restricted itself before. */
    record Restricted(Restriction restriction) implements FileConfinement {}

    /** A path and the file that must be there. */
    record Place(String path, FileIdentity identity) {}

    /**
     * A name that is absent from a directory and has to stay so.
     *
     * @param directory the identity of the directory, whatever it is called
     * @param asDirectory whether the name counts as an empty read-only directory, and not as such a file
     */
    record Guarded(FileIdentity directory, String name, boolean asDirectory) {}
}
