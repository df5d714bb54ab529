package dev.execbus.protocol;

import com.fasterxml.jackson.databind.JsonNode;
import dev.execbus.protocol.SandboxEntry.Access;
import dev.execbus.protocol.SandboxEntry.Place;
import dev.execbus.protocol.SandboxParams.Files;
import java.util.ArrayList;
import java.util.List;

/**
 * The sandbox argument of the first releases: {@code {"sandboxPolicy": {"type": ...}, ...}}, where every other member
 * may be missing. Translated into today's entries; members that widen a policy are left out, and what only later
 * releases could say about files is refused.
 */
final class EarlySandboxPolicy {
    private static final SandboxEntry ROOT_READ = entry(new Place.AbsolutePath("/"), Access.READ);

    private final JsonNode policy;
    private final Dialect dialect;

    private EarlySandboxPolicy(JsonNode policy, Dialect dialect) {
        this.policy = policy;
        this.dialect = dialect;
    }

    static SandboxParams decode(JsonNode context, Dialect dialect) {
        JsonNode policy = context.get("sandboxPolicy");
        String type = ParamsReader.of(policy, "SandboxPolicy", "type").string("type");
        EarlySandboxPolicy early = new EarlySandboxPolicy(policy, dialect);
        Files files = switch (type) {
            case "danger-full-access", "external-sandbox" -> new Files.Unrestricted();
            case "read-only" -> new Files.Restricted(early.readable("access"), 0);
            case "workspace-write" -> new Files.Restricted(early.writable(), 0);
            default ->
                throw ExecbusException.invalidParams(
                        "unknown variant `" + type
                                + "`, expected one of `danger-full-access`, `read-only`, `external-sandbox`, `workspace-write`");
        };
        if (!context.path("fileSystemSandboxPolicy").isEmpty()) {
            throw new ExecbusException(
                    ErrorCode.UNSUPPORTED, "fileSystemSandboxPolicy beside sandboxPolicy is not understood here");
        }
        String cwd = cwd(context, dialect);
        return new SandboxParams(true, files, early.network(type), cwd, cwd == null ? List.of() : List.of(cwd));
    }

    private boolean network(String type) {
        return switch (type) {
            case "danger-full-access" -> true;
            case "external-sandbox" -> policy.path("network_access").asText().equals("enabled");
            default -> policy.path("network_access").asBoolean();
        };
    }

    private static String cwd(JsonNode context, Dialect dialect) {
        for (String name : List.of("cwd", "sandboxPolicyCwd")) {
            if (context.path(name).isTextual()) {
                return PathUri.decode(context.path(name).textValue(), dialect);
            }
        }
        return null;
    }

    private List<SandboxEntry> writable() {
        List<SandboxEntry> entries = new ArrayList<>(readable("read_only_access"));
        entries.add(entry(new Place.Workspace(""), Access.WRITE));
        for (JsonNode root : policy.path("writable_roots")) {
            entries.add(entry(new Place.AbsolutePath(PathUri.decode(text(root), dialect)), Access.WRITE));
        }
        if (!policy.path("exclude_tmpdir_env_var").asBoolean()) {
            entries.add(entry(new Place.TemporaryDirectory(), Access.WRITE));
        }
        if (!policy.path("exclude_slash_tmp").asBoolean()) {
            entries.add(entry(new Place.SlashTmp(), Access.WRITE));
        }
        return entries;
    }

    /** The whole disk unless the policy says otherwise. */
    private List<SandboxEntry> readable(String member) {
        JsonNode access = policy.path(member);
        if (access.isMissingNode()
                || access.isNull()
                || access.path("type").asText().equals("full-access")) {
            return List.of(ROOT_READ);
        }
        List<SandboxEntry> entries = new ArrayList<>();
        if (access.path("include_platform_defaults").asBoolean()) {
            entries.add(entry(new Place.Minimal(), Access.READ));
        }
        for (JsonNode root : access.path("readable_roots")) {
            entries.add(entry(new Place.AbsolutePath(PathUri.decode(text(root), dialect)), Access.READ));
        }
        return entries;
    }

    private static String text(JsonNode path) {
        if (!path.isTextual()) {
            throw ParamsReader.invalidType(path, "a string");
        }
        return path.textValue();
    }

    private static SandboxEntry entry(Place place, Access access) {
        return new SandboxEntry(place, access, false);
    }
}
