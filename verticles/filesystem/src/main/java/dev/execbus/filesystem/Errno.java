package dev.execbus.filesystem;

import dev.execbus.protocol.ErrorCode;
import dev.execbus.protocol.ExecbusException;
import java.util.Arrays;
import java.util.Optional;

/**
 * Error numbers of Linux. Clients get the wording of musl, as from the peer; the Java library shows that of the C
 * library it runs on, which is the other one where {@code glibc} differs.
 */
enum Errno {
    EPERM(1, "Operation not permitted"),
    ENOENT(2, "No such file or directory"),
    EINTR(4, "Interrupted system call"),
    EIO(5, "I/O error", "Input/output error"),
    ENXIO(6, "No such device or address"),
    EBADF(9, "Bad file descriptor"),
    EAGAIN(11, "Resource temporarily unavailable"),
    ENOMEM(12, "Out of memory", "Cannot allocate memory"),
    EACCES(13, "Permission denied"),
    EBUSY(16, "Resource busy", "Device or resource busy"),
    EEXIST(17, "File exists"),
    EXDEV(18, "Cross-device link", "Invalid cross-device link"),
    ENODEV(19, "No such device"),
    ENOTDIR(20, "Not a directory"),
    EISDIR(21, "Is a directory"),
    EINVAL(22, "Invalid argument"),
    ENFILE(23, "Too many open files in system"),
    EMFILE(24, "No file descriptors available", "Too many open files"),
    ENOTTY(25, "Not a tty", "Inappropriate ioctl for device"),
    ETXTBSY(26, "Text file busy"),
    EFBIG(27, "File too large"),
    ENOSPC(28, "No space left on device"),
    ESPIPE(29, "Invalid seek", "Illegal seek"),
    EROFS(30, "Read-only file system"),
    EMLINK(31, "Too many links"),
    EPIPE(32, "Broken pipe"),
    ENAMETOOLONG(36, "Filename too long", "File name too long"),
    ENOSYS(38, "Function not implemented"),
    ENOTEMPTY(39, "Directory not empty"),
    ELOOP(40, "Symbolic link loop", "Too many levels of symbolic links"),
    EOVERFLOW(75, "Value too large for data type", "Value too large for defined data type"),
    EOPNOTSUPP(95, "Not supported", "Operation not supported"),
    ESTALE(116, "Stale file handle"),
    EDQUOT(122, "Quota exceeded", "Disk quota exceeded");

    private final int number;
    private final String text;
    private final String glibc;

    Errno(int number, String text) {
        this(number, text, text);
    }

    Errno(int number, String text, String glibc) {
        this.number = number;
        this.text = text;
        this.glibc = glibc;
    }

    /** The number behind a C library's sentence, to which the Java library may have added words of its own. */
    static Optional<Errno> saidAs(String sentence) {
        return Arrays.stream(values())
                .filter(errno -> sentence.equals(errno.text) || sentence.equals(errno.glibc))
                .findFirst()
                .or(() -> sentence.startsWith(ELOOP.glibc) || sentence.startsWith(ELOOP.text)
                        ? Optional.of(ELOOP)
                        : Optional.empty());
    }

    ExecbusException failure() {
        return new ExecbusException(code(), text + " (os error " + number + ")");
    }

    private ErrorCode code() {
        return switch (this) {
            case ENOENT -> ErrorCode.NOT_FOUND;
            case EPERM, EACCES, EINVAL -> ErrorCode.INVALID_REQUEST;
            default -> ErrorCode.INTERNAL;
        };
    }
}
