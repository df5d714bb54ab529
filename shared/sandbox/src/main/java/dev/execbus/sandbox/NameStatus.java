package dev.execbus.sandbox;

import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;
import static java.lang.foreign.ValueLayout.JAVA_SHORT;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;

/**
 * What statx(2) says of a name itself. The Java library throws an exception for what is absent, which takes ten times as
 * long as the system call; and absent names are what a plan asks for most. Any thread.
 */
final class NameStatus {
    private static final int AT_FDCWD = -100;
    private static final int AT_SYMLINK_NOFOLLOW = 0x100;
    /** STATX_TYPE and STATX_INO; the device is always told. */
    private static final int ASKED = 0x1 | 0x100;
    /** struct statx: mode, inode, numbers of the device. */
    private static final int BYTES = 256;

    private static final int MODE_OFFSET = 28;
    private static final int INODE_OFFSET = 32;
    private static final int MAJOR_OFFSET = 136;
    private static final int MINOR_OFFSET = 140;

    private static final int TYPE = 0xF000;
    private static final int DIRECTORY = 0x4000;
    private static final int FILE = 0x8000;
    private static final int LINK = 0xA000;

    private NameStatus() {}

    /** What a path means to the kernel has to be beyond doubt. */
    static boolean isPlain(String path) {
        for (int i = 0; i < path.length(); i++) {
            char letter = path.charAt(i);
            if (letter < ' ' || letter > '~') {
                return false;
            }
        }
        return path.startsWith("/");
    }

    /**
     * @param path a plain one
     * @return null when nothing can be seen there
     * @throws UnsupportedException when the kernel cannot tell
     */
    static FileEntry look(String path) throws UnsupportedException {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment status = arena.allocate(BYTES, Long.BYTES);
            int result = Kernel.call(
                    SystemCall.STATX,
                    AT_FDCWD,
                    arena.allocateFrom(path).address(),
                    AT_SYMLINK_NOFOLLOW,
                    ASKED,
                    status.address());
            return switch (-result) {
                case 0 -> entry(status);
                case Kernel.ENOSYS, Kernel.EPERM -> throw new UnsupportedException();
                default -> null;
            };
        }
    }

    private static FileEntry entry(MemorySegment status) {
        long device = device(status.get(JAVA_INT, MAJOR_OFFSET), status.get(JAVA_INT, MINOR_OFFSET));
        return new FileEntry(
                kind(status.get(JAVA_SHORT, MODE_OFFSET)),
                new FileIdentity(device, status.get(JAVA_LONG, INODE_OFFSET)));
    }

    /** As the C library puts them together. */
    private static long device(int major, int minor) {
        return (major & 0xfffff000L) << 32 | (major & 0xfffL) << 8 | (minor & 0xffffff00L) << 12 | (minor & 0xffL);
    }

    private static FileEntry.Kind kind(int mode) {
        return switch (mode & TYPE) {
            case DIRECTORY -> FileEntry.Kind.DIRECTORY;
            case FILE -> FileEntry.Kind.FILE;
            case LINK -> FileEntry.Kind.LINK;
            default -> FileEntry.Kind.OTHER;
        };
    }

    /** An old kernel, or a filter that does not know the call. */
    static final class UnsupportedException extends Exception {
        private static final long serialVersionUID = 1;
    }
}
