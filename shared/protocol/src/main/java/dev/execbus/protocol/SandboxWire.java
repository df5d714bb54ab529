package dev.execbus.protocol;

import dev.execbus.protocol.SandboxEntry.Place;
import dev.execbus.protocol.SandboxParams.Files;
import java.util.LinkedHashMap;
import java.util.Map;

/** {@code sandbox} as a client sends it: what {@link SandboxParams#decode} reads. */
final class SandboxWire {
    private SandboxWire() {}

    /** Null for none. */
    static Map<String, Object> tree(SandboxParams sandbox) {
        if (!sandbox.given()) {
            return null;
        }
        Map<String, Object> tree = new LinkedHashMap<>();
        tree.put(
                "permissions",
                Map.of(
                        "type",
                        "managed",
                        "network",
                        sandbox.network() ? "enabled" : "restricted",
                        "file_system",
                        files(sandbox.files())));
        tree.put("cwd", sandbox.cwd() == null ? null : PathUri.encode(sandbox.cwd()));
        tree.put(
                "workspaceRoots",
                sandbox.workspaceRoots().stream().map(PathUri::encode).toList());
        tree.put("windowsSandboxLevel", "disabled");
        return tree;
    }

    private static Map<String, Object> files(Files files) {
        return switch (files) {
            case Files.Unrestricted all -> Map.of("type", "unrestricted");
            case Files.Restricted some -> {
                Map<String, Object> tree = new LinkedHashMap<>();
                tree.put("type", "restricted");
                tree.put(
                        "entries",
                        some.entries().stream().map(SandboxWire::entry).toList());
                if (some.globDepth() > 0) {
                    tree.put("glob_scan_max_depth", some.globDepth());
                }
                yield tree;
            }
        };
    }

    private static Map<String, Object> entry(SandboxEntry entry) {
        Map<String, Object> tree = new LinkedHashMap<>();
        tree.put("path", place(entry.place()));
        tree.put(
                "access",
                switch (entry.access()) {
                    case READ -> "read";
                    case WRITE -> "write";
                    case DENY -> "deny";
                });
        if (entry.skipMissing()) {
            tree.put("missing_path_behavior", "skip");
        }
        return tree;
    }

    private static Map<String, Object> place(Place place) {
        return switch (place) {
            case Place.AbsolutePath path -> Map.of("type", "path", "path", PathUri.encode(path.path()));
            case Place.Glob glob -> Map.of("type", "glob_pattern", "pattern", glob.pattern());
            case Place.Minimal minimal -> special(Map.of("kind", "minimal"));
            case Place.Workspace workspace ->
                special(
                        workspace.subpath().isEmpty()
                                ? Map.of("kind", "project_roots")
                                : Map.of("kind", "project_roots", "subpath", workspace.subpath()));
            case Place.TemporaryDirectory temporary -> special(Map.of("kind", "tmpdir"));
            case Place.SlashTmp slashTmp -> special(Map.of("kind", "slash_tmp"));
            case Place.Unknown unknown -> special(Map.of("kind", "unknown", "path", ""));
        };
    }

    private static Map<String, Object> special(Map<String, Object> value) {
        return Map.of("type", "special", "value", value);
    }
}
