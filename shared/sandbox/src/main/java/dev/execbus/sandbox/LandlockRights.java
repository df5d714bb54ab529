package dev.execbus.sandbox;

/** The rights on files that Landlock knows, as sets of bits. */
final class LandlockRights {
    private static final long EXECUTE = 1;
    private static final long WRITE_FILE = 1 << 1;
    private static final long READ_FILE = 1 << 2;
    private static final long READ_DIRECTORY = 1 << 3;
    private static final long MAKE_CHARACTER_DEVICE = 1 << 6;
    private static final long MAKE_BLOCK_DEVICE = 1 << 11;
    private static final long TRUNCATE = 1 << 14;
    private static final long CONTROL_DEVICE = 1 << 15;

    /** What can be granted on a file; all others are about what a directory contains. */
    private static final long ON_FILES = EXECUTE | WRITE_FILE | READ_FILE | TRUNCATE | CONTROL_DEVICE;

    private static final int REFER_SINCE = 2;
    private static final int TRUNCATE_SINCE = 3;
    private static final int CONTROL_DEVICE_SINCE = 5;
    private static final int SCOPES_SINCE = 6;
    private static final int FIRST_BITS = 13;

    private static final long ABSTRACT_SOCKETS = 1;
    private static final long SIGNALS = 1 << 1;

    private LandlockRights() {}

    /** All of them: what is not granted is refused. */
    static long handled(int abi) {
        int bits = FIRST_BITS;
        bits += abi >= REFER_SINCE ? 1 : 0;
        bits += abi >= TRUNCATE_SINCE ? 1 : 0;
        bits += abi >= CONTROL_DEVICE_SINCE ? 1 : 0;
        return (1L << bits) - 1;
    }

    /** Keeps signals and abstract sockets within what is confined together, where the kernel can. */
    static long scope(int abi) {
        return abi >= SCOPES_SINCE ? ABSTRACT_SOCKETS | SIGNALS : 0;
    }

    static long reading() {
        return EXECUTE | READ_FILE | READ_DIRECTORY;
    }

    /** Everything but making devices, which would lead to every disk. */
    static long writing(int abi) {
        return handled(abi) & ~(MAKE_CHARACTER_DEVICE | MAKE_BLOCK_DEVICE);
    }

    static long usingDevices(int abi) {
        return handled(abi) & (READ_FILE | WRITE_FILE | READ_DIRECTORY | TRUNCATE | CONTROL_DEVICE);
    }

    static long onFiles(long rights) {
        return rights & ON_FILES;
    }
}
