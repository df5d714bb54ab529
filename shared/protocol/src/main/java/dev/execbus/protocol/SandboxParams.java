package dev.execbus.protocol;

import com.fasterxml.jackson.databind.JsonNode;
import dev.execbus.protocol.SandboxEntry.Access;
import java.util.List;

/**
 * {@code sandbox} of {@code fs/*} and {@code process/start}: what an operation may do. Undecided as to what the places
 * are on this machine, which the one who enforces it finds out.
 *
 * @param given whether the client sent one at all
 * @param files what of the disk may be read and written
 * @param network whether the network is open to processes
 * @param cwd absolute native path, against which relative globs are read; null for none
 * @param workspaceRoots absolute native paths
 */
public record SandboxParams(boolean given, Files files, boolean network, String cwd, List<String> workspaceRoots) {
    /** The client sent none, or null. */
    public static final SandboxParams NONE = new SandboxParams(false, new Files.Unrestricted(), true, null, List.of());

    public SandboxParams {
        workspaceRoots = List.copyOf(workspaceRoots);
    }

    /** What of the disk an operation may use. */
    public sealed interface Files {
        record Unrestricted() implements Files {}

        /**
         * Nothing but what an entry opens.
         *
         * @param globDepth how deep globs are looked for below their first directory; 0 for no bound
         */
        record Restricted(List<SandboxEntry> entries, long globDepth) implements Files {
            public Restricted {
                entries = List.copyOf(entries);
            }
        }
    }

    /** Null is {@link #NONE}. Paths must be URIs. */
    public static SandboxParams decode(JsonNode node) {
        return decode(node, Dialect.STRICT);
    }

    public static SandboxParams decode(JsonNode node, Dialect dialect) {
        if (node == null || node.isNull()) {
            return NONE;
        }
        return KnownPolicies.get(node, dialect);
    }

    static SandboxParams read(JsonNode node, Dialect dialect) {
        if (node.isObject() && node.hasNonNull("sandboxPolicy") && !node.hasNonNull("permissions")) {
            return EarlySandboxPolicy.decode(node, dialect);
        }
        return new SandboxContextReader(node, dialect).read();
    }

    /** Everything may be read. */
    public boolean fullDiskRead() {
        return switch (files) {
            case Files.Unrestricted all -> true;
            case Files.Restricted some ->
                some.entries().stream().anyMatch(SandboxEntry::opensRootToRead)
                        && effective(some).stream().noneMatch(entry -> entry.access() == Access.DENY);
        };
    }

    /** Everything may be written, and so read. */
    public boolean fullDiskWrite() {
        return switch (files) {
            case Files.Unrestricted all -> true;
            case Files.Restricted some ->
                some.entries().stream().anyMatch(SandboxEntry::opensRootToWrite)
                        && effective(some).stream().noneMatch(SandboxEntry::narrowsWriting);
        };
    }

    public boolean needsEnforcementToRead() {
        return !fullDiskRead();
    }

    public boolean needsEnforcementToWrite() {
        return !fullDiskWrite();
    }

    /** For a process, which may read, write and connect. */
    public boolean needsEnforcementToRun() {
        return !fullDiskWrite() || !network;
    }

    private List<SandboxEntry> effective(Files.Restricted some) {
        return some.entries().stream()
                .filter(entry -> !entry.isWithoutEffect(workspaceRoots.isEmpty()))
                .toList();
    }
}
