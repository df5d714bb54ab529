package dev.execbus.filesystem;

import dev.execbus.filesystem.FileStatus.Kind;
import dev.execbus.protocol.ExecbusException;
import dev.execbus.protocol.FileMethods.CanonicalizeParams;
import dev.execbus.protocol.FileMethods.CanonicalizeResponse;
import dev.execbus.protocol.FileMethods.GetMetadataParams;
import dev.execbus.protocol.FileMethods.GetMetadataResponse;
import dev.execbus.protocol.PathUri;
import java.io.IOException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;

/** Describes files and resolves their names. Blocks. */
final class Metadata {
    GetMetadataResponse describe(GetMetadataParams params) throws IOException {
        Path path = NativePath.of(params.path());
        return params.followSymlinks() ? follow(path) : noFollow(path);
    }

    /** The birth time is left unknown here, as by the peer. */
    private static GetMetadataResponse follow(Path path) throws IOException {
        FileStatus target = FileStatus.of(path);
        return new GetMetadataResponse(
                target.kind() == Kind.DIRECTORY,
                target.kind() == Kind.REGULAR,
                FileStatus.ofName(path).kind() == Kind.LINK,
                target.size(),
                0,
                milliseconds(target.modified()));
    }

    private static GetMetadataResponse noFollow(Path path) throws IOException {
        try (NoFollow place = NoFollow.parentOf(path)) {
            BasicFileAttributes attributes = place.attributes();
            if (attributes.isSymbolicLink()) {
                throw ExecbusException.invalidRequest("path contains a symbolic link");
            }
            return new GetMetadataResponse(
                    attributes.isDirectory(),
                    attributes.isRegularFile(),
                    false,
                    attributes.size(),
                    milliseconds(attributes.creationTime()),
                    milliseconds(attributes.lastModifiedTime()));
        }
    }

    CanonicalizeResponse canonicalize(CanonicalizeParams params) throws IOException {
        Path real = NativePath.of(params.path()).toRealPath();
        return new CanonicalizeResponse(PathUri.encode(NativePath.bytes(real)));
    }

    private static long milliseconds(FileTime time) {
        return Math.max(0, time.toMillis());
    }
}
