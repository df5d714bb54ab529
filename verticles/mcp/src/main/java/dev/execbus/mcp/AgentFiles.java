package dev.execbus.mcp;

import dev.execbus.client.Files;
import dev.execbus.mcp.AgentTools.Block;
import dev.execbus.mcp.AgentTools.Entry;
import dev.execbus.protocol.ByteChunk;
import dev.execbus.protocol.ExecbusException;
import dev.execbus.protocol.FileMethods.CloseParams;
import dev.execbus.protocol.FileMethods.CreateDirectoryParams;
import dev.execbus.protocol.FileMethods.GetMetadataParams;
import dev.execbus.protocol.FileMethods.OpenMode;
import dev.execbus.protocol.FileMethods.OpenParams;
import dev.execbus.protocol.FileMethods.ReadBlockParams;
import dev.execbus.protocol.FileMethods.ReadDirectoryParams;
import dev.execbus.protocol.FileMethods.WriteFileParams;
import dev.execbus.protocol.SandboxParams;
import io.vertx.core.Future;
import java.util.Comparator;
import java.util.List;
import java.util.UUID;
import java.util.function.Supplier;

/** What agents do with files, by the protocol's methods. Any thread. */
public final class AgentFiles {
    private final Files files;
    private final Supplier<Future<SandboxParams>> sandbox;

    /** @param sandbox what may be done; asked for each call */
    public AgentFiles(Files files, Supplier<Future<SandboxParams>> sandbox) {
        this.files = files;
        this.sandbox = sandbox;
    }

    public Future<Block> read(String path, long offset, int length) {
        checkAbsolute(path);
        return sandbox.get()
                .compose(confined -> files.getMetadata(new GetMetadataParams(path, true, confined))
                        .compose(metadata -> metadata.isDirectory()
                                ? Future.failedFuture(ExecbusException.invalidRequest(
                                        path + " is a directory: list_directory lists it"))
                                : read(path, offset, length, metadata.size(), confined)));
    }

    private Future<Block> read(String path, long offset, int length, long size, SandboxParams confined) {
        String handle = UUID.randomUUID().toString().replace("-", "");
        return files.open(new OpenParams(handle, path, OpenMode.READ, confined))
                .compose(opened -> files.readBlock(new ReadBlockParams(handle, offset, length))
                        .eventually(() -> files.close(new CloseParams(handle))))
                .map(block -> {
                    long end = offset + block.chunk().length();
                    // A file may be longer by now, and those of the kernel say they are empty.
                    return new Block(block.chunk(), Math.max(size, end), block.eof() || end == size);
                });
    }

    public Future<Void> write(String path, ByteChunk bytes, boolean createDirectories) {
        checkAbsolute(path);
        return sandbox.get().compose(confined -> {
            Future<Void> parents = createDirectories
                    ? files.createDirectory(new CreateDirectoryParams(parent(path), true, true, confined))
                    : Future.succeededFuture();
            return parents.compose(made -> files.writeFile(new WriteFileParams(path, bytes, true, confined)));
        });
    }

    private static String parent(String path) {
        int slash = path.lastIndexOf('/');
        return slash <= 0 ? "/" : path.substring(0, slash);
    }

    /** By name. */
    public Future<List<Entry>> list(String path) {
        checkAbsolute(path);
        return sandbox.get()
                .compose(confined -> files.readDirectory(new ReadDirectoryParams(path, confined)))
                .map(directory -> directory.entries().stream()
                        .map(entry -> new Entry(entry.fileName(), entry.isDirectory(), entry.isFile()))
                        .sorted(Comparator.comparing(Entry::name))
                        .toList());
    }

    private static void checkAbsolute(String path) {
        if (!path.startsWith("/")) {
            throw ExecbusException.invalidParams("the path must be absolute: " + path);
        }
    }
}
