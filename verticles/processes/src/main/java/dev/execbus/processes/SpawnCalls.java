package dev.execbus.processes;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_SHORT;

import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;

/** posix_spawn and what prepares it. All return 0 or an error number; none touches errno. */
final class SpawnCalls {
    /** More than glibc's posix_spawnattr_t (336 bytes) and posix_spawn_file_actions_t (80) on any architecture. */
    static final long ATTRIBUTES_BYTES = 512;

    static final long FILE_ACTIONS_BYTES = 256;
    static final long SIGNAL_SET_BYTES = 128;
    static final short SETSIGDEF = 0x04;
    static final short SETSIGMASK = 0x08;
    static final short SETSID = 0x80;

    private static final FunctionDescriptor ON_POINTER = FunctionDescriptor.of(JAVA_INT, ADDRESS);
    private static final FunctionDescriptor ON_TWO_POINTERS = FunctionDescriptor.of(JAVA_INT, ADDRESS, ADDRESS);

    private static final MethodHandle SIGFILLSET = CLibrary.plain("sigfillset", ON_POINTER);
    private static final MethodHandle ATTRIBUTES_INIT = CLibrary.plain("posix_spawnattr_init", ON_POINTER);
    private static final MethodHandle ATTRIBUTES_FLAGS =
            CLibrary.plain("posix_spawnattr_setflags", FunctionDescriptor.of(JAVA_INT, ADDRESS, JAVA_SHORT));
    private static final MethodHandle ATTRIBUTES_DEFAULTS =
            CLibrary.plain("posix_spawnattr_setsigdefault", ON_TWO_POINTERS);
    private static final MethodHandle ATTRIBUTES_MASK = CLibrary.plain("posix_spawnattr_setsigmask", ON_TWO_POINTERS);
    private static final MethodHandle ACTIONS_INIT = CLibrary.plain("posix_spawn_file_actions_init", ON_POINTER);
    private static final MethodHandle ACTIONS_DESTROY = CLibrary.plain("posix_spawn_file_actions_destroy", ON_POINTER);
    private static final MethodHandle ADD_DUP2 = CLibrary.plain(
            "posix_spawn_file_actions_adddup2", FunctionDescriptor.of(JAVA_INT, ADDRESS, JAVA_INT, JAVA_INT));
    private static final MethodHandle ADD_OPEN = CLibrary.plain(
            "posix_spawn_file_actions_addopen",
            FunctionDescriptor.of(JAVA_INT, ADDRESS, JAVA_INT, ADDRESS, JAVA_INT, JAVA_INT));
    private static final MethodHandle ADD_CHDIR =
            CLibrary.plain("posix_spawn_file_actions_addchdir_np", ON_TWO_POINTERS);
    private static final MethodHandle ADD_CLOSE_FROM = CLibrary.plain(
            "posix_spawn_file_actions_addclosefrom_np", FunctionDescriptor.of(JAVA_INT, ADDRESS, JAVA_INT));
    private static final MethodHandle SPAWN = CLibrary.plain(
            "posix_spawn", FunctionDescriptor.of(JAVA_INT, ADDRESS, ADDRESS, ADDRESS, ADDRESS, ADDRESS, ADDRESS));

    private SpawnCalls() {}

    static int fillSignalSet(MemorySegment set) {
        return call(SIGFILLSET, set);
    }

    static int initAttributes(MemorySegment attributes) {
        return call(ATTRIBUTES_INIT, attributes);
    }

    static int setFlags(MemorySegment attributes, short flags) {
        try {
            return (int) ATTRIBUTES_FLAGS.invokeExact(attributes, flags);
        } catch (Throwable e) {
            throw CLibrary.broken(e);
        }
    }

    static int setDefaultSignals(MemorySegment attributes, MemorySegment set) {
        return call(ATTRIBUTES_DEFAULTS, attributes, set);
    }

    static int setSignalMask(MemorySegment attributes, MemorySegment set) {
        return call(ATTRIBUTES_MASK, attributes, set);
    }

    static int initFileActions(MemorySegment actions) {
        return call(ACTIONS_INIT, actions);
    }

    static int destroyFileActions(MemorySegment actions) {
        return call(ACTIONS_DESTROY, actions);
    }

    static int addDup2(MemorySegment actions, int descriptor, int target) {
        try {
            return (int) ADD_DUP2.invokeExact(actions, descriptor, target);
        } catch (Throwable e) {
            throw CLibrary.broken(e);
        }
    }

    /** The path is copied. */
    static int addOpen(MemorySegment actions, int target, MemorySegment path, int flags) {
        try {
            return (int) ADD_OPEN.invokeExact(actions, target, path, flags, 0);
        } catch (Throwable e) {
            throw CLibrary.broken(e);
        }
    }

    /** The path is copied. */
    static int addChdir(MemorySegment actions, MemorySegment path) {
        return call(ADD_CHDIR, actions, path);
    }

    static int addCloseFrom(MemorySegment actions, int first) {
        try {
            return (int) ADD_CLOSE_FROM.invokeExact(actions, first);
        } catch (Throwable e) {
            throw CLibrary.broken(e);
        }
    }

    /** Blocks until the child has executed the program or failed to. */
    static int spawn(
            MemorySegment pid,
            MemorySegment program,
            MemorySegment actions,
            MemorySegment attributes,
            MemorySegment argv,
            MemorySegment env) {
        try {
            return (int) SPAWN.invokeExact(pid, program, actions, attributes, argv, env);
        } catch (Throwable e) {
            throw CLibrary.broken(e);
        }
    }

    private static int call(MethodHandle function, MemorySegment argument) {
        try {
            return (int) function.invokeExact(argument);
        } catch (Throwable e) {
            throw CLibrary.broken(e);
        }
    }

    private static int call(MethodHandle function, MemorySegment first, MemorySegment second) {
        try {
            return (int) function.invokeExact(first, second);
        } catch (Throwable e) {
            throw CLibrary.broken(e);
        }
    }
}
