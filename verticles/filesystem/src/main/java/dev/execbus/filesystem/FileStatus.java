package dev.execbus.filesystem;

import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.util.Map;

/**
 * What stat and lstat say.
 *
 * @param permissions the lower twelve bits of the mode
 * @param key the same for two names of one file
 */
record FileStatus(Kind kind, int permissions, long size, FileTime modified, Object key) {
    enum Kind {
        REGULAR,
        DIRECTORY,
        LINK,
        FIFO,
        SOCKET,
        DEVICE
    }

    private static final String ATTRIBUTES = "unix:mode,size,lastModifiedTime,fileKey";

    /** Follows links. */
    static FileStatus of(Path path) throws IOException {
        try {
            return read(path);
        } catch (NoSuchFileException e) {
            // The Java library says so for ENOTDIR as well; realpath tells them apart.
            return read(path.toRealPath());
        }
    }

    /** Of the name itself. */
    static FileStatus ofName(Path path) throws IOException {
        try {
            return read(path, LinkOption.NOFOLLOW_LINKS);
        } catch (NoSuchFileException e) {
            Path parent = path.getParent();
            if (parent != null && read(parent.toRealPath()).kind() != Kind.DIRECTORY) {
                throw (FileSystemException) new NotDirectoryException(path.toString()).initCause(e);
            }
            throw e;
        }
    }

    /** Null when there is nothing of this name. */
    static FileStatus ofNameOrNull(Path path) throws IOException {
        try {
            return ofName(path);
        } catch (NoSuchFileException e) {
            return null;
        }
    }

    /** In one system call; null for what is no regular file, or is not there. Follows links. */
    static BasicFileAttributes regularOrNull(Path path) throws IOException {
        BasicFileAttributes attributes =
                path.getFileSystem().provider().readAttributesIfExists(path, BasicFileAttributes.class);
        return attributes != null && attributes.isRegularFile() ? attributes : null;
    }

    private static FileStatus read(Path path, LinkOption... options) throws IOException {
        Map<String, Object> attributes = Files.readAttributes(path, ATTRIBUTES, options);
        int mode = (Integer) attributes.get("mode");
        return new FileStatus(
                kind(mode),
                mode & 07777,
                (Long) attributes.get("size"),
                (FileTime) attributes.get("lastModifiedTime"),
                attributes.get("fileKey"));
    }

    private static Kind kind(int mode) {
        return switch (mode & 0170000) {
            case 0100000 -> Kind.REGULAR;
            case 0040000 -> Kind.DIRECTORY;
            case 0120000 -> Kind.LINK;
            case 0010000 -> Kind.FIFO;
            case 0140000 -> Kind.SOCKET;
            default -> Kind.DEVICE;
        };
    }
}
