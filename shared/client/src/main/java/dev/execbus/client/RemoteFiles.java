package dev.execbus.client;

import com.fasterxml.jackson.databind.JsonNode;
import dev.execbus.client.Request.Repeat;
import dev.execbus.protocol.FileMethods;
import dev.execbus.protocol.FileMethods.CanonicalizeParams;
import dev.execbus.protocol.FileMethods.CanonicalizeResponse;
import dev.execbus.protocol.FileMethods.CloseParams;
import dev.execbus.protocol.FileMethods.CopyParams;
import dev.execbus.protocol.FileMethods.CreateDirectoryParams;
import dev.execbus.protocol.FileMethods.GetMetadataParams;
import dev.execbus.protocol.FileMethods.GetMetadataResponse;
import dev.execbus.protocol.FileMethods.OpenParams;
import dev.execbus.protocol.FileMethods.OpenResponse;
import dev.execbus.protocol.FileMethods.ReadBlockParams;
import dev.execbus.protocol.FileMethods.ReadBlockResponse;
import dev.execbus.protocol.FileMethods.ReadDirectoryParams;
import dev.execbus.protocol.FileMethods.ReadDirectoryResponse;
import dev.execbus.protocol.FileMethods.ReadFileParams;
import dev.execbus.protocol.FileMethods.ReadFileResponse;
import dev.execbus.protocol.FileMethods.RemoveParams;
import dev.execbus.protocol.FileMethods.RenameParams;
import dev.execbus.protocol.FileMethods.WalkParams;
import dev.execbus.protocol.FileMethods.WalkResponse;
import dev.execbus.protocol.FileMethods.WriteBlockParams;
import dev.execbus.protocol.FileMethods.WriteFileParams;
import dev.execbus.protocol.FileWire;
import dev.execbus.protocol.RpcMethod;
import io.vertx.core.Future;
import java.time.Duration;
import java.util.Map;

/** The files of a server. What is the same when it is done twice is sent again to any server. */
final class RemoteFiles implements Files {
    /** Whole trees are copied and removed at a time, on disks that may be slow. */
    private static final Duration PATIENCE = Duration.ofMinutes(11);

    private final Loop loop;
    private final RemoteCalls calls;

    RemoteFiles(Loop loop, RemoteCalls calls) {
        this.loop = loop;
        this.calls = calls;
    }

    @Override
    public Future<ReadFileResponse> readFile(ReadFileParams params) {
        return read(FileMethods.READ_FILE, FileWire.params(params), ReadFileResponse.class);
    }

    @Override
    public Future<Void> writeFile(WriteFileParams params) {
        return change(FileMethods.WRITE_FILE, FileWire.params(params), params.expectedSha256() == null);
    }

    @Override
    public Future<Void> createDirectory(CreateDirectoryParams params) {
        return change(FileMethods.CREATE_DIRECTORY, FileWire.params(params), params.recursive());
    }

    @Override
    public Future<GetMetadataResponse> getMetadata(GetMetadataParams params) {
        return read(FileMethods.GET_METADATA, FileWire.params(params), GetMetadataResponse.class);
    }

    @Override
    public Future<CanonicalizeResponse> canonicalize(CanonicalizeParams params) {
        return read(FileMethods.CANONICALIZE, FileWire.params(params), CanonicalizeResponse.class);
    }

    @Override
    public Future<ReadDirectoryResponse> readDirectory(ReadDirectoryParams params) {
        return read(FileMethods.READ_DIRECTORY, FileWire.params(params), ReadDirectoryResponse.class);
    }

    @Override
    public Future<WalkResponse> walk(WalkParams params) {
        return read(FileMethods.WALK, FileWire.params(params), WalkResponse.class);
    }

    @Override
    public Future<Void> remove(RemoveParams params) {
        return change(FileMethods.REMOVE, FileWire.params(params), params.force());
    }

    @Override
    public Future<Void> copy(CopyParams params) {
        return change(FileMethods.COPY, FileWire.params(params), true);
    }

    @Override
    public Future<Void> rename(RenameParams params) {
        return change(FileMethods.RENAME, FileWire.params(params), false);
    }

    @Override
    public Future<OpenResponse> open(OpenParams params) {
        return RemoteCalls.decoded(handle(FileMethods.OPEN, FileWire.params(params)), OpenResponse.class);
    }

    @Override
    public Future<ReadBlockResponse> readBlock(ReadBlockParams params) {
        return RemoteCalls.decoded(handle(FileMethods.READ_BLOCK, FileWire.params(params)), ReadBlockResponse.class);
    }

    @Override
    public Future<Void> writeBlock(WriteBlockParams params) {
        return handle(FileMethods.WRITE_BLOCK, FileWire.params(params)).mapEmpty();
    }

    @Override
    public Future<Void> close(CloseParams params) {
        return handle(FileMethods.CLOSE, FileWire.params(params)).mapEmpty();
    }

    private <R> Future<R> read(RpcMethod<?> method, Map<String, Object> params, Class<R> type) {
        return loop.ask(() -> RemoteCalls.decoded(calls.ask(method, params, Repeat.ALWAYS, PATIENCE), type));
    }

    private Future<Void> change(RpcMethod<?> method, Map<String, Object> params, boolean sameTwice) {
        Repeat repeat = sameTwice ? Repeat.ALWAYS : Repeat.NAMED;
        return loop.ask(() -> calls.operate(method, params, repeat, PATIENCE).mapEmpty());
    }

    private Future<JsonNode> handle(RpcMethod<?> method, Map<String, Object> params) {
        return loop.ask(() -> calls.ask(method, params, Repeat.NEVER, PATIENCE));
    }
}
