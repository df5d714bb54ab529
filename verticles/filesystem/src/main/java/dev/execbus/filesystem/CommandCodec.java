package dev.execbus.filesystem;

import dev.execbus.bus.FileService.Canonicalize;
import dev.execbus.bus.FileService.Close;
import dev.execbus.bus.FileService.Command;
import dev.execbus.bus.FileService.Copy;
import dev.execbus.bus.FileService.CreateDirectory;
import dev.execbus.bus.FileService.GetMetadata;
import dev.execbus.bus.FileService.Open;
import dev.execbus.bus.FileService.ReadBlock;
import dev.execbus.bus.FileService.ReadDirectory;
import dev.execbus.bus.FileService.ReadFile;
import dev.execbus.bus.FileService.Remove;
import dev.execbus.bus.FileService.Rename;
import dev.execbus.bus.FileService.Unwatch;
import dev.execbus.bus.FileService.Walk;
import dev.execbus.bus.FileService.Watch;
import dev.execbus.bus.FileService.WatchMissing;
import dev.execbus.bus.FileService.WriteBlock;
import dev.execbus.bus.FileService.WriteFile;
import dev.execbus.protocol.FileMethods.CanonicalizeParams;
import dev.execbus.protocol.FileMethods.CopyParams;
import dev.execbus.protocol.FileMethods.CreateDirectoryParams;
import dev.execbus.protocol.FileMethods.GetMetadataParams;
import dev.execbus.protocol.FileMethods.ReadDirectoryParams;
import dev.execbus.protocol.FileMethods.ReadFileParams;
import dev.execbus.protocol.FileMethods.RemoveParams;
import dev.execbus.protocol.FileMethods.RenameParams;
import dev.execbus.protocol.FileMethods.WalkOptions;
import dev.execbus.protocol.FileMethods.WalkParams;
import dev.execbus.protocol.FileMethods.WriteFileParams;
import dev.execbus.protocol.SandboxParams;
import java.io.IOException;

/**
 * Commands that name paths, to and from bytes. Who a command is from and its policy stay behind: for the one who does
 * it, it is from nobody and allowed to do everything that it can.
 */
final class CommandCodec {
    private static final int READ_FILE = 1;
    private static final int WRITE_FILE = 2;
    private static final int CREATE_DIRECTORY = 3;
    private static final int GET_METADATA = 4;
    private static final int CANONICALIZE = 5;
    private static final int READ_DIRECTORY = 6;
    private static final int REMOVE = 7;
    private static final int COPY = 8;
    private static final int WALK = 9;
    private static final int RENAME = 10;

    private CommandCodec() {}

    /** Commands by handle or watch are an {@link IllegalArgumentException}. */
    static void put(Command command, CodecOutput out) {
        switch (command) {
            case ReadFile each ->
                putPath(READ_FILE, each.params().path(), each.params().followSymlinks(), out);
            case WriteFile each -> putWriteFile(each.params(), out);
            case CreateDirectory each -> putCreateDirectory(each.params(), out);
            case GetMetadata each ->
                putPath(GET_METADATA, each.params().path(), each.params().followSymlinks(), out);
            case Canonicalize each -> putPath(CANONICALIZE, each.params().path(), true, out);
            case ReadDirectory each -> putPath(READ_DIRECTORY, each.params().path(), true, out);
            case Remove each -> putRemove(each.params(), out);
            case Copy each -> putCopy(each.params(), out);
            case Walk each -> putWalk(each.params(), out);
            case Rename each -> putRename(each.params(), out);
            case Open each -> throw notByPath(each);
            case ReadBlock each -> throw notByPath(each);
            case WriteBlock each -> throw notByPath(each);
            case Close each -> throw notByPath(each);
            case WatchMissing each -> throw notByPath(each);
            case Watch each -> throw notByPath(each);
            case Unwatch each -> throw notByPath(each);
        }
    }

    static Command take(CodecInput in) throws IOException {
        int kind = in.takeByte();
        String path = in.takeText();
        boolean flag = in.takeBoolean();
        return switch (kind) {
            case READ_FILE -> new ReadFile(null, new ReadFileParams(path, flag, SandboxParams.NONE));
            case WRITE_FILE -> takeWriteFile(path, flag, in);
            case CREATE_DIRECTORY ->
                new CreateDirectory(null, new CreateDirectoryParams(path, flag, in.takeBoolean(), SandboxParams.NONE));
            case GET_METADATA -> new GetMetadata(null, new GetMetadataParams(path, flag, SandboxParams.NONE));
            case CANONICALIZE -> new Canonicalize(null, new CanonicalizeParams(path, SandboxParams.NONE));
            case READ_DIRECTORY -> new ReadDirectory(null, new ReadDirectoryParams(path, SandboxParams.NONE));
            case REMOVE ->
                new Remove(null, new RemoveParams(path, flag, in.takeBoolean(), in.takeBoolean(), SandboxParams.NONE));
            case COPY -> new Copy(null, new CopyParams(path, in.takeText(), flag, SandboxParams.NONE));
            case WALK -> takeWalk(path, flag, in);
            case RENAME -> new Rename(null, new RenameParams(path, in.takeText(), flag, SandboxParams.NONE));
            default -> throw new IOException("a command of kind " + kind);
        };
    }

    private static void putPath(int kind, String path, boolean flag, CodecOutput out) {
        out.putByte(kind);
        out.putText(path);
        out.putBoolean(flag);
    }

    private static void putWriteFile(WriteFileParams params, CodecOutput out) {
        putPath(WRITE_FILE, params.path(), params.followSymlinks(), out);
        out.putBoolean(params.atomic());
        out.putOptionalText(params.expectedSha256());
        out.putRest(params.data());
    }

    private static WriteFile takeWriteFile(String path, boolean followSymlinks, CodecInput in) throws IOException {
        boolean atomic = in.takeBoolean();
        String expected = in.takeOptionalText();
        return new WriteFile(
                null, new WriteFileParams(path, in.takeRest(), followSymlinks, SandboxParams.NONE, atomic, expected));
    }

    private static void putCreateDirectory(CreateDirectoryParams params, CodecOutput out) {
        putPath(CREATE_DIRECTORY, params.path(), params.recursive(), out);
        out.putBoolean(params.followSymlinks());
    }

    private static void putRemove(RemoveParams params, CodecOutput out) {
        putPath(REMOVE, params.path(), params.recursive(), out);
        out.putBoolean(params.force());
        out.putBoolean(params.followSymlinks());
    }

    private static void putCopy(CopyParams params, CodecOutput out) {
        putPath(COPY, params.sourcePath(), params.recursive(), out);
        out.putText(params.destinationPath());
    }

    private static void putRename(RenameParams params, CodecOutput out) {
        putPath(RENAME, params.sourcePath(), params.replace(), out);
        out.putText(params.destinationPath());
    }

    private static void putWalk(WalkParams params, CodecOutput out) {
        WalkOptions options = params.options();
        putPath(WALK, params.path(), options.followDirectorySymlinks(), out);
        out.putBoolean(options.pruneHiddenDirectories());
        out.putLong(options.maxDepth());
        out.putLong(options.maxDirectories());
        out.putLong(options.maxEntries());
    }

    private static Walk takeWalk(String path, boolean followDirectorySymlinks, CodecInput in) throws IOException {
        boolean pruneHidden = in.takeBoolean();
        WalkOptions options =
                new WalkOptions(in.takeLong(), in.takeLong(), in.takeLong(), followDirectorySymlinks, pruneHidden);
        return new Walk(null, new WalkParams(path, options, SandboxParams.NONE));
    }

    private static IllegalArgumentException notByPath(Command command) {
        return new IllegalArgumentException(command.getClass().getSimpleName() + " is no command for a backend");
    }
}
