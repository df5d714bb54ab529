package dev.execbus.processes;

import java.util.Optional;

/** What can be limited on this machine, and how. Blocks for a moment on small files of the kernel. */
final class LimitSupport {
    private LimitSupport() {}

    /** Why the kernel does not limit memory and processes by cgroups; empty when it does. */
    static Optional<String> whyNoControlGroups(LimitSettings settings) {
        return switch (Delegation.search(settings)) {
            case Delegation.Search.Found found -> Optional.empty();
            case Delegation.Search.Missing missing -> Optional.of(missing.reason());
        };
    }

    /** What keeps limits of memory and processes; empty when nothing can. */
    static Optional<TreeKeeper> keeper(String worker, LimitSettings settings) {
        Delegation.Search search = Delegation.search(settings);
        if (search instanceof Delegation.Search.Found found) {
            return Optional.of(new GroupKeeper(
                    worker,
                    found.delegation(),
                    settings.sessionCores(),
                    ProcessHandle.current().pid(),
                    settings.watchInterval()));
        }
        return canWatch()
                ? Optional.of(new WatchKeeper(TreeWatch.ofThisMachine(worker, settings.watchInterval())))
                : Optional.empty();
    }

    /** The watch needs what the native spawner needs, and the kernel's table. */
    private static boolean canWatch() {
        return NativeSupport.probe().isEmpty() && KernelProcessTable.available();
    }
}
