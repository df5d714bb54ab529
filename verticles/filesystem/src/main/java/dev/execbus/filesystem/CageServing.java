package dev.execbus.filesystem;

import dev.execbus.bus.FileService;
import dev.execbus.bus.FileService.ReadFile;
import dev.execbus.filesystem.CageAnswer.Block;
import dev.execbus.filesystem.CageAnswer.Failed;
import dev.execbus.filesystem.CageAnswer.Opened;
import dev.execbus.filesystem.CageAnswer.Told;
import dev.execbus.filesystem.CageRequest.Begin;
import dev.execbus.filesystem.CageRequest.Close;
import dev.execbus.filesystem.CageRequest.Open;
import dev.execbus.filesystem.CageRequest.Read;
import dev.execbus.filesystem.CageRequest.Run;
import dev.execbus.filesystem.CageRequest.Write;
import dev.execbus.protocol.ErrorCode;
import dev.execbus.protocol.ExecbusException;
import dev.execbus.protocol.FileMethods.OpenParams;
import dev.execbus.protocol.SandboxParams;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;

/** What the confined process does for each request. Thread-safe; blocks. */
final class CageServing {
    private final FileBackend files;
    private final CageReads reads;
    private final Map<Long, OpenFile> open = new ConcurrentHashMap<>();
    private final AtomicLong lastHandle = new AtomicLong();

    CageServing(FileBackend files, long readLimitBytes) {
        this.files = files;
        this.reads = new CageReads(readLimitBytes, this::keep);
    }

    /** Null for a request that has no answer. */
    CageAnswer answer(CageRequest request) {
        try {
            return done(request);
        } catch (ExecbusException e) {
            return new Failed(e.code(), e.getMessage());
        } catch (OutOfMemoryError e) {
            // One array or list that was too large, and is garbage already.
            return new Failed(
                    ErrorCode.RESOURCE_EXHAUSTED,
                    "a sandboxed file operation has not the memory for so large an answer");
        } catch (RuntimeException | StackOverflowError e) {
            return new Failed(ErrorCode.INTERNAL, Cage.FAILED + e.getClass().getSimpleName());
        }
    }

    private CageAnswer done(CageRequest request) {
        return switch (request) {
            case Run run ->
                run.command() instanceof ReadFile read ? reads.read(read.params()) : new Told(files.run(run.command()));
            case Open each -> {
                OpenParams params = new OpenParams("", each.path(), each.mode(), SandboxParams.NONE);
                yield new Opened(keep(files.open(params)));
            }
            case Read read -> new Block(file(read.handle()).read(read.offset(), read.length()));
            case Write write -> {
                file(write.handle()).write(write.offset(), write.chunk());
                yield new Told(new FileService.Done());
            }
            case Close close -> {
                OpenFile file = open.remove(close.handle());
                if (file != null) {
                    file.close();
                }
                yield null;
            }
            case Begin begin -> throw new IllegalStateException("begun already");
        };
    }

    private long keep(OpenFile file) {
        long handle = lastHandle.incrementAndGet();
        open.put(handle, file);
        return handle;
    }

    private OpenFile file(long handle) {
        OpenFile file = open.get(handle);
        if (file == null) {
            throw Errno.EBADF.failure();
        }
        return file;
    }
}
