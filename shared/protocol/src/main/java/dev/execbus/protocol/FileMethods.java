package dev.execbus.protocol;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;

/**
 * {@code fs/*}: methods, their params and results. Paths in params are absolute, normalised native paths; paths in
 * results are URIs.
 */
public final class FileMethods {
    private static final String FAMILY = "filesystem";

    public static final RpcMethod<ReadFileParams> READ_FILE =
            new RpcMethod<>("fs/readFile", FAMILY, ReadFileParams::decode);
    public static final RpcMethod<WriteFileParams> WRITE_FILE =
            new RpcMethod<>("fs/writeFile", FAMILY, WriteFileParams::decode);
    public static final RpcMethod<CreateDirectoryParams> CREATE_DIRECTORY =
            new RpcMethod<>("fs/createDirectory", FAMILY, CreateDirectoryParams::decode);
    public static final RpcMethod<GetMetadataParams> GET_METADATA =
            new RpcMethod<>("fs/getMetadata", FAMILY, GetMetadataParams::decode);
    public static final RpcMethod<CanonicalizeParams> CANONICALIZE =
            new RpcMethod<>("fs/canonicalize", FAMILY, CanonicalizeParams::decode);
    public static final RpcMethod<ReadDirectoryParams> READ_DIRECTORY =
            new RpcMethod<>("fs/readDirectory", FAMILY, ReadDirectoryParams::decode);
    public static final RpcMethod<RemoveParams> REMOVE = new RpcMethod<>("fs/remove", FAMILY, RemoveParams::decode);
    public static final RpcMethod<CopyParams> COPY = new RpcMethod<>("fs/copy", FAMILY, CopyParams::decode);

    private FileMethods() {}

    /** @param followSymlinks false: a link anywhere in the path is an error */
    public record ReadFileParams(String path, boolean followSymlinks, SandboxParams sandbox) {
        static ReadFileParams decode(JsonNode params, Dialect dialect) {
            ParamsReader in = ParamsReader.of(params, "WireFsReadFileParams", "path", "followSymlinks", "sandbox");
            return new ReadFileParams(pathOf(in, "path", dialect), follows(in), sandboxOf(in, dialect));
        }
    }

    public record ReadFileResponse(ByteChunk dataBase64) {}

    public record WriteFileParams(String path, ByteChunk data, boolean followSymlinks, SandboxParams sandbox) {
        static WriteFileParams decode(JsonNode params, Dialect dialect) {
            ParamsReader in =
                    ParamsReader.of(params, "WireFsWriteFileParams", "path", "dataBase64", "followSymlinks", "sandbox");
            String path = pathOf(in, "path", dialect);
            String data = in.string("dataBase64");
            boolean followSymlinks = follows(in);
            SandboxParams sandbox = sandboxOf(in, dialect);
            return new WriteFileParams(path, data(data), followSymlinks, sandbox);
        }

        private static ByteChunk data(String base64) {
            try {
                return Base64Text.decode(base64);
            } catch (IllegalArgumentException e) {
                throw ExecbusException.invalidRequest(
                        "fs/writeFile requires valid base64 dataBase64: " + e.getMessage());
            }
        }
    }

    /** @param recursive make the missing parents too, and be content with a directory that is there */
    public record CreateDirectoryParams(String path, boolean recursive, boolean followSymlinks, SandboxParams sandbox) {
        static CreateDirectoryParams decode(JsonNode params, Dialect dialect) {
            ParamsReader in = ParamsReader.of(
                    params, "WireFsCreateDirectoryParams", "path", "recursive", "followSymlinks", "sandbox");
            return new CreateDirectoryParams(
                    pathOf(in, "path", dialect),
                    in.optionalBool("recursive", true),
                    follows(in),
                    sandboxOf(in, dialect));
        }
    }

    public record GetMetadataParams(String path, boolean followSymlinks, SandboxParams sandbox) {
        static GetMetadataParams decode(JsonNode params, Dialect dialect) {
            ParamsReader in = ParamsReader.of(params, "WireFsGetMetadataParams", "path", "followSymlinks", "sandbox");
            return new GetMetadataParams(pathOf(in, "path", dialect), follows(in), sandboxOf(in, dialect));
        }
    }

    /**
     * Of the target of a link, but for {@code isSymlink}, which is the name's own.
     *
     * @param createdAtMs 0 for unknown
     */
    public record GetMetadataResponse(
            boolean isDirectory, boolean isFile, boolean isSymlink, long size, long createdAtMs, long modifiedAtMs) {}

    public record CanonicalizeParams(String path, SandboxParams sandbox) {
        static CanonicalizeParams decode(JsonNode params, Dialect dialect) {
            ParamsReader in = ParamsReader.of(params, "WireFsCanonicalizeParams", "path", "sandbox");
            return new CanonicalizeParams(pathOf(in, "path", dialect), sandboxOf(in, dialect));
        }
    }

    public record CanonicalizeResponse(String path) {}

    public record ReadDirectoryParams(String path, SandboxParams sandbox) {
        static ReadDirectoryParams decode(JsonNode params, Dialect dialect) {
            ParamsReader in = ParamsReader.of(params, "WireFsReadDirectoryParams", "path", "sandbox");
            return new ReadDirectoryParams(pathOf(in, "path", dialect), sandboxOf(in, dialect));
        }
    }

    /** The types are those of a link's target. */
    public record DirectoryEntry(String fileName, boolean isDirectory, boolean isFile) {}

    public record ReadDirectoryResponse(List<DirectoryEntry> entries) {
        public ReadDirectoryResponse {
            entries = List.copyOf(entries);
        }
    }

    /** @param force nothing there is a success */
    public record RemoveParams(
            String path, boolean recursive, boolean force, boolean followSymlinks, SandboxParams sandbox) {
        static RemoveParams decode(JsonNode params, Dialect dialect) {
            ParamsReader in = ParamsReader.of(
                    params, "WireFsRemoveParams", "path", "recursive", "force", "followSymlinks", "sandbox");
            return new RemoveParams(
                    pathOf(in, "path", dialect),
                    in.optionalBool("recursive", true),
                    in.optionalBool("force", true),
                    follows(in),
                    sandboxOf(in, dialect));
        }
    }

    public record CopyParams(String sourcePath, String destinationPath, boolean recursive, SandboxParams sandbox) {
        static CopyParams decode(JsonNode params, Dialect dialect) {
            ParamsReader in = ParamsReader.of(
                    params, "WireFsCopyParams", "sourcePath", "destinationPath", "recursive", "sandbox");
            return new CopyParams(
                    pathOf(in, "sourcePath", dialect),
                    pathOf(in, "destinationPath", dialect),
                    in.bool("recursive"),
                    sandboxOf(in, dialect));
        }
    }

    private static String pathOf(ParamsReader in, String name, Dialect dialect) {
        return PathUri.decode(in.string(name), dialect);
    }

    private static boolean follows(ParamsReader in) {
        return in.optionalBool("followSymlinks", true);
    }

    private static SandboxParams sandboxOf(ParamsReader in, Dialect dialect) {
        return SandboxParams.decode(in.optional("sandbox"), dialect);
    }
}
