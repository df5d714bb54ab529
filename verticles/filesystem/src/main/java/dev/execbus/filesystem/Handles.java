package dev.execbus.filesystem;

import dev.execbus.bus.FileService.BlockRead;
import dev.execbus.bus.FileService.Done;
import dev.execbus.bus.FileService.Opened;
import dev.execbus.protocol.ExecbusException;
import dev.execbus.protocol.FileMethods;
import dev.execbus.protocol.FileMethods.CloseParams;
import dev.execbus.protocol.FileMethods.OpenResponse;
import dev.execbus.protocol.FileMethods.ReadBlockParams;
import dev.execbus.protocol.FileMethods.WriteBlockParams;
import io.vertx.core.Future;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;

/** The handles of one connection, by the ids it chose. Confined to the verticle's context. */
final class Handles {
    private static final int LONGEST_ID = 32;

    private final FileThreads.Share threads;
    private final int limit;
    private final Map<String, Handle> open = new HashMap<>();

    Handles(FileThreads.Share threads, int limit) {
        this.threads = threads;
        this.limit = limit;
    }

    /** The id is taken from now on, and free again when the opening fails. */
    Future<Opened> open(String id, Callable<OpenFile> opening) {
        check(id);
        if (open.containsKey(id)) {
            throw ExecbusException.invalidRequest("file handle `" + id + "` already exists");
        }
        if (open.size() >= limit) {
            throw ExecbusException.invalidRequest("at most " + limit + " file handles may be open per connection");
        }
        Handle handle = new Handle(id, threads);
        open.put(id, handle);
        return handle.open(opening)
                .onFailure(failure -> open.remove(id, handle))
                .map(new Opened(new OpenResponse(id)));
    }

    Future<BlockRead> read(ReadBlockParams params) {
        String id = params.handleId();
        check(id);
        checkBlock("read", params.len());
        Handle handle = named(id);
        return handle.read(params).onFailure(failure -> open.remove(id, handle));
    }

    Future<Done> write(WriteBlockParams params) {
        check(params.handleId());
        int length = params.chunk().length();
        checkBlock("write", length);
        if (params.offset() > Long.MAX_VALUE - length) {
            throw ExecbusException.invalidRequest("file write range exceeds the signed 64-bit file offset limit");
        }
        return named(params.handleId()).write(params);
    }

    /** The id is free at once; the file is closed when what was asked before is done. */
    Future<Done> close(CloseParams params) {
        check(params.handleId());
        Handle handle = open.remove(params.handleId());
        return handle == null
                ? Future.succeededFuture(new Done())
                : handle.close().map(new Done());
    }

    /** The connection is gone. */
    Future<?> closeAll() {
        List<Future<Void>> closed = open.values().stream().map(Handle::close).toList();
        open.clear();
        return Future.join(closed);
    }

    private Handle named(String id) {
        Handle handle = open.get(id);
        if (handle == null) {
            throw Handle.unknown(id);
        }
        return handle;
    }

    private static void check(String id) {
        if (id.getBytes(StandardCharsets.UTF_8).length > LONGEST_ID) {
            throw ExecbusException.invalidRequest("file handle ID must not exceed " + LONGEST_ID + " bytes");
        }
    }

    private static void checkBlock(String direction, long length) {
        if (length < 1 || length > FileMethods.LONGEST_BLOCK) {
            throw ExecbusException.invalidRequest(
                    "file " + direction + " block length must be between 1 and " + FileMethods.LONGEST_BLOCK);
        }
    }
}
