package dev.execbus.processes;

import static java.lang.foreign.ValueLayout.JAVA_INT;

import java.lang.foreign.FunctionDescriptor;
import java.lang.invoke.MethodHandle;

/** Signals to process groups by the C library: any Unix has this one. */
final class KillCall {
    private static final MethodHandle KILL =
            CLibrary.plain("kill", FunctionDescriptor.of(JAVA_INT, JAVA_INT, JAVA_INT));

    private KillCall() {}

    /** Whether anybody got it: a group may be empty, or no longer ours. */
    static boolean group(long leader, int signal) {
        return kill((int) -leader, signal);
    }

    static WrappedCommand.Kill with(int signal) {
        return new WrappedCommand.Kill() {
            @Override
            public void group(int leader) {
                kill(-leader, signal);
            }

            @Override
            public void process(int pid) {
                kill(pid, signal);
            }
        };
    }

    private static boolean kill(int target, int signal) {
        try {
            return (int) KILL.invokeExact(target, signal) == 0;
        } catch (Throwable e) {
            throw CLibrary.broken(e);
        }
    }
}
