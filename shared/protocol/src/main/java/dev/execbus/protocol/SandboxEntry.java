package dev.execbus.protocol;

import com.fasterxml.jackson.databind.JsonNode;

/** One entry of a restricted file system policy. */
record SandboxEntry(Place place, Access access) {
    enum Access {
        READ,
        WRITE,
        DENY
    }

    /** What the path of an entry names. {@code WORKSPACE} stands for as many paths as the client has workspace roots. */
    enum Place {
        ROOT,
        ELSEWHERE,
        WORKSPACE,
        GLOB,
        RELATIVE_GLOB,
        UNKNOWN
    }

    static SandboxEntry decode(JsonNode node, Dialect dialect) {
        ParamsReader in = ParamsReader.of(node, "FileSystemSandboxEntry", "path", "access", "missing_path_behavior");
        Place place = place(SandboxContextReader.required(in, "path"), dialect);
        String access = in.string("access");
        String missing = in.optionalString("missing_path_behavior");
        if (missing != null) {
            SandboxContextReader.oneOf(missing, "skip");
        }
        return new SandboxEntry(
                place,
                switch (access) {
                    case "read" -> Access.READ;
                    case "write" -> Access.WRITE;
                    case "deny", "none" -> Access.DENY;
                    default -> throw SandboxContextReader.unknownVariant(access, "read", "write", "deny", "none");
                });
    }

    boolean needsCwd() {
        return place == Place.WORKSPACE || place == Place.RELATIVE_GLOB;
    }

    /** Such an entry resolves to no path. */
    boolean isWithoutEffect(boolean noWorkspaceRoots) {
        return switch (place) {
            case UNKNOWN -> true;
            case WORKSPACE -> noWorkspaceRoots;
            case GLOB, RELATIVE_GLOB -> access == Access.READ;
            case ROOT, ELSEWHERE -> false;
        };
    }

    boolean opensRootToRead() {
        return place == Place.ROOT && access != Access.DENY;
    }

    boolean opensRootToWrite() {
        return place == Place.ROOT && access == Access.WRITE;
    }

    /** Whether it takes something away from a writable root directory. */
    boolean narrowsWriting() {
        return switch (access) {
            case WRITE -> false;
            case READ -> place != Place.ROOT;
            case DENY -> true;
        };
    }

    private static Place place(JsonNode node, Dialect dialect) {
        ParamsReader in = ParamsReader.of(node, "FileSystemPath", "type", "path", "pattern", "value");
        String type = in.string("type");
        return switch (type) {
            case "path" -> path(in.string("path"), dialect).equals("/") ? Place.ROOT : Place.ELSEWHERE;
            case "glob_pattern" -> in.string("pattern").startsWith("/") ? Place.GLOB : Place.RELATIVE_GLOB;
            case "special" -> special(SandboxContextReader.required(in, "value"));
            default -> throw SandboxContextReader.unknownVariant(type, "path", "glob_pattern", "special");
        };
    }

    private static String path(String uri, Dialect dialect) {
        try {
            return PathUri.decode(uri, dialect);
        } catch (ExecbusException e) {
            if (e.code() == ErrorCode.INVALID_REQUEST) {
                throw ExecbusException.invalidRequest("invalid sandbox permission path URI: " + e.getMessage());
            }
            throw e;
        }
    }

    private static Place special(JsonNode node) {
        ParamsReader in = ParamsReader.of(node, "FileSystemSpecialPath", "kind", "subpath", "path");
        String kind = in.string("kind");
        return switch (kind) {
            case "root" -> Place.ROOT;
            case "project_roots", "current_working_directory" -> {
                in.optionalString("subpath");
                yield Place.WORKSPACE;
            }
            case "minimal", "tmpdir", "slash_tmp" -> Place.ELSEWHERE;
            case "unknown" -> {
                in.string("path");
                in.optionalString("subpath");
                yield Place.UNKNOWN;
            }
            default ->
                throw SandboxContextReader.unknownVariant(
                        kind,
                        "root",
                        "minimal",
                        "project_roots",
                        "current_working_directory",
                        "tmpdir",
                        "slash_tmp",
                        "unknown");
        };
    }
}
