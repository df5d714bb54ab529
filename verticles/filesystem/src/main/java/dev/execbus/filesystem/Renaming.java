package dev.execbus.filesystem;

import dev.execbus.filesystem.FileStatus.Kind;
import dev.execbus.protocol.FileMethods.RenameParams;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

/** Gives files, directories and links themselves another name. Blocks. */
final class Renaming {
    void rename(RenameParams params) throws IOException {
        Path source = NativePath.of(params.sourcePath());
        Path destination = NativePath.of(params.destinationPath());
        FileStatus status = FileStatus.ofName(source);
        if (params.replace()) {
            move(source, destination);
        } else {
            renameToFree(source, destination, status.kind());
        }
    }

    /**
     * The Java library has no call that does it in one step. A second name for a file is never put in the place of
     * another file: only, for a moment, both names are there. A directory can have no second name, nor can every file:
     * what appears there between looking and renaming is then replaced, if it is a file or an empty directory.
     */
    static void renameToFree(Path source, Path destination, Kind kind) throws IOException {
        if (FileStatus.ofNameOrNull(destination) != null) {
            throw new FileAlreadyExistsException(destination.toString());
        }
        if (kind == Kind.DIRECTORY || !link(source, destination)) {
            move(source, destination);
            return;
        }
        try {
            Files.delete(source);
        } catch (IOException e) {
            Files.deleteIfExists(destination);
            throw e;
        }
    }

    /** False where files cannot have two names, or not this one: then it is renamed. */
    private static boolean link(Path source, Path destination) throws IOException {
        try {
            Files.createLink(destination, source);
            return true;
        } catch (FileAlreadyExistsException e) {
            throw e;
        } catch (FileSystemException | UnsupportedOperationException e) {
            return false;
        }
    }

    private static void move(Path source, Path destination) throws IOException {
        Files.move(source, destination, StandardCopyOption.ATOMIC_MOVE);
    }
}
