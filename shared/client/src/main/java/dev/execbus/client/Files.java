package dev.execbus.client;

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

/**
 * The files where a backend's processes run. Paths in params are absolute native ones, in results {@code file:} URIs. All
 * methods may be called from any thread. What changes something is done once, whatever becomes of connections; handles end
 * with the connection they were opened on.
 */
public interface Files {
    /** A whole file. */
    Future<ReadFileResponse> readFile(ReadFileParams params);

    /** In place unless it is asked to be atomic. */
    Future<Void> writeFile(WriteFileParams params);

    /** A directory, and its missing parents if that is wanted. */
    Future<Void> createDirectory(CreateDirectoryParams params);

    /** Of what a path leads to. */
    Future<GetMetadataResponse> getMetadata(GetMetadataParams params);

    /** The path without links. */
    Future<CanonicalizeResponse> canonicalize(CanonicalizeParams params);

    /** The names in a directory. */
    Future<ReadDirectoryResponse> readDirectory(ReadDirectoryParams params);

    /** What is below a directory, breadth first. */
    Future<WalkResponse> walk(WalkParams params);

    /** A file or a tree. */
    Future<Void> remove(RemoveParams params);

    /** A file or a tree. */
    Future<Void> copy(CopyParams params);

    /** In one step; an extension. */
    Future<Void> rename(RenameParams params);

    /** A handle, under an id of the caller's. */
    Future<OpenResponse> open(OpenParams params);

    /** From a handle. */
    Future<ReadBlockResponse> readBlock(ReadBlockParams params);

    /** To a handle. */
    Future<Void> writeBlock(WriteBlockParams params);

    /** Closes a handle, also one that is not known any more. */
    Future<Void> close(CloseParams params);
}
