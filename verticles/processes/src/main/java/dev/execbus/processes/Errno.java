package dev.execbus.processes;

/** Linux error numbers the code decides by. */
final class Errno {
    static final int ENOENT = 2;
    static final int EINTR = 4;
    static final int E2BIG = 7;
    static final int ENOEXEC = 8;
    static final int EAGAIN = 11;
    static final int EACCES = 13;
    static final int ENODEV = 19;
    static final int ENOTDIR = 20;
    static final int EISDIR = 21;
    static final int ENFILE = 23;
    static final int EMFILE = 24;
    static final int ETIMEDOUT = 110;
    static final int ESTALE = 116;

    private Errno() {}
}
