package dev.execbus.filesystem;

import dev.execbus.bus.FileService;
import dev.execbus.bus.FileService.Command;
import dev.execbus.bus.FileService.Message;
import dev.execbus.protocol.ExecbusException;
import dev.execbus.protocol.FileMethods.OpenParams;
import dev.execbus.sandbox.Restriction;
import java.util.function.Supplier;

/**
 * Does each command on a fresh thread that has restricted itself before. A file opened there is used outside of it. The
 * thread may not be able to load classes any more, and a class that could not be loaded once is lost to the Java machine:
 * so every kind of command is rehearsed before, once, on an ordinary thread in a temporary directory. Such a thread is
 * the server's as any other, and nothing keeps what /proc says of the server from it: so that is refused before.
 */
final class ConfinedThreads implements FileBackend {
    private final FileBackend local;
    private final Restriction restriction;

    ConfinedThreads(FileBackend local, Restriction restriction) {
        this.local = local;
        this.restriction = restriction;
    }

    @Override
    public Message run(Command command) {
        CommandPaths.of(command).forEach(ConfinedThreads::refuseProcesses);
        return restricted(() -> local.run(command));
    }

    @Override
    public OpenFile open(OpenParams params) {
        refuseProcesses(params.path());
        return restricted(() -> local.open(params));
    }

    private static void refuseProcesses(String path) {
        if (ProcessFiles.areReachedBy(NativePath.of(path))) {
            throw Errno.EACCES.failure();
        }
    }

    private <T> T restricted(Supplier<T> work) {
        ConfinedRehearsal.once();
        ConfinedWork<T> confined = new ConfinedWork<>(restriction, work);
        Thread thread = Thread.ofPlatform().daemon().name("confined-file").start(confined);
        try {
            if (thread.join(FileService.DEADLINE)) {
                return confined.result();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            confined.abandon();
            throw ExecbusException.internal("interrupted while waiting for a sandboxed file operation");
        }
        confined.abandon();
        throw ExecbusException.internal(
                Cage.FAILED + "no answer within " + FileService.DEADLINE.toSeconds() + " seconds");
    }
}
