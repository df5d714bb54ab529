package dev.execbus.filesystem;

import dev.execbus.filesystem.FileStatus.Kind;
import dev.execbus.protocol.ExecbusException;
import java.io.IOException;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.SecureDirectoryStream;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributeView;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Set;

/**
 * A directory reached without following a link, opened component by component, and the last name of the path. What is
 * done to that name through {@link #directory} cannot be led elsewhere by renaming. Opening a component needs the right
 * to read it. For one thread; to be closed.
 */
record NoFollow(SecureDirectoryStream<Path> directory, Path name) implements AutoCloseable {
    /** The root directory has no name to do something to: its own is {@code "."}. */
    private static final Path ITSELF = Path.of(".");

    /** A component that is a link or no directory is ENOTDIR. */
    static NoFollow parentOf(Path absolute) throws IOException {
        SecureDirectoryStream<Path> directory = open(absolute.getRoot());
        try {
            int last = absolute.getNameCount() - 1;
            for (int i = 0; i < last; i++) {
                SecureDirectoryStream<Path> child = child(directory, absolute.getName(i));
                directory.close();
                directory = child;
            }
            return new NoFollow(directory, last < 0 ? ITSELF : absolute.getName(last));
        } catch (IOException | RuntimeException e) {
            directory.close();
            throw e;
        }
    }

    /** For a path that has no links, or whose links do not matter. */
    static NoFollow above(Path real) throws IOException {
        return real.getParent() == null
                ? new NoFollow(open(real), ITSELF)
                : new NoFollow(open(real.getParent()), real.getFileName());
    }

    /** Of the name itself. */
    BasicFileAttributes attributes() throws IOException {
        return attributes(directory, name);
    }

    static BasicFileAttributes attributes(SecureDirectoryStream<Path> directory, Path name) throws IOException {
        return directory
                .getFileAttributeView(name, BasicFileAttributeView.class, LinkOption.NOFOLLOW_LINKS)
                .readAttributes();
    }

    /**
     * Of the name itself, which must be a regular file to be read.
     *
     * @param path the whole path
     */
    BasicFileAttributes regular(Path path) throws IOException {
        BasicFileAttributes attributes = attributes();
        if (attributes.isSymbolicLink()) {
            throw Errno.ELOOP.failure();
        }
        if (!attributes.isRegularFile()) {
            throw attributes.isOther() && FileStatus.ofName(path).kind() == Kind.SOCKET
                    ? Errno.ENXIO.failure()
                    : ExecbusException.invalidRequest("path is not a regular file");
        }
        return attributes;
    }

    SeekableByteChannel read() throws IOException {
        return directory.newByteChannel(name, Set.of(StandardOpenOption.READ, LinkOption.NOFOLLOW_LINKS));
    }

    /** Looks before it opens, since opening a fifo would block. */
    static SecureDirectoryStream<Path> child(SecureDirectoryStream<Path> directory, Path name) throws IOException {
        if (!attributes(directory, name).isDirectory()) {
            throw Errno.ENOTDIR.failure();
        }
        return directory.newDirectoryStream(name, LinkOption.NOFOLLOW_LINKS);
    }

    /** To be closed by the caller. */
    @SuppressWarnings("StreamResourceLeak")
    static SecureDirectoryStream<Path> open(Path directory) throws IOException {
        DirectoryStream<Path> stream = Files.newDirectoryStream(directory);
        if (stream instanceof SecureDirectoryStream<Path> secure) {
            return secure;
        }
        stream.close();
        throw ExecbusException.internal("this system cannot open files relative to a directory");
    }

    @Override
    public void close() throws IOException {
        directory.close();
    }
}
