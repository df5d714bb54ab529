package dev.execbus.sandbox;

import java.util.OptionalInt;

/** System calls of this machine, by name. Results below zero are negative error numbers. */
final class Kernel {
    static final int EPERM = 1;
    static final int ENOENT = 2;
    static final int EACCES = 13;
    static final int ENOTDIR = 20;
    static final int EINVAL = 22;
    static final int ENOSYS = 38;
    static final int ELOOP = 40;
    static final int EOPNOTSUPP = 95;

    private Kernel() {}

    static int call(SystemCall call, long first, long second, long third, long fourth) {
        return call(call, first, second, third, fourth, 0);
    }

    static int call(SystemCall call, long first, long second, long third, long fourth, long fifth) {
        OptionalInt number = Architecture.current().map(call::on).orElse(OptionalInt.empty());
        return number.isEmpty() ? -ENOSYS : CLibrary.call(number.getAsInt(), first, second, third, fourth, fifth);
    }

    /**
     * @param what what was tried, for people
     * @return the result
     * @throws IllegalStateException when it is an error
     */
    static int check(int result, String what) {
        if (result < 0) {
            throw new IllegalStateException("the kernel refuses to " + what + " (os error " + -result + ")");
        }
        return result;
    }
}
