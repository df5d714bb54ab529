package dev.execbus.protocol;

import com.fasterxml.jackson.databind.JsonNode;

/**
 * {@code sandbox} of {@code fs/*} and {@code process/start}, decoded as far as is needed to tell whether an operation
 * may run as it is. Everything it cannot prove harmless counts as in need of enforcement.
 *
 * @param given whether the client sent one at all
 * @param fullDiskRead everything may be read
 * @param fullDiskWrite everything may be written, and so read
 * @param network whether the network is open to processes
 */
public record SandboxParams(boolean given, boolean fullDiskRead, boolean fullDiskWrite, boolean network) {
    /** The client sent none, or null. */
    public static final SandboxParams NONE = new SandboxParams(false, true, true, true);

    /** Null is {@link #NONE}. Paths must be URIs. */
    public static SandboxParams decode(JsonNode node) {
        return decode(node, Dialect.STRICT);
    }

    public static SandboxParams decode(JsonNode node, Dialect dialect) {
        if (node == null || node.isNull()) {
            return NONE;
        }
        if (node.isObject() && node.hasNonNull("sandboxPolicy") && !node.hasNonNull("permissions")) {
            return EarlySandboxPolicy.decode(node);
        }
        return new SandboxContextReader(node, dialect).read();
    }

    public boolean needsEnforcementToRead() {
        return !fullDiskRead;
    }

    public boolean needsEnforcementToWrite() {
        return !fullDiskWrite;
    }

    /** For a process, which may read, write and connect. */
    public boolean needsEnforcementToRun() {
        return !fullDiskWrite || !network;
    }
}
