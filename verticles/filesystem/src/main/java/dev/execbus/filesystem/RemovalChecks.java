package dev.execbus.filesystem;

import java.io.IOException;
import java.nio.file.AccessMode;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.Map;

/** Whether a directory could be removed once it were empty, asked before it is emptied. Blocks. */
final class RemovalChecks {
    private static final int STICKY = 01000;
    private static final Path SELF = Path.of("/proc/self");

    private RemovalChecks() {}

    static void check(Path directory) throws IOException {
        Path parent = directory.getParent();
        parent.getFileSystem().provider().checkAccess(parent, AccessMode.WRITE, AccessMode.EXECUTE);
        checkSticky(directory, parent);
        if (MountPoints.isAnyIn(RealPath.ofName(directory))) {
            throw Errno.EBUSY.failure();
        }
    }

    /** As in /tmp: only the owners of the directory and of its parent may remove it, and the administrator. */
    private static void checkSticky(Path directory, Path parent) throws IOException {
        Map<String, Object> above = Files.readAttributes(parent, "unix:mode,uid");
        if (((Integer) above.get("mode") & STICKY) == 0 || !Files.isDirectory(SELF)) {
            return;
        }
        Object self = Files.getAttribute(SELF, "unix:uid");
        Object owner = Files.getAttribute(directory, "unix:uid", LinkOption.NOFOLLOW_LINKS);
        if (!self.equals(0) && !self.equals(owner) && !self.equals(above.get("uid"))) {
            throw Errno.EPERM.failure();
        }
    }
}
