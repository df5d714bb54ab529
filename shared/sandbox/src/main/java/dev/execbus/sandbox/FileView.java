package dev.execbus.sandbox;

import java.util.List;

/** What planning needs to know of a disk. Paths are absolute; what cannot be seen counts as absent. */
interface FileView {
    /** Null when nothing is there. Links are not followed. */
    FileEntry look(String path);

    /** The same place without links on the way; null when nothing is there. */
    String real(String path);

    /** What a link says; null when it is none. */
    String target(String link);

    /** The names in a directory, in any order; none when it cannot be read. */
    List<String> names(String directory);

    /** The first bytes of a file as text; empty when it cannot be read. */
    String beginning(String file, int bytes);

    /** Whether this server may make names in a directory. */
    boolean writable(String directory);
}
