package dev.execbus.bus;

import dev.execbus.protocol.FileMethods.CanonicalizeParams;
import dev.execbus.protocol.FileMethods.CanonicalizeResponse;
import dev.execbus.protocol.FileMethods.CopyParams;
import dev.execbus.protocol.FileMethods.CreateDirectoryParams;
import dev.execbus.protocol.FileMethods.GetMetadataParams;
import dev.execbus.protocol.FileMethods.GetMetadataResponse;
import dev.execbus.protocol.FileMethods.ReadDirectoryParams;
import dev.execbus.protocol.FileMethods.ReadDirectoryResponse;
import dev.execbus.protocol.FileMethods.ReadFileParams;
import dev.execbus.protocol.FileMethods.ReadFileResponse;
import dev.execbus.protocol.FileMethods.RemoveParams;
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

    record FileRead(ReadFileResponse response) implements Message {}

    record MetadataRead(GetMetadataResponse response) implements Message {}

    record Canonicalized(CanonicalizeResponse response) implements Message {}

    record DirectoryRead(ReadDirectoryResponse response) implements Message {}

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
        };
    }

    static Future<Void> serve(Bus bus, NodeName worker, FileService service) {
        return bus.serve(address(worker), Command.class, command -> switch (command) {
            case ReadFile readFile -> service.readFile(readFile);
            case WriteFile writeFile -> service.writeFile(writeFile);
            case CreateDirectory createDirectory -> service.createDirectory(createDirectory);
            case GetMetadata getMetadata -> service.getMetadata(getMetadata);
            case Canonicalize canonicalize -> service.canonicalize(canonicalize);
            case ReadDirectory readDirectory -> service.readDirectory(readDirectory);
            case Remove remove -> service.remove(remove);
            case Copy copy -> service.copy(copy);
        });
    }

    private static String address(NodeName worker) {
        return "execbus.files." + worker;
    }
}
