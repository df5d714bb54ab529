package dev.execbus.processes;

import java.util.List;
import java.util.Optional;

/** Whether this machine has what {@link NativeSpawner} needs. */
final class NativeSupport {
    private static final List<String> FUNCTIONS = List.of(
            "posix_spawn",
            "posix_spawnattr_init",
            "posix_spawnattr_setflags",
            "posix_spawnattr_setsigdefault",
            "posix_spawnattr_setsigmask",
            "posix_spawn_file_actions_init",
            "posix_spawn_file_actions_destroy",
            "posix_spawn_file_actions_adddup2",
            "posix_spawn_file_actions_addopen",
            "posix_spawn_file_actions_addchdir_np",
            "posix_spawn_file_actions_addclosefrom_np",
            "sigfillset",
            "pipe2",
            "fcntl",
            "open",
            "access",
            "posix_openpt",
            "grantpt",
            "unlockpt",
            "ptsname_r",
            "ioctl",
            "tcgetattr",
            "epoll_create1",
            "epoll_ctl",
            "epoll_wait",
            "eventfd",
            "syscall",
            "waitid",
            "kill");

    private NativeSupport() {}

    /** Why the native spawner cannot run here; empty when it can. */
    static Optional<String> probe() {
        String system = System.getProperty("os.name");
        String architecture = System.getProperty("os.arch");
        if (!"Linux".equals(system) || !("amd64".equals(architecture) || "aarch64".equals(architecture))) {
            return Optional.of("it is made for Linux on x86_64 and aarch64, this is " + system + " on " + architecture);
        }
        try {
            return missingFunction().or(NativeSupport::missingSystemCall);
        } catch (IllegalCallerException | UnsupportedOperationException | LinkageError e) {
            return Optional.of("the virtual machine does not let us call the C library: " + e);
        }
    }

    private static Optional<String> missingFunction() {
        return FUNCTIONS.stream()
                .filter(name -> !CLibrary.has(name))
                .findFirst()
                .map(name -> "the C library has no " + name + " (glibc has it since 2.34)");
    }

    /** Kernels before 5.4, and sandboxes that let nothing new through, have no pidfd that can be waited for. */
    private static Optional<String> missingSystemCall() {
        int descriptor = ProcessCalls.openProcess((int) ProcessHandle.current().pid());
        if (descriptor < 0) {
            return Optional.of("the kernel refuses pidfd_open (os error " + -descriptor + ")");
        }
        FileCalls.close(descriptor);
        return Optional.empty();
    }
}
