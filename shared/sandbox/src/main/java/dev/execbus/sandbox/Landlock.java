package dev.execbus.sandbox;

import java.util.List;

/** Restricts the calling thread's use of files, for good; its later children and threads inherit it. */
final class Landlock {
    private static final List<String> DEVICES = List.of(
            "/dev/null", "/dev/zero", "/dev/full", "/dev/random", "/dev/urandom", "/dev/tty", "/dev/ptmx", "/dev/pts");

    private Landlock() {}

    static LandlockVersion version() {
        try {
            return LandlockVersion.of(LandlockCalls.version());
        } catch (IllegalCallerException | UnsupportedOperationException | LinkageError e) {
            return new LandlockVersion(0, "the virtual machine does not let us call the C library");
        }
    }

    /**
     * The thread must have given up new privileges before, as {@link ThreadCalls} does.
     *
     * @throws IllegalStateException when the kernel refuses
     */
    static void restrictThisThread(LandlockRules rules) {
        LandlockVersion version = version();
        if (!version.usable()) {
            throw new IllegalStateException(version.reason());
        }
        int abi = version.abi();
        int ruleset = Kernel.check(
                LandlockCalls.createRuleset(LandlockRights.handled(abi), LandlockRights.scope(abi)),
                "make a set of Landlock rules");
        try {
            allow(ruleset, rules.readable(), LandlockRights.reading());
            allow(ruleset, rules.writable(), LandlockRights.writing(abi));
            allow(ruleset, rules.devices() ? DEVICES : List.of(), LandlockRights.usingDevices(abi));
            Kernel.check(LandlockCalls.restrictSelf(ruleset), "enforce Landlock rules");
        } finally {
            LandlockCalls.close(ruleset);
        }
    }

    private static void allow(int ruleset, List<String> paths, long rights) {
        for (String path : paths) {
            int place = LandlockCalls.openPlace(path);
            switch (-place) {
                // Nothing to be reached there, or somebody has put a link into the way.
                case Kernel.ENOENT, Kernel.ENOTDIR, Kernel.EACCES, Kernel.ELOOP -> {}
                default -> {
                    Kernel.check(place, "open a place for a Landlock rule");
                    allow(ruleset, place, rights);
                }
            }
        }
    }

    private static void allow(int ruleset, int place, long rights) {
        try {
            int result = LandlockCalls.allowBeneath(ruleset, place, rights);
            if (result == -Kernel.EINVAL) {
                // A file: the kernel takes none of the rights that are about directories.
                result = LandlockCalls.allowBeneath(ruleset, place, LandlockRights.onFiles(rights));
            }
            Kernel.check(result, "add a Landlock rule");
        } finally {
            LandlockCalls.close(place);
        }
    }
}
