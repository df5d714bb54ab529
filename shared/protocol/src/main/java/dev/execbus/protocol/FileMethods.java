package dev.execbus.protocol;

import com.fasterxml.jackson.annotation.JsonValue;
import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.regex.Pattern;

/**
 * {@code fs/*}: methods, their params and results. Paths in params are absolute, normalised native paths; paths in
 * results are URIs.
 */
public final class FileMethods {
    private static final String FAMILY = "filesystem";

    /** Bytes that are read from or written to a handle at a time. */
    public static final int LONGEST_BLOCK = 1 << 20;

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

    public static final RpcMethod<OpenParams> OPEN = new RpcMethod<>("fs/open", FAMILY, OpenParams::decode);
    public static final RpcMethod<ReadBlockParams> READ_BLOCK =
            new RpcMethod<>("fs/readBlock", FAMILY, ReadBlockParams::decode);
    public static final RpcMethod<WriteBlockParams> WRITE_BLOCK =
            new RpcMethod<>("fs/writeBlock", FAMILY, WriteBlockParams::decode);
    public static final RpcMethod<CloseParams> CLOSE = new RpcMethod<>("fs/close", FAMILY, CloseParams::decode);
    public static final RpcMethod<WalkParams> WALK = new RpcMethod<>("fs/walk", FAMILY, WalkParams::decode);
    public static final RpcMethod<WatchMissingParams> WATCH_MISSING =
            new RpcMethod<>("fs/watchMissing", FAMILY, WatchMissingParams::decode);
    /** Extension. */
    public static final RpcMethod<RenameParams> RENAME = new RpcMethod<>("fs/rename", FAMILY, RenameParams::decode);
    /** Extension. */
    public static final RpcMethod<WatchParams> WATCH = new RpcMethod<>("fs/watch", FAMILY, WatchParams::decode);
    /** Extension. */
    public static final RpcMethod<UnwatchParams> UNWATCH = new RpcMethod<>("fs/unwatch", FAMILY, UnwatchParams::decode);

    public static final String MISSING_CHANGED = "fs/missingChanged";
    /** Extension. */
    public static final String CHANGED = "fs/changed";

    private FileMethods() {}

    /** @param followSymlinks false: a link anywhere in the path is an error */
    public record ReadFileParams(String path, boolean followSymlinks, SandboxParams sandbox) {
        static ReadFileParams decode(JsonNode params, Dialect dialect) {
            ParamsReader in = ParamsReader.of(params, "WireFsReadFileParams", "path", "followSymlinks", "sandbox");
            return new ReadFileParams(pathOf(in, "path", dialect), follows(in), sandboxOf(in, dialect));
        }
    }

    public record ReadFileResponse(ByteChunk dataBase64) {}

    /**
     * @param atomic extension: written beside the old file, to disk, and put in its place only then
     * @param expectedSha256 extension: what the file must hold now, as 64 lower-case hex digits, or
     *     {@link #EXPECTED_MISSING}; null for anything
     */
    public record WriteFileParams(
            String path,
            ByteChunk data,
            boolean followSymlinks,
            SandboxParams sandbox,
            boolean atomic,
            String expectedSha256) {
        /** There must be no such file. */
        public static final String EXPECTED_MISSING = "missing";

        private static final Pattern SHA256 = Pattern.compile("[0-9a-f]{64}");

        public WriteFileParams(String path, ByteChunk data, boolean followSymlinks, SandboxParams sandbox) {
            this(path, data, followSymlinks, sandbox, false, null);
        }

        static WriteFileParams decode(JsonNode params, Dialect dialect) {
            ParamsReader in = ParamsReader.of(
                    params,
                    "WireFsWriteFileParams",
                    "path",
                    "dataBase64",
                    "followSymlinks",
                    "sandbox",
                    "atomic",
                    "expectedSha256");
            String path = pathOf(in, "path", dialect);
            JsonNode data = in.textNode("dataBase64");
            boolean followSymlinks = follows(in);
            SandboxParams sandbox = sandboxOf(in, dialect);
            boolean atomic = in.optionalBool("atomic", false);
            String expected = in.optionalString("expectedSha256");
            if (expected != null
                    && !expected.equals(EXPECTED_MISSING)
                    && !SHA256.matcher(expected).matches()) {
                throw ExecbusException.invalidParams(
                        "expectedSha256 must be 64 lower-case hexadecimal digits or \"" + EXPECTED_MISSING + "\"");
            }
            return new WriteFileParams(path, data(data), followSymlinks, sandbox, atomic, expected);
        }

        private static ByteChunk data(JsonNode base64) {
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

    /** What a handle is for. */
    public enum OpenMode {
        READ,
        /** The file is emptied at once. */
        REPLACE
    }

    /** @param handleId chosen by the client */
    public record OpenParams(String handleId, String path, OpenMode mode, SandboxParams sandbox) {
        static OpenParams decode(JsonNode params, Dialect dialect) {
            ParamsReader in = ParamsReader.of(params, "WireFsOpenParams", "handleId", "path", "mode", "sandbox");
            return new OpenParams(in.string("handleId"), pathOf(in, "path", dialect), mode(in), sandboxOf(in, dialect));
        }

        private static OpenMode mode(ParamsReader in) {
            if (!in.has("mode")) {
                return OpenMode.READ;
            }
            if (in.optional("mode") == null) {
                throw ExecbusException.invalidParams("invalid type: null, expected string or map");
            }
            String mode = in.string("mode");
            return switch (mode) {
                case "read" -> OpenMode.READ;
                case "replace" -> OpenMode.REPLACE;
                default ->
                    throw ExecbusException.invalidParams(
                            "unknown variant `" + mode + "`, expected `read` or `replace`");
            };
        }
    }

    public record OpenResponse(String handleId) {}

    /** @param len 1 to {@link #LONGEST_BLOCK} to be valid; checked by the room, in its turn */
    public record ReadBlockParams(String handleId, long offset, long len) {
        static ReadBlockParams decode(JsonNode params, Dialect dialect) {
            ParamsReader in = ParamsReader.of(params, "WireFsReadBlockParams", "handleId", "offset", "len");
            return new ReadBlockParams(in.string("handleId"), in.unsigned("offset"), in.unsigned("len"));
        }
    }

    /** @param eof fewer bytes came back than were asked for */
    public record ReadBlockResponse(ByteChunk chunk, boolean eof) {}

    /** @param chunk 1 to {@link #LONGEST_BLOCK} bytes to be valid; checked by the room, in its turn */
    public record WriteBlockParams(String handleId, long offset, ByteChunk chunk) {
        static WriteBlockParams decode(JsonNode params, Dialect dialect) {
            ParamsReader in = ParamsReader.of(params, "WireFsWriteBlockParams", "handleId", "offset", "chunk");
            return new WriteBlockParams(
                    in.string("handleId"), in.unsigned("offset"), Base64Text.param(in.textNode("chunk")));
        }
    }

    public record CloseParams(String handleId) {
        static CloseParams decode(JsonNode params, Dialect dialect) {
            return new CloseParams(
                    ParamsReader.of(params, "WireFsCloseParams", "handleId").string("handleId"));
        }
    }

    /**
     * @param maxDepth directories this far below the first are still entered; 0 lists the first only
     * @param followDirectorySymlinks links to directories count as such and are entered, each real one once
     * @param pruneHiddenDirectories directories whose name begins with a dot are listed but not entered
     */
    public record WalkOptions(
            long maxDepth,
            long maxDirectories,
            long maxEntries,
            boolean followDirectorySymlinks,
            boolean pruneHiddenDirectories) {
        static WalkOptions decode(JsonNode node) {
            ParamsReader in = ParamsReader.of(
                    node,
                    "FsWalkOptions",
                    "maxDepth",
                    "maxDirectories",
                    "maxEntries",
                    "followDirectorySymlinks",
                    "pruneHiddenDirectories");
            return new WalkOptions(
                    in.unsigned("maxDepth"),
                    in.unsigned("maxDirectories"),
                    in.unsigned("maxEntries"),
                    in.bool("followDirectorySymlinks"),
                    in.bool("pruneHiddenDirectories", false));
        }
    }

    public record WalkParams(String path, WalkOptions options, SandboxParams sandbox) {
        static WalkParams decode(JsonNode params, Dialect dialect) {
            ParamsReader in = ParamsReader.of(params, "WireFsWalkParams", "path", "options", "sandbox");
            String path = pathOf(in, "path", dialect);
            if (!in.has("options")) {
                throw ExecbusException.invalidParams("missing field `options`");
            }
            return new WalkParams(path, WalkOptions.decode(in.optional("options")), sandboxOf(in, dialect));
        }
    }

    /** @param kind {@code file} or {@code directory} */
    public record WalkEntry(String path, String kind) {
        public static final String FILE = "file";
        public static final String DIRECTORY = "directory";
    }

    public record WalkError(String path, String message) {}

    /** @param truncated a limit ended the walk */
    public record WalkResponse(List<WalkEntry> entries, List<WalkError> errors, boolean truncated) {
        public WalkResponse {
            entries = List.copyOf(entries);
            errors = List.copyOf(errors);
        }
    }

    /**
     * @param watchId higher than all before on the connection
     * @param missing names that are not there
     * @param present a name that is; null for none
     */
    public record WatchMissingParams(long watchId, List<String> missing, String present) {
        public WatchMissingParams {
            missing = List.copyOf(missing);
        }

        static WatchMissingParams decode(JsonNode params, Dialect dialect) {
            ParamsReader in = ParamsReader.of(params, "FsWatchMissingParams", "watchId", "missing", "present");
            long watchId = in.unsigned("watchId");
            List<String> missing = in.strings("missing").stream()
                    .map(uri -> PathUri.decode(uri, dialect))
                    .toList();
            String present = in.optionalString("present");
            return new WatchMissingParams(watchId, missing, present == null ? null : PathUri.decode(present, dialect));
        }
    }

    public record WatchMissingResponse(boolean watching) {}

    public record MissingChangedNotification(long watchId) {}

    /** @param replace whether something that is there already gives way, as for rename(2) */
    public record RenameParams(String sourcePath, String destinationPath, boolean replace, SandboxParams sandbox) {
        static RenameParams decode(JsonNode params, Dialect dialect) {
            ParamsReader in =
                    ParamsReader.of(params, "FsRenameParams", "sourcePath", "destinationPath", "replace", "sandbox");
            return new RenameParams(
                    pathOf(in, "sourcePath", dialect),
                    pathOf(in, "destinationPath", dialect),
                    in.optionalBool("replace", false),
                    sandboxOf(in, dialect));
        }
    }

    /**
     * @param watchId chosen by the client
     * @param recursive directories below it too, also those that come into being
     */
    public record WatchParams(String watchId, String path, boolean recursive, SandboxParams sandbox) {
        static WatchParams decode(JsonNode params, Dialect dialect) {
            ParamsReader in = ParamsReader.of(params, "FsWatchParams", "watchId", "path", "recursive", "sandbox");
            return new WatchParams(
                    in.string("watchId"),
                    pathOf(in, "path", dialect),
                    in.optionalBool("recursive", false),
                    sandboxOf(in, dialect));
        }
    }

    public record UnwatchParams(String watchId) {
        static UnwatchParams decode(JsonNode params, Dialect dialect) {
            return new UnwatchParams(
                    ParamsReader.of(params, "FsUnwatchParams", "watchId").string("watchId"));
        }
    }

    /** What happened to a name. */
    public enum ChangeKind {
        CREATED("created"),
        MODIFIED("modified"),
        DELETED("deleted");

        private final String wireName;

        ChangeKind(String wireName) {
            this.wireName = wireName;
        }

        @JsonValue
        public String wireName() {
            return wireName;
        }
    }

    /** @param path a URI */
    public record FileChange(String path, ChangeKind kind) {}

    /** @param overflow more has happened than could be followed: what is watched should be read anew */
    public record ChangedNotification(String watchId, List<FileChange> changes, boolean overflow) {
        public ChangedNotification {
            changes = List.copyOf(changes);
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
