package dev.execbus.filesystem;

import dev.execbus.bus.FileService.BlockRead;
import dev.execbus.bus.FileService.Done;
import dev.execbus.protocol.ErrorCode;
import dev.execbus.protocol.ExecbusException;
import dev.execbus.protocol.FileMethods.ReadBlockParams;
import dev.execbus.protocol.FileMethods.WriteBlockParams;
import io.vertx.core.Future;
import java.util.concurrent.Callable;
import java.util.function.Supplier;

/**
 * One handle. What is asked of it is done one after the other, in the order in which it is asked. Confined to the
 * verticle's context; the work is done on a thread of the pool.
 */
final class Handle {
    private final String id;
    private final FileThreads.Share threads;

    /** Null before the file is open and after it is closed. */
    private OpenFile file;

    /** The end of what was asked last; never fails. */
    private Future<Void> last = Future.succeededFuture();

    Handle(String id, FileThreads.Share threads) {
        this.id = id;
        this.threads = threads;
    }

    Future<Void> open(Callable<OpenFile> opening) {
        return inTurn(() -> threads.run(opening).map(opened -> {
            file = opened;
            return null;
        }));
    }

    /** A read that fails closes the handle. */
    Future<BlockRead> read(ReadBlockParams params) {
        return inTurn(() -> {
            OpenFile open = openFile();
            return threads.run(() -> new BlockRead(open.read(params.offset(), Math.toIntExact(params.len()))))
                    .recover(failure -> closeNow().transform(closed -> Future.failedFuture(failure)));
        });
    }

    Future<Done> write(WriteBlockParams params) {
        return inTurn(() -> {
            OpenFile open = openFile();
            return threads.run(() -> {
                open.write(params.offset(), params.chunk());
                return new Done();
            });
        });
    }

    Future<Void> close() {
        return inTurn(this::closeNow);
    }

    private Future<Void> closeNow() {
        OpenFile open = file;
        file = null;
        return open == null ? Future.succeededFuture() : threads.close(open::close);
    }

    private OpenFile openFile() {
        if (file == null) {
            throw unknown(id);
        }
        return file;
    }

    static ExecbusException unknown(String id) {
        return new ExecbusException(ErrorCode.NOT_FOUND, "unknown file handle `" + id + "`");
    }

    /** Keeps the end of each step, not what it brought. */
    private <T> Future<T> inTurn(Supplier<Future<T>> step) {
        Future<T> result = last.compose(before -> step.get());
        last = result.transform(done -> Future.succeededFuture());
        return result;
    }
}
