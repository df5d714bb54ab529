package dev.execbus.sandbox;

import java.util.Optional;

/** The machines whose system calls are known here. */
enum Architecture {
    X86_64(0xC000003E),
    AARCH64(0xC00000B7);

    private final int auditNumber;

    Architecture(int auditNumber) {
        this.auditNumber = auditNumber;
    }

    /** How the kernel names the calling convention to a seccomp program; 32-bit programs have another. */
    int auditNumber() {
        return auditNumber;
    }

    /** That of this virtual machine; empty where it is not Linux on one of these. */
    static Optional<Architecture> current() {
        if (!"Linux".equals(System.getProperty("os.name"))) {
            return Optional.empty();
        }
        return switch (System.getProperty("os.arch")) {
            case "amd64" -> Optional.of(X86_64);
            case "aarch64" -> Optional.of(AARCH64);
            default -> Optional.empty();
        };
    }
}
