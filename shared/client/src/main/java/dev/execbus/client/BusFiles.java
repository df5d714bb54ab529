package dev.execbus.client;

import dev.execbus.bus.Attachment;
import dev.execbus.bus.Bus;
import dev.execbus.bus.FileService;
import dev.execbus.bus.NodeName;
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
import io.vertx.core.Future;
import java.util.function.BiFunction;

/** The files room of a worker. */
final class BusFiles implements Files {
    private final Loop loop;
    private final BusSession session;
    private final BusCalls calls;
    private final Bus bus;
    private final NodeName worker;

    BusFiles(Loop loop, BusSession session, BusCalls calls, Bus bus, NodeName worker) {
        this.loop = loop;
        this.session = session;
        this.calls = calls;
        this.bus = bus;
        this.worker = worker;
    }

    @Override
    public Future<ReadFileResponse> readFile(ReadFileParams params) {
        return read((files, from) -> files.readFile(new FileService.ReadFile(from, params)))
                .map(FileService.FileRead::response);
    }

    @Override
    public Future<Void> writeFile(WriteFileParams params) {
        return change((files, from) -> files.writeFile(new FileService.WriteFile(from, params)))
                .mapEmpty();
    }

    @Override
    public Future<Void> createDirectory(CreateDirectoryParams params) {
        return change((files, from) -> files.createDirectory(new FileService.CreateDirectory(from, params)))
                .mapEmpty();
    }

    @Override
    public Future<GetMetadataResponse> getMetadata(GetMetadataParams params) {
        return read((files, from) -> files.getMetadata(new FileService.GetMetadata(from, params)))
                .map(FileService.MetadataRead::response);
    }

    @Override
    public Future<CanonicalizeResponse> canonicalize(CanonicalizeParams params) {
        return read((files, from) -> files.canonicalize(new FileService.Canonicalize(from, params)))
                .map(FileService.Canonicalized::response);
    }

    @Override
    public Future<ReadDirectoryResponse> readDirectory(ReadDirectoryParams params) {
        return read((files, from) -> files.readDirectory(new FileService.ReadDirectory(from, params)))
                .map(FileService.DirectoryRead::response);
    }

    @Override
    public Future<WalkResponse> walk(WalkParams params) {
        return read((files, from) -> files.walk(new FileService.Walk(from, params)))
                .map(FileService.Walked::response);
    }

    @Override
    public Future<Void> remove(RemoveParams params) {
        return change((files, from) -> files.remove(new FileService.Remove(from, params)))
                .mapEmpty();
    }

    @Override
    public Future<Void> copy(CopyParams params) {
        return change((files, from) -> files.copy(new FileService.Copy(from, params)))
                .mapEmpty();
    }

    @Override
    public Future<Void> rename(RenameParams params) {
        return change((files, from) -> files.rename(new FileService.Rename(from, params)))
                .mapEmpty();
    }

    @Override
    public Future<OpenResponse> open(OpenParams params) {
        return handle((files, from) -> files.open(new FileService.Open(from, params)))
                .map(FileService.Opened::response);
    }

    @Override
    public Future<ReadBlockResponse> readBlock(ReadBlockParams params) {
        return handle((files, from) -> files.readBlock(new FileService.ReadBlock(from, params)))
                .map(FileService.BlockRead::response);
    }

    @Override
    public Future<Void> writeBlock(WriteBlockParams params) {
        return handle((files, from) -> files.writeBlock(new FileService.WriteBlock(from, params)))
                .mapEmpty();
    }

    @Override
    public Future<Void> close(CloseParams params) {
        return handle((files, from) -> files.close(new FileService.Close(from, params)))
                .mapEmpty();
    }

    private <T> Future<T> read(BiFunction<FileService, Attachment, Future<T>> question) {
        return loop.ask(() -> session.ask(from -> question.apply(FileService.on(bus, worker), from)));
    }

    private <T> Future<T> change(BiFunction<FileService, Attachment, Future<T>> question) {
        return loop.ask(() -> {
            FileService files = FileService.on(calls.named(), worker);
            return session.ask(from -> question.apply(files, from));
        });
    }

    private <T> Future<T> handle(BiFunction<FileService, Attachment, Future<T>> question) {
        return loop.ask(() -> session.askOnce(from -> question.apply(FileService.on(bus, worker), from)));
    }
}
