package dev.execbus.filesystem;

import dev.execbus.filesystem.FileStatus.Kind;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * Paths on which something is mounted. Whatever contains one cannot be removed in the end, so nothing of it shall be: a
 * removal would otherwise take away all that comes before the first mount. Nor may it get another name, under which the
 * policy would not know it any more: the next process would have no mount there. Thread-safe; blocks.
 */
record GuardedMounts(List<Path> paths) {
    GuardedMounts {
        paths = List.copyOf(paths);
    }

    /** Fails as the kernel would fail at the mount. What is no directory, or is not there, is let pass. */
    void refuseRemoval(Path absolute) throws IOException {
        if (paths.isEmpty() || absolute.getFileName() == null || !isDirectory(absolute)) {
            return;
        }
        Path top = RealPath.ofName(absolute);
        Path parent = top.getParent();
        for (Path mount : paths) {
            if (mount.startsWith(top)) {
                throw (parent == null || Files.isWritable(parent) ? Errno.EBUSY : Errno.EROFS).failure();
            }
        }
    }

    private static boolean isDirectory(Path absolute) {
        try {
            return FileStatus.ofName(absolute).kind() == Kind.DIRECTORY;
        } catch (IOException e) {
            return false;
        }
    }
}
