package dev.execbus.filesystem;

import dev.execbus.filesystem.FileStatus.Kind;
import dev.execbus.protocol.ExecbusException;
import dev.execbus.protocol.FileMethods.CopyParams;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;

/** Copies files, links and trees. Blocks. */
final class Copying {
    private final FileCopying files = new FileCopying();

    void copy(CopyParams params) throws IOException {
        Path source = NativePath.of(params.sourcePath());
        Path destination = NativePath.of(params.destinationPath());
        FileStatus status = FileStatus.ofName(source);
        switch (status.kind()) {
            case DIRECTORY -> {
                if (!params.recursive()) {
                    throw ExecbusException.invalidRequest(
                            "fs/copy requires recursive: true when sourcePath is a directory");
                }
                copyTree(source, destination);
            }
            case REGULAR -> files.copy(source, destination);
            case LINK -> copyLink(source, destination);
            case FIFO, SOCKET, DEVICE ->
                throw ExecbusException.invalidRequest("fs/copy only supports regular files, directories, and symlinks");
        }
    }

    /** A directory still to be copied. */
    private record Pair(Path source, Path destination) {}

    /** Merges into what is there; stops at the first failure. */
    private void copyTree(Path source, Path destination) throws IOException {
        if (resolved(destination).startsWith(source.toRealPath())) {
            throw ExecbusException.invalidRequest(
                    "fs/copy cannot copy a directory to itself or one of its descendants");
        }
        Deque<Pair> pending = new ArrayDeque<>();
        pending.push(new Pair(source, destination));
        while (!pending.isEmpty()) {
            Pair pair = pending.pop();
            Directories.createAll(pair.destination());
            try (DirectoryStream<Path> children = Files.newDirectoryStream(pair.source())) {
                for (Path child : children) {
                    copyChild(child, pair.destination().resolve(child.getFileName()), pending);
                }
            }
        }
    }

    private void copyChild(Path source, Path destination, Deque<Pair> pending) throws IOException {
        Kind kind = FileStatus.ofName(source).kind();
        switch (kind) {
            case DIRECTORY -> pending.push(new Pair(source, destination));
            case REGULAR -> files.copy(source, destination);
            case LINK -> copyLink(source, destination);
            case FIFO, SOCKET, DEVICE -> {}
        }
    }

    private static void copyLink(Path source, Path destination) throws IOException {
        Files.createSymbolicLink(destination, Files.readSymbolicLink(source));
    }

    /** As much of the path as exists without its links, and the rest as it is. */
    private static Path resolved(Path path) throws IOException {
        Path existing = path;
        while (true) {
            try {
                Path real = existing.toRealPath();
                return real.resolve(existing.relativize(path)).normalize();
            } catch (NoSuchFileException e) {
                existing = existing.getParent();
            }
        }
    }
}
