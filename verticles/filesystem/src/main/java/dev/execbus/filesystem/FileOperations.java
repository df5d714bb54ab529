package dev.execbus.filesystem;

import dev.execbus.bus.FileService;
import dev.execbus.bus.SessionId;
import dev.execbus.protocol.ErrorCode;
import dev.execbus.protocol.ExecbusException;
import dev.execbus.protocol.FileMethods.OpenMode;
import dev.execbus.protocol.FileMethods.OpenParams;
import dev.execbus.protocol.FileMethods.WriteFileParams;
import dev.execbus.protocol.SandboxParams;
import io.vertx.core.Future;
import java.util.function.Function;

/**
 * The room's answers: each command is checked on the verticle's context and done on a thread of the pool. Commands that
 * name paths are independent of each other and may overtake one another; those of one handle keep their order.
 */
final class FileOperations implements FileService {
    private final Attachments attachments;
    private final FileThreads threads;
    private final FileBackends backends;
    private final WriteLocks locks = new WriteLocks();

    FileOperations(Attachments attachments, FileThreads threads, FileBackends backends) {
        this.attachments = attachments;
        this.threads = threads;
        this.backends = backends;
    }

    @Override
    public Future<FileRead> readFile(ReadFile command) {
        return read(command, command.params().sandbox(), command.params().path(), FileRead.class);
    }

    @Override
    public Future<MetadataRead> getMetadata(GetMetadata command) {
        return read(command, command.params().sandbox(), command.params().path(), MetadataRead.class);
    }

    @Override
    public Future<Canonicalized> canonicalize(Canonicalize command) {
        return read(command, command.params().sandbox(), command.params().path(), Canonicalized.class);
    }

    @Override
    public Future<DirectoryRead> readDirectory(ReadDirectory command) {
        return read(command, command.params().sandbox(), command.params().path(), DirectoryRead.class);
    }

    @Override
    public Future<Walked> walk(Walk command) {
        return read(command, command.params().sandbox(), command.params().path(), Walked.class);
    }

    /** Here and not where it is done, since that may be one of several processes. */
    @Override
    public Future<Done> writeFile(WriteFile command) {
        attachments.of(command.from());
        SessionId session = command.from().session();
        WriteFileParams params = command.params();
        return threads.of(session)
                .run(() -> locks.exclusively(NativePath.of(params.path()), () -> {
                    backends.of(session, params.sandbox(), false).run(command);
                    return new Done();
                }));
    }

    @Override
    public Future<Done> createDirectory(CreateDirectory command) {
        return change(command, command.params().sandbox());
    }

    @Override
    public Future<Done> remove(Remove command) {
        return change(command, command.params().sandbox());
    }

    @Override
    public Future<Done> copy(Copy command) {
        return change(command, command.params().sandbox());
    }

    @Override
    public Future<Done> rename(Rename command) {
        return change(command, command.params().sandbox());
    }

    @Override
    public Future<Opened> open(Open command) {
        OpenParams params = command.params();
        SessionId session = command.from().session();
        return files(command)
                .handles()
                .open(params.handleId(), () -> toOpen(session, params).open(params));
    }

    private FileBackend toOpen(SessionId session, OpenParams params) {
        return params.mode() == OpenMode.READ
                ? backends.toRead(session, params.sandbox(), params.path())
                : backends.of(session, params.sandbox(), false);
    }

    @Override
    public Future<BlockRead> readBlock(ReadBlock command) {
        return files(command).handles().read(command.params());
    }

    @Override
    public Future<Done> writeBlock(WriteBlock command) {
        return files(command).handles().write(command.params());
    }

    @Override
    public Future<Done> close(Close command) {
        return files(command).handles().close(command.params());
    }

    @Override
    public Future<MissingWatched> watchMissing(WatchMissing command) {
        return files(command).missing().watch(command.params());
    }

    @Override
    public Future<Done> watch(Watch command) {
        Watches watches = files(command).watches();
        if (command.params().sandbox().needsEnforcementToRead()) {
            throw new ExecbusException(
                    ErrorCode.UNSUPPORTED,
                    "fs/watch is refused under a policy that restricts reading: files are watched outside the sandbox");
        }
        return watches.watch(command.params());
    }

    @Override
    public Future<Done> unwatch(Unwatch command) {
        return files(command).watches().unwatch(command.params());
    }

    private ConnectionFiles files(Command command) {
        return attachments.of(command.from());
    }

    private <T extends Message> Future<T> read(Command command, SandboxParams policy, String path, Class<T> answer) {
        return run(command, session -> backends.toRead(session, policy, path), answer);
    }

    private Future<Done> change(Command command, SandboxParams policy) {
        return run(command, session -> backends.of(session, policy, false), Done.class);
    }

    private <T extends Message> Future<T> run(
            Command command, Function<SessionId, FileBackend> backend, Class<T> answer) {
        attachments.of(command.from());
        SessionId session = command.from().session();
        return threads.of(session).run(() -> answer.cast(backend.apply(session).run(command)));
    }
}
