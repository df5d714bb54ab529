package dev.execbus.filesystem;

import dev.execbus.protocol.ExecbusException;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.FileSystemLoopException;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.NotLinkException;
import java.util.Optional;

/** What went wrong with a file to what a client is told: never with a path. */
final class FileFailures {
    /** An operation on files. */
    @FunctionalInterface
    interface Operation<T> {
        T run() throws IOException;
    }

    private FileFailures() {}

    /** Runs it, with failures as {@link ExecbusException}. */
    static <T> T translated(Operation<T> operation) {
        try {
            return operation.run();
        } catch (IOException e) {
            throw of(e);
        } catch (DirectoryIteratorException e) {
            throw of(e.getCause());
        }
    }

    static ExecbusException of(IOException e) {
        String sentence = sentence(e);
        return errno(e, sentence)
                .map(Errno::failure)
                .orElseGet(() -> ExecbusException.internal(sentence.isEmpty() ? "I/O error" : sentence));
    }

    private static Optional<Errno> errno(IOException e, String sentence) {
        return switch (e) {
            case NoSuchFileException missing -> Optional.of(Errno.ENOENT);
            case AccessDeniedException denied -> Optional.of(Errno.EACCES);
            case FileAlreadyExistsException exists -> Optional.of(Errno.EEXIST);
            case DirectoryNotEmptyException notEmpty -> Optional.of(Errno.ENOTEMPTY);
            case NotDirectoryException notDirectory -> Optional.of(Errno.ENOTDIR);
            case NotLinkException notLink -> Optional.of(Errno.EINVAL);
            case FileSystemLoopException loop -> Optional.of(Errno.ELOOP);
            default -> Errno.saidAs(sentence);
        };
    }

    private static String sentence(IOException e) {
        String sentence = e instanceof FileSystemException failure ? failure.getReason() : e.getMessage();
        return sentence == null ? "" : sentence;
    }
}
