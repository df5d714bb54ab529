package dev.execbus.filesystem;

import dev.execbus.filesystem.FileStatus.Kind;
import dev.execbus.protocol.ExecbusException;
import dev.execbus.protocol.FileMethods.RemoveParams;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;

/** Removes files and trees. Blocks. */
final class Removal {
    void remove(RemoveParams params) throws IOException {
        Path path = NativePath.of(params.path());
        try {
            if (!params.followSymlinks()) {
                removeNoFollow(path, params.recursive());
            } else if (FileStatus.ofName(path).kind() == Kind.DIRECTORY && params.recursive()) {
                removeTree(path);
            } else {
                Files.delete(path);
            }
        } catch (NoSuchFileException e) {
            if (!params.force()) {
                throw e;
            }
        }
    }

    private static void removeNoFollow(Path path, boolean recursive) throws IOException {
        if (recursive) {
            throw ExecbusException.internal("recursive no-follow removal is unsupported");
        }
        try (NoFollow place = NoFollow.parentOf(path)) {
            BasicFileAttributes attributes = place.attributes();
            if (attributes.isSymbolicLink()) {
                throw ExecbusException.invalidRequest("path contains a symbolic link");
            }
            if (path.getNameCount() == 0) {
                throw Errno.EBUSY.failure();
            } else if (attributes.isDirectory()) {
                place.directory().deleteDirectory(place.name());
            } else {
                place.directory().deleteFile(place.name());
            }
        }
    }

    /** The root directory could not go anyway: nothing below it shall, either. */
    private static void removeTree(Path path) throws IOException {
        if (path.getNameCount() == 0) {
            throw Errno.EBUSY.failure();
        }
        RemovalChecks.check(path);
        try (NoFollow place = NoFollow.above(path);
                TreeRemoval tree = new TreeRemoval(place)) {
            tree.run();
        }
    }
}
