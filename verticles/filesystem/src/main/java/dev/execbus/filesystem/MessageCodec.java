package dev.execbus.filesystem;

import dev.execbus.bus.FileService.BlockRead;
import dev.execbus.bus.FileService.Canonicalized;
import dev.execbus.bus.FileService.Command;
import dev.execbus.bus.FileService.DirectoryRead;
import dev.execbus.bus.FileService.Done;
import dev.execbus.bus.FileService.FileRead;
import dev.execbus.bus.FileService.Message;
import dev.execbus.bus.FileService.MetadataRead;
import dev.execbus.bus.FileService.MissingWatched;
import dev.execbus.bus.FileService.Opened;
import dev.execbus.bus.FileService.Walked;
import dev.execbus.protocol.FileMethods.CanonicalizeResponse;
import dev.execbus.protocol.FileMethods.DirectoryEntry;
import dev.execbus.protocol.FileMethods.GetMetadataResponse;
import dev.execbus.protocol.FileMethods.ReadDirectoryResponse;
import dev.execbus.protocol.FileMethods.ReadFileResponse;
import dev.execbus.protocol.FileMethods.WalkEntry;
import dev.execbus.protocol.FileMethods.WalkError;
import dev.execbus.protocol.FileMethods.WalkResponse;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** Answers to commands that name paths, to and from bytes. */
final class MessageCodec {
    private static final int DONE = 1;
    private static final int FILE_READ = 2;
    private static final int METADATA_READ = 3;
    private static final int CANONICALIZED = 4;
    private static final int DIRECTORY_READ = 5;
    private static final int WALKED = 6;

    private MessageCodec() {}

    /** What answers no such command is an {@link IllegalArgumentException}. */
    static void put(Message message, CodecOutput out) {
        switch (message) {
            case Done done -> out.putByte(DONE);
            case FileRead each -> {
                out.putByte(FILE_READ);
                out.putRest(each.response().dataBase64());
            }
            case MetadataRead each -> putMetadata(each.response(), out);
            case Canonicalized each -> {
                out.putByte(CANONICALIZED);
                out.putText(each.response().path());
            }
            case DirectoryRead each -> putDirectory(each.response(), out);
            case Walked each -> putWalked(each.response(), out);
            case Opened each -> throw notByPath(each);
            case BlockRead each -> throw notByPath(each);
            case MissingWatched each -> throw notByPath(each);
            case Command each -> throw notByPath(each);
        }
    }

    static Message take(CodecInput in) throws IOException {
        int kind = in.takeByte();
        return switch (kind) {
            case DONE -> new Done();
            case FILE_READ -> new FileRead(new ReadFileResponse(in.takeRest()));
            case METADATA_READ ->
                new MetadataRead(new GetMetadataResponse(
                        in.takeBoolean(),
                        in.takeBoolean(),
                        in.takeBoolean(),
                        in.takeLong(),
                        in.takeLong(),
                        in.takeLong()));
            case CANONICALIZED -> new Canonicalized(new CanonicalizeResponse(in.takeText()));
            case DIRECTORY_READ -> takeDirectory(in);
            case WALKED -> takeWalked(in);
            default -> throw new IOException("an answer of kind " + kind);
        };
    }

    private static void putMetadata(GetMetadataResponse response, CodecOutput out) {
        out.putByte(METADATA_READ);
        out.putBoolean(response.isDirectory());
        out.putBoolean(response.isFile());
        out.putBoolean(response.isSymlink());
        out.putLong(response.size());
        out.putLong(response.createdAtMs());
        out.putLong(response.modifiedAtMs());
    }

    private static void putDirectory(ReadDirectoryResponse response, CodecOutput out) {
        out.putByte(DIRECTORY_READ);
        out.putInt(response.entries().size());
        for (DirectoryEntry entry : response.entries()) {
            out.putText(entry.fileName());
            out.putBoolean(entry.isDirectory());
            out.putBoolean(entry.isFile());
        }
    }

    private static DirectoryRead takeDirectory(CodecInput in) throws IOException {
        int count = in.takeCount();
        List<DirectoryEntry> entries = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            entries.add(new DirectoryEntry(in.takeText(), in.takeBoolean(), in.takeBoolean()));
        }
        return new DirectoryRead(new ReadDirectoryResponse(entries));
    }

    private static void putWalked(WalkResponse response, CodecOutput out) {
        out.putByte(WALKED);
        out.putBoolean(response.truncated());
        out.putInt(response.entries().size());
        for (WalkEntry entry : response.entries()) {
            out.putText(entry.path());
            out.putBoolean(entry.kind().equals(WalkEntry.DIRECTORY));
        }
        out.putInt(response.errors().size());
        for (WalkError error : response.errors()) {
            out.putText(error.path());
            out.putText(error.message());
        }
    }

    private static Walked takeWalked(CodecInput in) throws IOException {
        boolean truncated = in.takeBoolean();
        int count = in.takeCount();
        List<WalkEntry> entries = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            entries.add(new WalkEntry(in.takeText(), in.takeBoolean() ? WalkEntry.DIRECTORY : WalkEntry.FILE));
        }
        int failed = in.takeCount();
        List<WalkError> errors = new ArrayList<>(failed);
        for (int i = 0; i < failed; i++) {
            errors.add(new WalkError(in.takeText(), in.takeText()));
        }
        return new Walked(new WalkResponse(entries, errors, truncated));
    }

    private static IllegalArgumentException notByPath(Message message) {
        return new IllegalArgumentException(message.getClass().getSimpleName() + " is no answer of a backend");
    }
}
