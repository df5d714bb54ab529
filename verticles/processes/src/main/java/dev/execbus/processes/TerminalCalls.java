package dev.execbus.processes;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;
import static java.lang.foreign.ValueLayout.JAVA_SHORT;

import dev.execbus.protocol.TerminalSize;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;

/** Calls on pseudo terminals. Results below zero are negative error numbers. */
final class TerminalCalls {
    private static final int O_RDWR = 2;
    private static final int O_NOCTTY = 0x100;
    private static final int O_CLOEXEC = 0x80000;
    private static final long TIOCSWINSZ = 0x5414;
    private static final int NAME_BYTES = 64;
    /** struct winsize: rows, columns and twice pixels. */
    private static final int WINDOW_SIZE_BYTES = 8;
    /** struct termios: four flag words, the line discipline, the control characters, of which VEOF is the fifth. */
    private static final int TERMIOS_BYTES = 64;

    private static final int END_OF_FILE_OFFSET = 4 * 4 + 1 + 4;

    private static final FunctionDescriptor ON_DESCRIPTOR = FunctionDescriptor.of(JAVA_INT, JAVA_INT);
    private static final MethodHandle OPENPT = CLibrary.withErrno("posix_openpt", ON_DESCRIPTOR);
    private static final MethodHandle GRANTPT = CLibrary.withErrno("grantpt", ON_DESCRIPTOR);
    private static final MethodHandle UNLOCKPT = CLibrary.withErrno("unlockpt", ON_DESCRIPTOR);
    private static final MethodHandle PTSNAME =
            CLibrary.plain("ptsname_r", FunctionDescriptor.of(JAVA_INT, JAVA_INT, ADDRESS, JAVA_LONG));
    private static final MethodHandle IOCTL = CLibrary.withErrno(
            "ioctl", FunctionDescriptor.of(JAVA_INT, JAVA_INT, JAVA_LONG, ADDRESS), Linker.Option.firstVariadicArg(2));
    private static final MethodHandle TCGETATTR =
            CLibrary.withErrno("tcgetattr", FunctionDescriptor.of(JAVA_INT, JAVA_INT, ADDRESS));

    private TerminalCalls() {}

    /** A new master, not inherited and not our own controlling terminal. */
    static int openMaster() {
        MemorySegment state = CLibrary.state();
        try {
            return CLibrary.result((int) OPENPT.invokeExact(state, O_RDWR | O_NOCTTY | O_CLOEXEC), state);
        } catch (Throwable e) {
            throw CLibrary.broken(e);
        }
    }

    static int grant(int master) {
        MemorySegment state = CLibrary.state();
        try {
            return CLibrary.result((int) GRANTPT.invokeExact(state, master), state);
        } catch (Throwable e) {
            throw CLibrary.broken(e);
        }
    }

    static int unlock(int master) {
        MemorySegment state = CLibrary.state();
        try {
            return CLibrary.result((int) UNLOCKPT.invokeExact(state, master), state);
        } catch (Throwable e) {
            throw CLibrary.broken(e);
        }
    }

    /** Path of the slave; the segment is as long as any such path. */
    static MemorySegment newName(Arena arena) {
        return arena.allocate(NAME_BYTES);
    }

    /** 0 or a negative error number. */
    static int slaveName(int master, MemorySegment name) {
        try {
            return -(int) PTSNAME.invokeExact(master, name, name.byteSize());
        } catch (Throwable e) {
            throw CLibrary.broken(e);
        }
    }

    /** The foreground group gets a WINCH if the size is another. */
    static int resize(int master, TerminalSize size) {
        MemorySegment state = CLibrary.state();
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment window = arena.allocate(WINDOW_SIZE_BYTES);
            window.set(JAVA_SHORT, 0, (short) size.rows());
            window.set(JAVA_SHORT, Short.BYTES, (short) size.cols());
            return CLibrary.result((int) IOCTL.invokeExact(state, master, TIOCSWINSZ, window), state);
        } catch (Throwable e) {
            throw CLibrary.broken(e);
        }
    }

    /** What types "end of file" on this terminal now: a character, 0 if there is none, or a negative error number. */
    static int endOfFileCharacter(int master) {
        MemorySegment state = CLibrary.state();
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment termios = arena.allocate(TERMIOS_BYTES);
            int result = CLibrary.result((int) TCGETATTR.invokeExact(state, master, termios), state);
            return result < 0 ? result : Byte.toUnsignedInt(termios.get(JAVA_BYTE, END_OF_FILE_OFFSET));
        } catch (Throwable e) {
            throw CLibrary.broken(e);
        }
    }
}
