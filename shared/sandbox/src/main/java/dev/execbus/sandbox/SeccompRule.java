package dev.execbus.sandbox;

import java.util.List;

/** One system call that is refused, always or by one of its arguments. */
sealed interface SeccompRule {
    int EPERM = 1;
    int ENOSYS = 38;
    int ENOTSOCK = 88;

    SystemCall call();

    /** Fails with this error number. */
    record Always(SystemCall call, int error) implements SeccompRule {}

    /**
     * Fails with EPERM, depending on the lower half of an argument: all of these are ints to the kernel, whatever the
     * caller puts into the upper half.
     *
     * @param index 0 for the first argument
     */
    record ByArgument(SystemCall call, int index, Refused refused, List<Integer> values) implements SeccompRule {
        public ByArgument {
            values = List.copyOf(values);
        }
    }

    /** Which arguments are refused. */
    enum Refused {
        /** These. */
        THESE,
        /** All but these. */
        OTHERS,
        /** Those with a bit of one of these. */
        WITH_BITS
    }
}
