package dev.execbus.filesystem;

import dev.execbus.bus.FileService;
import dev.execbus.protocol.ErrorCode;
import dev.execbus.protocol.ExecbusException;
import dev.execbus.protocol.FileMethods;
import dev.execbus.protocol.FileMethods.CanonicalizeParams;
import dev.execbus.protocol.FileMethods.CopyParams;
import dev.execbus.protocol.FileMethods.CreateDirectoryParams;
import dev.execbus.protocol.FileMethods.GetMetadataParams;
import dev.execbus.protocol.FileMethods.ReadDirectoryParams;
import dev.execbus.protocol.FileMethods.ReadFileParams;
import dev.execbus.protocol.FileMethods.RemoveParams;
import dev.execbus.protocol.FileMethods.WriteFileParams;
import dev.execbus.protocol.RpcMethod;
import io.vertx.core.Future;
import io.vertx.core.WorkerExecutor;
import java.io.IOException;

/**
 * The room's answers: each command is checked on the verticle's context and done on a thread of the pool. Commands are
 * independent of each other and may overtake one another.
 */
final class FileOperations implements FileService {
    private final Attachments attachments;
    private final WorkerExecutor pool;
    private final FileReader reader;
    private final FileWriter writer = new FileWriter();
    private final Directories directories = new Directories();
    private final Metadata metadata = new Metadata();
    private final Removal removal = new Removal();
    private final Copying copying = new Copying();

    FileOperations(Attachments attachments, WorkerExecutor pool, FileSettings settings) {
        this.attachments = attachments;
        this.pool = pool;
        this.reader = new FileReader(settings);
    }

    @Override
    public Future<FileRead> readFile(ReadFile command) {
        ReadFileParams params = command.params();
        return run(
                command,
                FileMethods.READ_FILE,
                params.sandbox().needsEnforcementToRead(),
                () -> new FileRead(reader.read(params)));
    }

    @Override
    public Future<Done> writeFile(WriteFile command) {
        WriteFileParams params = command.params();
        return change(
                command,
                FileMethods.WRITE_FILE,
                params.sandbox().needsEnforcementToWrite(),
                () -> writer.write(params));
    }

    @Override
    public Future<Done> createDirectory(CreateDirectory command) {
        CreateDirectoryParams params = command.params();
        return change(
                command,
                FileMethods.CREATE_DIRECTORY,
                params.sandbox().needsEnforcementToWrite(),
                () -> directories.create(params));
    }

    @Override
    public Future<MetadataRead> getMetadata(GetMetadata command) {
        GetMetadataParams params = command.params();
        return run(
                command,
                FileMethods.GET_METADATA,
                params.sandbox().needsEnforcementToRead(),
                () -> new MetadataRead(metadata.describe(params)));
    }

    @Override
    public Future<Canonicalized> canonicalize(Canonicalize command) {
        CanonicalizeParams params = command.params();
        return run(
                command,
                FileMethods.CANONICALIZE,
                params.sandbox().needsEnforcementToRead(),
                () -> new Canonicalized(metadata.canonicalize(params)));
    }

    @Override
    public Future<DirectoryRead> readDirectory(ReadDirectory command) {
        ReadDirectoryParams params = command.params();
        return run(
                command,
                FileMethods.READ_DIRECTORY,
                params.sandbox().needsEnforcementToRead(),
                () -> new DirectoryRead(directories.read(params)));
    }

    @Override
    public Future<Done> remove(Remove command) {
        RemoveParams params = command.params();
        return change(
                command, FileMethods.REMOVE, params.sandbox().needsEnforcementToWrite(), () -> removal.remove(params));
    }

    @Override
    public Future<Done> copy(Copy command) {
        CopyParams params = command.params();
        return change(
                command, FileMethods.COPY, params.sandbox().needsEnforcementToWrite(), () -> copying.copy(params));
    }

    /** Something with no answer but its end. */
    @FunctionalInterface
    private interface Change {
        void make() throws IOException;
    }

    private Future<Done> change(Command command, RpcMethod<?> method, boolean needsEnforcement, Change change) {
        return run(command, method, needsEnforcement, () -> {
            change.make();
            return new Done();
        });
    }

    private <T> Future<T> run(
            Command command, RpcMethod<?> method, boolean needsEnforcement, FileFailures.Operation<T> operation) {
        if (!attachments.isCurrent(command.from())) {
            return Future.failedFuture(new ExecbusException(
                    ErrorCode.STALE_ATTACHMENT, "the connection no longer speaks for this session"));
        }
        if (needsEnforcement) {
            return Future.failedFuture(new ExecbusException(
                    ErrorCode.UNSUPPORTED,
                    "this server has no sandbox yet: " + method.name()
                            + " under a restricted policy is refused rather than run unprotected"));
        }
        return pool.executeBlocking(() -> FileFailures.translated(operation), false);
    }
}
