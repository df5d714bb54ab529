package dev.execbus.filesystem;

import dev.execbus.bus.FileService.Command;
import dev.execbus.bus.FileService.Copy;
import dev.execbus.bus.FileService.CreateDirectory;
import dev.execbus.bus.FileService.Done;
import dev.execbus.bus.FileService.Message;
import dev.execbus.bus.FileService.Remove;
import dev.execbus.bus.FileService.Rename;
import dev.execbus.bus.FileService.WriteFile;
import dev.execbus.filesystem.GuardedName.Intent;
import dev.execbus.filesystem.GuardedNames.Links;
import dev.execbus.protocol.ByteChunk;
import dev.execbus.protocol.ExecbusException;
import dev.execbus.protocol.FileMethods.CopyParams;
import dev.execbus.protocol.FileMethods.CreateDirectoryParams;
import dev.execbus.protocol.FileMethods.OpenMode;
import dev.execbus.protocol.FileMethods.OpenParams;
import dev.execbus.protocol.FileMethods.RemoveParams;
import dev.execbus.protocol.FileMethods.RenameParams;
import dev.execbus.protocol.FileMethods.WriteFileParams;
import java.nio.file.Path;
import java.util.Optional;

/**
 * Files but for the names that must not come into being, which no mount protects since they are not there. It is looked
 * where a path leads before a command is done. A swap of links in between is overcome by {@link GuardedPlaces} where the
 * path itself names such a name, and for other paths what was made in the wrong place is taken back. Not so for what is
 * inside of a tree that is copied. Thread-safe; blocks.
 */
final class GuardedFiles implements FileBackend {
    private final FileBackend files;
    private final GuardedNames names;
    private final GuardedMounts mounts;
    private final GuardedTrees trees;
    private final GuardedPlaces places;

    GuardedFiles(FileBackend files, GuardedNames names, GuardedMounts mounts) {
        this.files = files;
        this.names = names;
        this.mounts = mounts;
        this.trees = new GuardedTrees(names);
        this.places = new GuardedPlaces(names, mounts, files);
    }

    @Override
    public Message run(Command command) {
        return switch (command) {
            case Remove each -> remove(each, each.params());
            case WriteFile each -> names.isEmpty() ? files.run(each) : write(each, each.params());
            case CreateDirectory each -> names.isEmpty() ? files.run(each) : createDirectory(each, each.params());
            case Copy each -> names.isEmpty() ? files.run(each) : copy(each, each.params());
            case Rename each -> rename(each, each.params());
            case Command other -> files.run(other);
        };
    }

    @Override
    public OpenFile open(OpenParams params) {
        if (names.isEmpty() || params.mode() == OpenMode.READ) {
            return files.open(params);
        }
        refuse(NativePath.of(params.path()), Links.FOLLOWED, Intent.FILE);
        return make(() -> files.open(params), GuardedCreation.begin(GuardedCreation.file(ByteChunk.EMPTY)));
    }

    private Message write(WriteFile command, WriteFileParams params) {
        Links links = params.followSymlinks() ? Links.FOLLOWED : Links.REFUSED;
        refuse(NativePath.of(params.path()), links, Intent.FILE);
        return make(() -> files.run(command), GuardedCreation.begin(GuardedCreation.file(params.data())));
    }

    private Message createDirectory(CreateDirectory command, CreateDirectoryParams params) {
        Path path = NativePath.of(params.path());
        refuse(path, params.followSymlinks() ? Links.FOLLOWED : Links.REFUSED, Intent.DIRECTORY);
        return make(
                () -> {
                    if (!names.areIn(path)) {
                        return files.run(command);
                    }
                    places.createDirectory(params);
                    return new Done();
                },
                GuardedCreation.begin(GuardedCreation.directory(path)));
    }

    private Message copy(Copy command, CopyParams params) {
        Path source = NativePath.of(params.sourcePath());
        Path destination = NativePath.of(params.destinationPath());
        refuse(destination, Links.FOLLOWED, Intent.TARGET);
        if (params.recursive()) {
            trees.refuseMerge(source, destination);
        }
        return make(() -> files.run(command), GuardedCreation.beginCopy(source));
    }

    private Message rename(Rename command, RenameParams params) {
        Path source = NativePath.of(params.sourcePath());
        Path destination = NativePath.of(params.destinationPath());
        refuseMounted(source, Links.FOLLOWED_TO_THE_LAST);
        refuse(destination, Links.FOLLOWED_TO_THE_LAST, Intent.TARGET);
        return FileFailures.translated(() -> {
            mounts.refuseRemoval(source);
            if (params.replace()) {
                mounts.refuseRemoval(destination);
            }
            if (names.isEmpty()) {
                return files.run(command);
            }
            if (names.endWith(source) || names.endWith(destination)) {
                places.rename(params);
                return new Done();
            }
            Object moved = FileStatus.ofName(source).key();
            Message answer = files.run(command);
            if (GuardedCreation.moveBack(moved, names.locations(), source, destination)) {
                throw Errno.EROFS.failure();
            }
            return answer;
        });
    }

    private <T> T make(FileFailures.Operation<T> making, GuardedCreation creation) {
        T answer;
        try {
            answer = FileFailures.translated(making);
        } catch (ExecbusException e) {
            creation.takeBack(names.locations(), false);
            throw e;
        }
        if (creation.takeBack(names.locations(), true)) {
            if (answer instanceof OpenFile file) {
                file.close();
            }
            throw Errno.EROFS.failure();
        }
        return answer;
    }

    /** Also a guarded name may be there: as the empty directory on which another process of the policy has its mount. */
    private Message remove(Remove command, RemoveParams params) {
        Path path = NativePath.of(params.path());
        refuseMounted(path, params.followSymlinks() ? Links.FOLLOWED_TO_THE_LAST : Links.REFUSED);
        return FileFailures.translated(() -> {
            if (params.followSymlinks() && names.endWith(path)) {
                places.remove(params);
                return new Done();
            }
            if (params.recursive() && params.followSymlinks()) {
                mounts.refuseRemoval(path);
            }
            return files.run(command);
        });
    }

    private void refuse(Path path, Links links, Intent intent) {
        Optional<GuardedName> hit = names.on(path, links);
        if (hit.isPresent()) {
            throw hit.get().refusal(intent);
        }
    }

    /** What counts as mounted can neither be moved away nor removed. */
    private void refuseMounted(Path path, Links links) {
        if (names.on(path, links).filter(hit -> !hit.below()).isPresent()) {
            throw Errno.EBUSY.failure();
        }
    }
}
