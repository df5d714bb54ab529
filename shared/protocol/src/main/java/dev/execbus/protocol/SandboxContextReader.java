package dev.execbus.protocol;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;

/** Reads today's sandbox argument (the peer's FileSystemSandboxContext) with the peer's words for what is wrong. */
final class SandboxContextReader {
    private static final String[] FIELDS = {
        "permissions",
        "cwd",
        "workspaceRoots",
        "userHomeDir",
        "windowsSandboxLevel",
        "windowsSandboxPrivateDesktop",
        "windowsSandboxProxySettingsMode",
        "useLegacyLandlock",
        "sandboxOverride"
    };

    private final ParamsReader context;
    private final Dialect dialect;

    SandboxContextReader(JsonNode node, Dialect dialect) {
        this.context = ParamsReader.of(node, "FileSystemSandboxContext", FIELDS);
        this.dialect = dialect;
    }

    SandboxParams read() {
        ParamsReader permissions = ParamsReader.of(
                required(context, "permissions"), "PermissionProfile", "type", "file_system", "network");
        String type = permissions.string("type");
        SandboxParams params = switch (type) {
            case "disabled" -> new SandboxParams(true, true, true, true);
            case "external" -> new SandboxParams(true, true, true, network(permissions));
            case "managed" -> {
                FileAccess files = files(required(permissions, "file_system"));
                yield new SandboxParams(true, files.fullRead(), files.fullWrite(), network(permissions));
            }
            default -> throw unknownVariant(type, "managed", "disabled", "external");
        };
        checkRest();
        return params;
    }

    private record FileAccess(boolean fullRead, boolean fullWrite) {}

    private FileAccess files(JsonNode node) {
        ParamsReader files = ParamsReader.of(node, "FileSystemPermissions", "type", "entries", "glob_scan_max_depth");
        String type = files.string("type");
        return switch (type) {
            case "unrestricted" -> new FileAccess(true, true);
            case "restricted" -> restricted(required(files, "entries"), files);
            default -> throw unknownVariant(type, "unrestricted", "restricted");
        };
    }

    private FileAccess restricted(JsonNode entries, ParamsReader files) {
        if (entries == null || !entries.isArray()) {
            throw ParamsReader.invalidType(entries, "a sequence");
        }
        List<SandboxEntry> decoded = new ArrayList<>(entries.size());
        for (JsonNode entry : entries) {
            decoded.add(SandboxEntry.decode(entry, dialect));
        }
        if (files.optional("glob_scan_max_depth") != null && files.unsigned("glob_scan_max_depth") == 0) {
            throw ExecbusException.invalidParams("invalid value: integer `0`, expected a nonzero usize");
        }
        if (decoded.stream().anyMatch(SandboxEntry::needsCwd) && context.optionalString("cwd") == null) {
            throw ExecbusException.invalidParams("file system sandbox context with dynamic permissions requires cwd");
        }
        boolean noRoots = workspaceRoots().isEmpty();
        List<SandboxEntry> effective = decoded.stream()
                .filter(entry -> !entry.isWithoutEffect(noRoots))
                .toList();
        boolean denies = effective.stream().anyMatch(entry -> entry.access() == SandboxEntry.Access.DENY);
        boolean rootReadable = effective.stream().anyMatch(SandboxEntry::opensRootToRead);
        boolean rootWritable = effective.stream().anyMatch(SandboxEntry::opensRootToWrite);
        boolean narrowed = effective.stream().anyMatch(SandboxEntry::narrowsWriting);
        return new FileAccess(rootReadable && !denies, rootWritable && !narrowed);
    }

    private static boolean network(ParamsReader permissions) {
        String network = permissions.string("network");
        return switch (network) {
            case "enabled" -> true;
            case "restricted" -> false;
            default -> throw unknownVariant(network, "restricted", "enabled");
        };
    }

    /** For its errors only. */
    private void checkRest() {
        oneOf(context.string("windowsSandboxLevel"), "disabled", "restricted-token", "elevated", "mxc");
        for (String name : List.of("cwd", "userHomeDir")) {
            String uri = context.optionalString(name);
            if (uri != null) {
                PathUri.decode(uri, dialect);
            }
        }
        workspaceRoots().forEach(uri -> PathUri.decode(uri, dialect));
        context.bool("useLegacyLandlock", false);
        String override = context.optionalString("sandboxOverride");
        if (override != null) {
            oneOf(override, "noOverride", "escalatedSandboxWithRestrictions", "bypassSandboxFirstAttempt");
        }
        String proxySettings = context.optionalString("windowsSandboxProxySettingsMode");
        if (proxySettings != null) {
            oneOf(proxySettings, "reconcile", "preserve");
        }
    }

    private List<String> workspaceRoots() {
        return context.optional("workspaceRoots") == null ? List.of() : context.strings("workspaceRoots");
    }

    static JsonNode required(ParamsReader in, String name) {
        if (!in.has(name)) {
            throw ExecbusException.invalidParams("missing field `" + name + "`");
        }
        return in.optional(name);
    }

    static void oneOf(String value, String... variants) {
        if (!List.of(variants).contains(value)) {
            throw unknownVariant(value, variants);
        }
    }

    static ExecbusException unknownVariant(String value, String... variants) {
        return ExecbusException.invalidParams("unknown variant `" + value + "`, expected "
                + (variants.length == 1 ? "" : "one of ") + "`" + String.join("`, `", variants) + "`");
    }
}
