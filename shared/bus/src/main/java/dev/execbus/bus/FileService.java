package dev.execbus.bus;

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
import dev.execbus.protocol.FileMethods.UnwatchParams;
import dev.execbus.protocol.FileMethods.WalkParams;
import dev.execbus.protocol.FileMethods.WalkResponse;
import dev.execbus.protocol.FileMethods.WatchMissingParams;
import dev.execbus.protocol.FileMethods.WatchMissingResponse;
import dev.execbus.protocol.FileMethods.WatchParams;
import dev.execbus.protocol.FileMethods.WriteBlockParams;
import dev.execbus.protocol.FileMethods.WriteFileParams;
import io.vertx.core.Future;
import java.time.Duration;

/** What a worker does with files. One address per worker. */
public interface FileService {
    /** Whole trees are copied and removed in one command, on disks that may be slow. */
    Duration DEADLINE = Duration.ofMinutes(10);

    sealed interface Message extends BusMessage {}

    sealed interface Command extends Message {
        Attachment from();
    }

    record ReadFile(Attachment from, ReadFileParams params) implements Command {}

    record WriteFile(Attachment from, WriteFileParams params) implements Command {}

    record CreateDirectory(Attachment from, CreateDirectoryParams params) implements Command {}

    record GetMetadata(Attachment from, GetMetadataParams params) implements Command {}

    record Canonicalize(Attachment from, CanonicalizeParams params) implements Command {}

    record ReadDirectory(Attachment from, ReadDirectoryParams params) implements Command {}

    record Remove(Attachment from, RemoveParams params) implements Command {}

    record Copy(Attachment from, CopyParams params) implements Command {}

    record Open(Attachment from, OpenParams params) implements Command {}

    record ReadBlock(Attachment from, ReadBlockParams params) implements Command {}

    record WriteBlock(Attachment from, WriteBlockParams params) implements Command {}

    record Close(Attachment from, CloseParams params) implements Command {}

    record Walk(Attachment from, WalkParams params) implements Command {}

    record WatchMissing(Attachment from, WatchMissingParams params) implements Command {}

    record Rename(Attachment from, RenameParams params) implements Command {}

    record Watch(Attachment from, WatchParams params) implements Command {}

    record Unwatch(Attachment from, UnwatchParams params) implements Command {}

    record FileRead(ReadFileResponse response) implements Message {}

    record MetadataRead(GetMetadataResponse response) implements Message {}

    record Canonicalized(CanonicalizeResponse response) implements Message {}

    record DirectoryRead(ReadDirectoryResponse response) implements Message {}

    record Opened(OpenResponse response) implements Message {}

    record BlockRead(ReadBlockResponse response) implements Message {}

    record Walked(WalkResponse response) implements Message {}

    record MissingWatched(WatchMissingResponse response) implements Message {}

    /** The answer to commands that have nothing to say. */
    record Done() implements Message {}

    Future<FileRead> readFile(ReadFile readFile);

    Future<Done> writeFile(WriteFile writeFile);

    Future<Done> createDirectory(CreateDirectory createDirectory);

    Future<MetadataRead> getMetadata(GetMetadata getMetadata);

    Future<Canonicalized> canonicalize(Canonicalize canonicalize);

    Future<DirectoryRead> readDirectory(ReadDirectory readDirectory);

    Future<Done> remove(Remove remove);

    Future<Done> copy(Copy copy);

    Future<Opened> open(Open open);

    Future<BlockRead> readBlock(ReadBlock readBlock);

    Future<Done> writeBlock(WriteBlock writeBlock);

    Future<Done> close(Close close);

    Future<Walked> walk(Walk walk);

    Future<MissingWatched> watchMissing(WatchMissing watchMissing);

    Future<Done> rename(Rename rename);

    Future<Done> watch(Watch watch);

    Future<Done> unwatch(Unwatch unwatch);

    static FileService on(Bus bus, NodeName worker) {
        String address = address(worker);
        return new FileService() {
            @Override
            public Future<FileRead> readFile(ReadFile readFile) {
                return bus.request(address, readFile, FileRead.class, DEADLINE);
            }

            @Override
            public Future<Done> writeFile(WriteFile writeFile) {
                return bus.request(address, writeFile, Done.class, DEADLINE);
            }

            @Override
            public Future<Done> createDirectory(CreateDirectory createDirectory) {
                return bus.request(address, createDirectory, Done.class, DEADLINE);
            }

            @Override
            public Future<MetadataRead> getMetadata(GetMetadata getMetadata) {
                return bus.request(address, getMetadata, MetadataRead.class, DEADLINE);
            }

            @Override
            public Future<Canonicalized> canonicalize(Canonicalize canonicalize) {
                return bus.request(address, canonicalize, Canonicalized.class, DEADLINE);
            }

            @Override
            public Future<DirectoryRead> readDirectory(ReadDirectory readDirectory) {
                return bus.request(address, readDirectory, DirectoryRead.class, DEADLINE);
            }

            @Override
            public Future<Done> remove(Remove remove) {
                return bus.request(address, remove, Done.class, DEADLINE);
            }

            @Override
            public Future<Done> copy(Copy copy) {
                return bus.request(address, copy, Done.class, DEADLINE);
            }

            @Override
            public Future<Opened> open(Open open) {
                return bus.request(address, open, Opened.class, DEADLINE);
            }

            @Override
            public Future<BlockRead> readBlock(ReadBlock readBlock) {
                return bus.request(address, readBlock, BlockRead.class, DEADLINE);
            }

            @Override
            public Future<Done> writeBlock(WriteBlock writeBlock) {
                return bus.request(address, writeBlock, Done.class, DEADLINE);
            }

            @Override
            public Future<Done> close(Close close) {
                return bus.request(address, close, Done.class, DEADLINE);
            }

            @Override
            public Future<Walked> walk(Walk walk) {
                return bus.request(address, walk, Walked.class, DEADLINE);
            }

            @Override
            public Future<MissingWatched> watchMissing(WatchMissing watchMissing) {
                return bus.request(address, watchMissing, MissingWatched.class, DEADLINE);
            }

            @Override
            public Future<Done> rename(Rename rename) {
                return bus.request(address, rename, Done.class, DEADLINE);
            }

            @Override
            public Future<Done> watch(Watch watch) {
                return bus.request(address, watch, Done.class, DEADLINE);
            }

            @Override
            public Future<Done> unwatch(Unwatch unwatch) {
                return bus.request(address, unwatch, Done.class, DEADLINE);
            }
        };
    }

    static Future<Void> serve(Bus bus, NodeName worker, FileService service, Reception reception) {
        return bus.serve(address(worker), Command.class, Command::from, reception, command -> switch (command) {
            case ReadFile readFile -> service.readFile(readFile);
            case WriteFile writeFile -> service.writeFile(writeFile);
            case CreateDirectory createDirectory -> service.createDirectory(createDirectory);
            case GetMetadata getMetadata -> service.getMetadata(getMetadata);
            case Canonicalize canonicalize -> service.canonicalize(canonicalize);
            case ReadDirectory readDirectory -> service.readDirectory(readDirectory);
            case Remove remove -> service.remove(remove);
            case Copy copy -> service.copy(copy);
            case Open open -> service.open(open);
            case ReadBlock readBlock -> service.readBlock(readBlock);
            case WriteBlock writeBlock -> service.writeBlock(writeBlock);
            case Close close -> service.close(close);
            case Walk walk -> service.walk(walk);
            case WatchMissing watchMissing -> service.watchMissing(watchMissing);
            case Rename rename -> service.rename(rename);
            case Watch watch -> service.watch(watch);
            case Unwatch unwatch -> service.unwatch(unwatch);
        });
    }

    private static String address(NodeName worker) {
        return "execbus.files." + worker;
    }
}
