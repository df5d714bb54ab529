package dev.execbus.sandbox;

import dev.execbus.protocol.SandboxEntry;
import dev.execbus.protocol.SandboxEntry.Access;
import dev.execbus.protocol.SandboxEntry.Place;
import dev.execbus.protocol.SandboxParams;
import dev.execbus.protocol.SandboxParams.Files.Restricted;
import java.util.List;

/** Finds out which paths of this machine a policy means. */
final class PolicyResolver {
    private static final List<String> MINIMAL =
            List.of("/bin", "/sbin", "/usr", "/etc", "/lib", "/lib64", "/nix/store", "/run/current-system/sw");
    private static final String SLASH_TMP = "/tmp";

    private final FileView files;

    PolicyResolver(FileView files) {
        this.files = files;
    }

    /** @param temporaryDirectory TMPDIR of the command; null for none */
    ResolvedPolicy forProcess(SandboxParams policy, Restricted some, String temporaryDirectory) {
        return entries(policy, some, temporaryDirectory).build();
    }

    /**
     * File operations have no TMPDIR, and may read what the platform needs and what does them: otherwise they could
     * not run.
     */
    ResolvedPolicy forFiles(SandboxParams policy, Restricted some, List<String> readable) {
        ResolvedPolicy.Builder rules = entries(policy, some, null);
        for (String root : MINIMAL) {
            if (!rules.readable(root) && files.look(root) != null) {
                rules.add(new PathRule(root, Access.READ, true));
            }
        }
        for (String path : readable) {
            String normal = PathText.normalize(path);
            if (!rules.readable(normal)) {
                rules.add(new PathRule(normal, Access.READ, true));
            }
        }
        return rules.build();
    }

    private ResolvedPolicy.Builder entries(SandboxParams policy, Restricted some, String temporaryDirectory) {
        ResolvedPolicy.Builder rules = new ResolvedPolicy.Builder();
        for (SandboxEntry entry : some.entries()) {
            for (String path : paths(entry, policy, some.globDepth(), temporaryDirectory)) {
                rules.add(new PathRule(path, entry.access(), entry.skipMissing()));
            }
        }
        return rules;
    }

    private List<String> paths(SandboxEntry entry, SandboxParams policy, long globDepth, String temporaryDirectory) {
        return switch (entry.place()) {
            case Place.AbsolutePath path -> List.of(PathText.normalize(path.path()));
            case Place.Glob glob -> entry.access() == Access.DENY ? matches(glob, policy.cwd(), globDepth) : List.of();
            case Place.Minimal minimal ->
                MINIMAL.stream().filter(root -> files.look(root) != null).toList();
            case Place.Workspace workspace ->
                policy.workspaceRoots().stream()
                        .map(root -> PathText.normalize(root + "/" + workspace.subpath()))
                        .toList();
            case Place.TemporaryDirectory tmpdir ->
                temporaryDirectory != null && temporaryDirectory.startsWith("/")
                        ? List.of(PathText.normalize(temporaryDirectory))
                        : List.of();
            case Place.SlashTmp tmp -> List.of(SLASH_TMP);
            case Place.Unknown unknown -> List.of();
        };
    }

    private List<String> matches(Place.Glob glob, String cwd, long depth) {
        String pattern = glob.pattern();
        if (!pattern.startsWith("/")) {
            if (cwd == null) {
                return List.of();
            }
            // What is special in a pattern is not special in the directory's own name.
            return new GlobExpansion(files, depth).expand(cwd, pattern);
        }
        return new GlobExpansion(files, depth).expand("/", pattern.substring(1));
    }
}
