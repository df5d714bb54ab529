package dev.execbus.protocol;

import com.fasterxml.jackson.databind.JsonNode;

/**
 * One line of a sandbox policy: a place and what may be done there.
 *
 * @param skipMissing a place that does not exist is passed over, and not kept from coming into being
 */
public record SandboxEntry(Place place, Access access, boolean skipMissing) {
    /** What may be done. */
    public enum Access {
        READ,
        WRITE,
        DENY
    }

    /** Which files an entry means. */
    public sealed interface Place {
        /** An absolute, normalised native path and everything below it. */
        record AbsolutePath(String path) implements Place {}

        /** Every file whose path fits; relative patterns are read against the policy's {@code cwd}. */
        record Glob(String pattern) implements Place {
            boolean isRelative() {
                return !pattern.startsWith("/");
            }
        }

        /** What a machine needs to run programs at all: {@code /usr}, {@code /etc}, ... */
        record Minimal() implements Place {}

        /** @param subpath below each workspace root; empty for the roots themselves */
        record Workspace(String subpath) implements Place {}

        /** {@code TMPDIR} of the command's environment. */
        record TemporaryDirectory() implements Place {}

        /** {@code /tmp}. */
        record SlashTmp() implements Place {}

        /** A word of a later release: it names nothing. */
        record Unknown() implements Place {}
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
                },
                missing != null);
    }

    boolean needsCwd() {
        return switch (place) {
            case Place.Workspace workspace -> true;
            case Place.Glob glob -> glob.isRelative();
            case Place.AbsolutePath path -> false;
            case Place.Minimal minimal -> false;
            case Place.TemporaryDirectory tmpdir -> false;
            case Place.SlashTmp tmp -> false;
            case Place.Unknown unknown -> false;
        };
    }

    /** Such an entry resolves to no path. */
    boolean isWithoutEffect(boolean noWorkspaceRoots) {
        return switch (place) {
            case Place.Unknown unknown -> true;
            case Place.Workspace workspace -> noWorkspaceRoots;
            case Place.Glob glob -> access != Access.DENY;
            case Place.AbsolutePath path -> false;
            case Place.Minimal minimal -> false;
            case Place.TemporaryDirectory tmpdir -> false;
            case Place.SlashTmp tmp -> false;
        };
    }

    boolean opensRootToRead() {
        return isRoot() && access != Access.DENY;
    }

    boolean opensRootToWrite() {
        return isRoot() && access == Access.WRITE;
    }

    /** Whether it takes something away from a writable root directory. */
    boolean narrowsWriting() {
        return switch (access) {
            case WRITE -> false;
            case READ -> !isRoot();
            case DENY -> true;
        };
    }

    private boolean isRoot() {
        return place instanceof Place.AbsolutePath path && path.path().equals("/");
    }

    private static Place place(JsonNode node, Dialect dialect) {
        ParamsReader in = ParamsReader.of(node, "FileSystemPath", "type", "path", "pattern", "value");
        String type = in.string("type");
        return switch (type) {
            case "path" -> new Place.AbsolutePath(path(in.string("path"), dialect));
            case "glob_pattern" -> new Place.Glob(in.string("pattern"));
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
            case "root" -> new Place.AbsolutePath("/");
            case "project_roots", "current_working_directory" -> {
                String subpath = in.optionalString("subpath");
                yield new Place.Workspace(subpath == null ? "" : subpath);
            }
            case "minimal" -> new Place.Minimal();
            case "tmpdir" -> new Place.TemporaryDirectory();
            case "slash_tmp" -> new Place.SlashTmp();
            case "unknown" -> {
                in.string("path");
                in.optionalString("subpath");
                yield new Place.Unknown();
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
