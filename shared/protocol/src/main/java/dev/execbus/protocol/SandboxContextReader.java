package dev.execbus.protocol;

import com.fasterxml.jackson.databind.JsonNode;
import dev.execbus.protocol.SandboxParams.Files;
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
        Files files = new Files.Unrestricted();
        boolean network = true;
        switch (type) {
            case "disabled" -> {}
            case "external" -> network = network(permissions);
            case "managed" -> {
                files = files(required(permissions, "file_system"));
                network = network(permissions);
            }
            default -> throw unknownVariant(type, "managed", "disabled", "external");
        }
        checkRest();
        return new SandboxParams(true, files, network, cwd(), workspaceRoots());
    }

    private Files files(JsonNode node) {
        ParamsReader files = ParamsReader.of(node, "FileSystemPermissions", "type", "entries", "glob_scan_max_depth");
        String type = files.string("type");
        return switch (type) {
            case "unrestricted" -> new Files.Unrestricted();
            case "restricted" -> restricted(required(files, "entries"), files);
            default -> throw unknownVariant(type, "unrestricted", "restricted");
        };
    }

    private Files restricted(JsonNode entries, ParamsReader files) {
        if (entries == null || !entries.isArray()) {
            throw ParamsReader.invalidType(entries, "a sequence");
        }
        List<SandboxEntry> decoded = new ArrayList<>(entries.size());
        for (JsonNode entry : entries) {
            decoded.add(SandboxEntry.decode(entry, dialect));
        }
        boolean bounded = files.optional("glob_scan_max_depth") != null;
        long depth = bounded ? files.unsigned("glob_scan_max_depth") : 0;
        if (bounded && depth == 0) {
            throw ExecbusException.invalidParams("invalid value: integer `0`, expected a nonzero usize");
        }
        if (decoded.stream().anyMatch(SandboxEntry::needsCwd) && context.optionalString("cwd") == null) {
            throw ExecbusException.invalidParams("file system sandbox context with dynamic permissions requires cwd");
        }
        return new Files.Restricted(decoded, depth);
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
        String home = context.optionalString("userHomeDir");
        if (home != null) {
            PathUri.decode(home, dialect);
        }
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

    private String cwd() {
        String uri = context.optionalString("cwd");
        return uri == null ? null : PathUri.decode(uri, dialect);
    }

    /** Releases that did not send roots yet meant the working directory by them. */
    private List<String> workspaceRoots() {
        if (context.optional("workspaceRoots") == null) {
            String cwd = dialect.cwdIsWorkspace() && !context.has("workspaceRoots") ? cwd() : null;
            return cwd == null ? List.of() : List.of(cwd);
        }
        return context.strings("workspaceRoots").stream()
                .map(uri -> PathUri.decode(uri, dialect))
                .toList();
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
