package dev.execbus.sandbox;

/** One step in making what the confined see of the disk. Every path is one of the disk and stays what it is. */
sealed interface Mount {
    /** All of the disk, as it is. */
    record WholeDisk(boolean writable) implements Mount {}

    /** Nothing of the disk. */
    record EmptyRoot() implements Mount {}

    /** The devices that every program expects, at /dev. */
    record Devices() implements Mount {}

    /** At /proc, what is about those that are confined. */
    record Processes() implements Mount {}

    /** A link, where nothing of the disk is shown around it. */
    record Link(String path, String target) implements Mount {}

    /**
     * A file or directory of the disk at its own path.
     *
     * @param identity which one it was when planned
     * @param swap what it would mean if the confined put another one in its place meanwhile
     */
    record Bind(String path, boolean writable, FileIdentity identity, Swap swap) implements Mount {}

    /** What happens when a bind takes another file than was planned. */
    enum Swap {
        /** Nobody who is confined by the policy can make it happen. */
        IMPOSSIBLE,
        /** It shows what may be read anyway. */
        HARMLESS,
        /** It opens what the policy does not. */
        HARMFUL,
        /** The same, but the bind can be left out: its place is writable anyway. */
        AVOIDABLE
    }

    /**
     * An empty directory over a path, to be followed by what goes into it, and a {@link ReadOnly}.
     *
     * @param permissions in octal
     * @param covered what it hides; null for nothing, and then there was nothing
     */
    record EmptyDirectory(String path, String permissions, FileIdentity covered) implements Mount {}

    /**
     * An empty read-only file over a path.
     *
     * @param readable whether it may be opened
     * @param covered as above
     */
    record EmptyFile(String path, boolean readable, FileIdentity covered) implements Mount {}

    /** Nothing can be made or changed any more directly in what was mounted at a path. */
    record ReadOnly(String path) implements Mount {}
}
