package dev.execbus.filesystem;

import dev.execbus.filesystem.FileStatus.Kind;
import dev.execbus.protocol.FileMethods.CreateDirectoryParams;
import dev.execbus.protocol.FileMethods.DirectoryEntry;
import dev.execbus.protocol.FileMethods.ReadDirectoryParams;
import dev.execbus.protocol.FileMethods.ReadDirectoryResponse;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/** Makes and lists directories. Blocks. */
final class Directories {
    void create(CreateDirectoryParams params) throws IOException {
        Path path = NativePath.of(params.path());
        if (!params.followSymlinks()) {
            createNoFollow(path, params.recursive());
        } else if (params.recursive()) {
            createAll(path);
        } else {
            Files.createDirectory(path);
        }
    }

    /** Like {@code mkdir -p}; a link to a directory is as good as one. */
    static void createAll(Path path) throws IOException {
        Deque<Path> missing = new ArrayDeque<>();
        Path at = path;
        while (at != null && !exists(at)) {
            missing.push(at);
            at = at.getParent();
        }
        for (Path each : missing) {
            if (!exists(each)) {
                throw new NoSuchFileException(each.toString());
            }
        }
    }

    /** Makes the directory or finds it; false when its parent is missing. */
    private static boolean exists(Path directory) throws IOException {
        try {
            Files.createDirectory(directory);
            return true;
        } catch (NoSuchFileException e) {
            return false;
        } catch (IOException e) {
            if (Files.isDirectory(directory)) {
                return true;
            }
            throw e;
        }
    }

    /**
     * The Java library makes directories by their whole path only: between the look at a component and the making, it
     * could be replaced by a link. So all are looked at once more afterwards, and a link is at least told.
     */
    private static void createNoFollow(Path path, boolean recursive) throws IOException {
        for (int i = 1; i < path.getNameCount(); i++) {
            Path parent = path.getRoot().resolve(path.subpath(0, i));
            if (recursive) {
                makeUnlessOwnDirectory(parent);
            } else {
                checkOwnDirectory(parent);
            }
        }
        if (recursive) {
            makeUnlessOwnDirectory(path);
        } else {
            Files.createDirectory(path);
        }
        for (int i = 1; i <= path.getNameCount(); i++) {
            checkOwnDirectory(path.getRoot().resolve(path.subpath(0, i)));
        }
    }

    private static void makeUnlessOwnDirectory(Path path) throws IOException {
        if (!isOwnDirectory(path)) {
            try {
                Files.createDirectory(path);
            } catch (FileAlreadyExistsException e) {
                checkOwnDirectory(path);
            }
        }
    }

    private static void checkOwnDirectory(Path path) throws IOException {
        if (!isOwnDirectory(path)) {
            throw new NoSuchFileException(path.toString());
        }
    }

    /** False when there is nothing; whatever else is there is in the way. */
    private static boolean isOwnDirectory(Path path) throws IOException {
        try {
            if (FileStatus.ofName(path).kind() != Kind.DIRECTORY) {
                throw Errno.ENOTDIR.failure();
            }
            return true;
        } catch (NoSuchFileException e) {
            return false;
        }
    }

    ReadDirectoryResponse read(ReadDirectoryParams params) throws IOException {
        Path path = NativePath.of(params.path());
        // Looked at before it is opened: a fifo would block.
        if (FileStatus.of(path).kind() != Kind.DIRECTORY) {
            throw Errno.ENOTDIR.failure();
        }
        List<DirectoryEntry> entries = new ArrayList<>();
        try (DirectoryStream<Path> stream = Files.newDirectoryStream(path)) {
            for (Path each : stream) {
                add(each, entries);
            }
        }
        return new ReadDirectoryResponse(entries);
    }

    /** A name whose target cannot be looked at is left out, as the peer does. */
    private static void add(Path path, List<DirectoryEntry> entries) {
        Kind kind;
        try {
            kind = FileStatus.of(path).kind();
        } catch (IOException e) {
            return;
        }
        entries.add(new DirectoryEntry(NativePath.fileName(path), kind == Kind.DIRECTORY, kind == Kind.REGULAR));
    }
}
