package dev.execbus.filesystem;

import dev.execbus.protocol.ExecbusException;
import dev.execbus.sandbox.FileConfinement.Guarded;
import java.nio.file.Path;

/**
 * A guarded name that a path leads to.
 *
 * @param location where the name is, without links
 * @param below the path goes on from there
 */
record GuardedName(Guarded guarded, Path location, boolean below) {
    /** What somebody wants to make of a name. */
    enum Intent {
        /** A file written in place. */
        FILE,
        DIRECTORY,
        /** Something that comes from elsewhere. */
        TARGET
    }

    /** What the kernel would say if the name were an empty read-only directory, or such a file. */
    ExecbusException refusal(Intent intent) {
        if (below) {
            return (guarded.asDirectory() ? Errno.EROFS : Errno.ENOTDIR).failure();
        }
        return switch (intent) {
            case FILE -> (guarded.asDirectory() ? Errno.EISDIR : Errno.EROFS).failure();
            case DIRECTORY -> Errno.EEXIST.failure();
            case TARGET -> Errno.EROFS.failure();
        };
    }
}
