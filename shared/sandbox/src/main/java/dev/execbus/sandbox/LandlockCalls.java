package dev.execbus.sandbox;

import static java.lang.foreign.ValueLayout.JAVA_INT_UNALIGNED;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;

/** The system calls of Landlock. Results below zero are negative error numbers. */
final class LandlockCalls {
    private static final int CREATE_RULESET_VERSION = 1;
    private static final int RULE_PATH_BENEATH = 1;
    /** struct landlock_ruleset_attr: files, network, scope. Older kernels accept more while it is zero. */
    private static final int RULESET_BYTES = 24;

    private static final int SCOPE_OFFSET = 16;
    /** struct landlock_path_beneath_attr, packed: rights, descriptor. */
    private static final int RULE_BYTES = 12;

    private static final int DESCRIPTOR_OFFSET = 8;
    /** struct open_how: flags, mode, resolve. */
    private static final int HOW_BYTES = 24;

    private static final int RESOLVE_OFFSET = 16;
    private static final long O_PATH_CLOEXEC = 0x200000 | 0x80000;
    private static final long RESOLVE_NO_SYMLINKS = 4;
    private static final int AT_FDCWD = -100;

    private LandlockCalls() {}

    static int version() {
        return Kernel.call(SystemCall.LANDLOCK_CREATE_RULESET, 0, 0, CREATE_RULESET_VERSION, 0);
    }

    /** A descriptor, not inherited. */
    static int createRuleset(long handled, long scope) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment ruleset = arena.allocate(RULESET_BYTES, Long.BYTES);
            ruleset.set(JAVA_LONG, 0, handled);
            ruleset.set(JAVA_LONG, SCOPE_OFFSET, scope);
            return Kernel.call(SystemCall.LANDLOCK_CREATE_RULESET, ruleset.address(), RULESET_BYTES, 0, 0);
        }
    }

    static int allowBeneath(int ruleset, int place, long rights) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment rule = arena.allocate(RULE_BYTES, Long.BYTES);
            rule.set(JAVA_LONG, 0, rights);
            rule.set(JAVA_INT_UNALIGNED, DESCRIPTOR_OFFSET, place);
            return Kernel.call(SystemCall.LANDLOCK_ADD_RULE, ruleset, RULE_PATH_BENEATH, rule.address(), 0);
        }
    }

    static int restrictSelf(int ruleset) {
        return Kernel.call(SystemCall.LANDLOCK_RESTRICT_SELF, ruleset, 0, 0, 0);
    }

    /** A descriptor that only names the place, not inherited; no component of the path may be a link. */
    static int openPlace(String path) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment how = arena.allocate(HOW_BYTES, Long.BYTES);
            how.set(JAVA_LONG, 0, O_PATH_CLOEXEC);
            how.set(JAVA_LONG, RESOLVE_OFFSET, RESOLVE_NO_SYMLINKS);
            return Kernel.call(
                    SystemCall.OPENAT2, AT_FDCWD, arena.allocateFrom(path).address(), how.address(), HOW_BYTES);
        }
    }

    static void close(int descriptor) {
        Kernel.call(SystemCall.CLOSE, descriptor, 0, 0, 0);
    }
}
