package dev.execbus.filesystem;

import dev.execbus.filesystem.FileStatus.Kind;
import dev.execbus.protocol.ExecbusException;
import dev.execbus.protocol.FileMethods.WriteFileParams;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.AccessMode;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFileAttributes;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;

/**
 * Writes a file beside the one it is to replace, brings it to the disk, and gives it its name: whatever happens, the
 * name has the old content or the new. Mode, owner and group are kept where this process may; further hard links keep
 * the old content. Blocks. For one use.
 */
final class AtomicReplacement {
    private static final Set<OpenOption> NEW =
            Set.of(StandardOpenOption.WRITE, StandardOpenOption.CREATE_NEW, LinkOption.NOFOLLOW_LINKS);

    /** Until it has the mode of the file that it replaces. */
    private static final FileAttribute<?> PRIVATE =
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));

    private final NoFollow place;
    private final Path path;
    private final FileStatus old;
    private final Path temporary;

    /** @param old null when there is none */
    AtomicReplacement(NoFollow place, Path path, FileStatus old) {
        this.place = place;
        this.path = path;
        this.old = old;
        this.temporary = Path.of(
                ".execbus-" + Long.toHexString(ThreadLocalRandom.current().nextLong()) + ".tmp");
    }

    void write(WriteFileParams params) throws IOException {
        checkReplaceable(params.path());
        SeekableByteChannel channel = create();
        boolean published = false;
        try {
            try (channel) {
                FileWriter.writeAll(channel, params.data());
                if (old != null) {
                    takeOver();
                }
                toDisk(channel);
            }
            publish(params);
            published = true;
        } finally {
            if (!published) {
                removeTemporary();
            }
        }
        directoryToDisk();
    }

    /** What may not be written in place is not replaced either, though the directory would allow it. */
    private void checkReplaceable(String shown) throws IOException {
        if (path.getNameCount() == 0) {
            throw Errno.EISDIR.failure();
        }
        if (old == null) {
            return;
        }
        if (old.kind() != Kind.REGULAR) {
            throw ExecbusException.invalidRequest(
                    "path `" + shown + "` is not a regular file: only such files are replaced atomically");
        }
        path.getFileSystem().provider().checkAccess(path, AccessMode.WRITE);
    }

    private SeekableByteChannel create() throws IOException {
        return old == null
                ? place.directory().newByteChannel(temporary, NEW)
                : place.directory().newByteChannel(temporary, NEW, PRIVATE);
    }

    /** The owner first: giving a file away takes bits of its mode. */
    private void takeOver() throws IOException {
        PosixFileAttributeView view = place.directory()
                .getFileAttributeView(temporary, PosixFileAttributeView.class, LinkOption.NOFOLLOW_LINKS);
        PosixFileAttributes wanted = place.directory()
                .getFileAttributeView(place.name(), PosixFileAttributeView.class, LinkOption.NOFOLLOW_LINKS)
                .readAttributes();
        PosixFileAttributes made = view.readAttributes();
        if (!made.group().equals(wanted.group())) {
            unlessForbidden(() -> view.setGroup(wanted.group()));
        }
        if (!made.owner().equals(wanted.owner())) {
            unlessForbidden(() -> view.setOwner(wanted.owner()));
        }
        view.setPermissions(wanted.permissions());
    }

    @FunctionalInterface
    private interface Change {
        void make() throws IOException;
    }

    private static void unlessForbidden(Change change) throws IOException {
        try {
            change.make();
        } catch (FileSystemException e) {
            // Only the administrator may give files away; then it is the writer's.
        }
    }

    private static void toDisk(SeekableByteChannel channel) throws IOException {
        if (channel instanceof FileChannel file) {
            file.force(true);
        }
    }

    /** Some file systems keep no order between a file and its name, and say that they cannot. */
    private void directoryToDisk() throws IOException {
        try (FileChannel directory = FileChannel.open(path.getParent(), StandardOpenOption.READ)) {
            directory.force(true);
        } catch (IOException e) {
            if (!FileFailures.of(e).getMessage().equals(Errno.EINVAL.failure().getMessage())) {
                throw e;
            }
        }
    }

    private void publish(WriteFileParams params) throws IOException {
        if (ExpectedContent.isMissing(params)) {
            publishNew();
            return;
        }
        if (params.expectedSha256() != null && !Objects.equals(FileStatus.ofNameOrNull(path), old)) {
            // Somebody who does not ask this server.
            throw ExpectedContent.conflict("the file was changed while the new content was being written");
        }
        place.directory().move(temporary, place.directory(), place.name());
    }

    private void publishNew() throws IOException {
        try {
            Renaming.renameToFree(path.resolveSibling(temporary), path, Kind.REGULAR);
        } catch (FileAlreadyExistsException e) {
            throw ExpectedContent.exists();
        }
    }

    private void removeTemporary() throws IOException {
        try {
            place.directory().deleteFile(temporary);
        } catch (NoSuchFileException e) {
            // Somebody else was faster.
        }
    }
}
