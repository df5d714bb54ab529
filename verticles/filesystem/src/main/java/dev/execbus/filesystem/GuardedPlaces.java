package dev.execbus.filesystem;

import dev.execbus.bus.FileService.Remove;
import dev.execbus.filesystem.GuardedName.Intent;
import dev.execbus.filesystem.GuardedNames.Links;
import dev.execbus.protocol.FileMethods.CreateDirectoryParams;
import dev.execbus.protocol.FileMethods.RemoveParams;
import dev.execbus.protocol.FileMethods.RenameParams;
import dev.execbus.protocol.SandboxParams;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SecureDirectoryStream;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;

/**
 * Makes, renames and removes names that are guarded elsewhere, where they are not. That is decided about a directory
 * that is open, so that no swap of links can lead the change to the place where they are. Thread-safe; blocks.
 */
record GuardedPlaces(GuardedNames names, GuardedMounts mounts, FileBackend files) {
    void createDirectory(CreateDirectoryParams params) throws IOException {
        Path path = NativePath.of(params.path());
        LinkOption[] options =
                params.followSymlinks() ? new LinkOption[0] : new LinkOption[] {LinkOption.NOFOLLOW_LINKS};
        for (int i = 1; i < path.getNameCount(); i++) {
            Path parent = path.getRoot().resolve(path.subpath(0, i));
            if (params.recursive() && !Files.isDirectory(parent, options)) {
                make(parent, params.followSymlinks());
            }
        }
        if (!params.recursive() || !Files.isDirectory(path, options)) {
            make(path, params.followSymlinks());
        }
    }

    /** In the place where it is to be, under a name that nobody minds, and given its own one there. */
    private void make(Path path, boolean followSymlinks) throws IOException {
        if (!names.endWith(path)) {
            Files.createDirectory(path);
            return;
        }
        Optional<GuardedName> hit = names.on(path, followSymlinks ? Links.FOLLOWED : Links.REFUSED);
        if (hit.isPresent()) {
            throw hit.get().refusal(Intent.DIRECTORY);
        }
        try (NoFollow place = followSymlinks ? NoFollow.above(path) : NoFollow.parentOf(path)) {
            refuseGuarded(place.directory(), place.name(), Errno.EEXIST);
            refusePresent(place.directory(), place.name());
            Path temporary = path.resolveSibling(random());
            Files.createDirectory(temporary);
            try {
                place.directory().move(temporary.getFileName(), place.directory(), place.name());
            } catch (IOException e) {
                Files.deleteIfExists(temporary);
                throw e;
            }
        }
    }

    void rename(RenameParams params) throws IOException {
        try (NoFollow source = NoFollow.above(NativePath.of(params.sourcePath()));
                NoFollow destination = NoFollow.above(NativePath.of(params.destinationPath()))) {
            refuseGuarded(source.directory(), source.name(), Errno.EBUSY);
            refuseGuarded(destination.directory(), destination.name(), Errno.EROFS);
            if (!params.replace()) {
                refusePresent(destination.directory(), destination.name());
            }
            source.directory().move(source.name(), destination.directory(), destination.name());
        }
    }

    /** A tree is given another name first, under which it is removed as any other. */
    void remove(RemoveParams params) throws IOException {
        Path path = NativePath.of(params.path());
        try (NoFollow place = NoFollow.above(path)) {
            refuseGuarded(place.directory(), place.name(), Errno.EBUSY);
            if (!place.attributes().isDirectory()) {
                place.directory().deleteFile(place.name());
            } else if (!params.recursive()) {
                place.directory().deleteDirectory(place.name());
            } else {
                mounts.refuseRemoval(path);
                removeTree(place, path);
            }
        } catch (NoSuchFileException e) {
            if (!params.force()) {
                throw e;
            }
        }
    }

    private void removeTree(NoFollow place, Path path) throws IOException {
        Path aside = path.resolveSibling(random());
        place.directory().move(place.name(), place.directory(), aside.getFileName());
        try {
            files.run(new Remove(
                    null,
                    new RemoveParams(
                            new String(NativePath.bytes(aside), StandardCharsets.UTF_8),
                            true,
                            false,
                            true,
                            SandboxParams.NONE)));
        } catch (RuntimeException e) {
            place.directory().move(aside.getFileName(), place.directory(), place.name());
            throw e;
        }
    }

    private void refuseGuarded(SecureDirectoryStream<Path> directory, Path name, Errno errno) throws IOException {
        if (names.isGuarded(directory, name)) {
            throw errno.failure();
        }
    }

    private static void refusePresent(SecureDirectoryStream<Path> directory, Path name) throws IOException {
        try {
            NoFollow.attributes(directory, name);
        } catch (NoSuchFileException e) {
            return;
        }
        throw new FileAlreadyExistsException(name.toString());
    }

    private static String random() {
        return ".execbus-" + Long.toHexString(ThreadLocalRandom.current().nextLong()) + ".tmp";
    }
}
