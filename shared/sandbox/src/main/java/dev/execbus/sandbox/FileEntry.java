package dev.execbus.sandbox;

/** What is at a path, links not followed. */
record FileEntry(Kind kind, FileIdentity identity) {
    /** As far as mounts care. */
    enum Kind {
        DIRECTORY,
        FILE,
        LINK,
        /** A device, a socket, a pipe. */
        OTHER
    }

    boolean isDirectory() {
        return kind == Kind.DIRECTORY;
    }
}
