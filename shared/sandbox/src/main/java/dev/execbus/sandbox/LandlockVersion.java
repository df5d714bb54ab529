package dev.execbus.sandbox;

/**
 * What the kernel has of Landlock.
 *
 * @param abi its version, 0 for none
 * @param reason why it cannot be used; empty when it can
 */
record LandlockVersion(int abi, String reason) {
    /** The first that restricts truncation. */
    static final int NEEDED = 3;

    boolean usable() {
        return reason.isEmpty();
    }

    static LandlockVersion of(int result) {
        if (result >= NEEDED) {
            return new LandlockVersion(result, "");
        }
        if (result >= 0) {
            return new LandlockVersion(
                    result, "the kernel has version " + result + " of Landlock, version " + NEEDED + " is needed");
        }
        return new LandlockVersion(
                0,
                switch (-result) {
                    case Kernel.ENOSYS -> "the kernel has no Landlock";
                    case Kernel.EOPNOTSUPP -> "Landlock is switched off in the kernel";
                    default -> "the kernel refuses Landlock (os error " + -result + ")";
                });
    }
}
