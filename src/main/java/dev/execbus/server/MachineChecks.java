package dev.execbus.server;

import dev.execbus.processes.ProcessSupport;
import dev.execbus.sandbox.Sandbox;
import dev.execbus.sandbox.SandboxSupport;
import dev.execbus.sandbox.WorkerSandbox;
import dev.execbus.server.Finding.State;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Looks at the machine the way a server does when it starts. Blocks for up to some seconds. */
final class MachineChecks {
    private static final long LITTLE_DISK = 1L << 30;

    private MachineChecks() {}

    static List<Finding> run(ServerConfig config) {
        List<Finding> findings = new ArrayList<>();
        findings.add(new Finding(
                State.OK,
                "java",
                System.getProperty("java.vm.name") + " " + Runtime.version() + " on " + System.getProperty("os.name")
                        + " " + System.getProperty("os.arch")));
        if (config.node().role().isWorker()) {
            findings.add(spawner());
            findings.add(sandbox(config));
            findings.add(limits(config));
            findings.add(disk(config.processes().spillDirectory()));
        }
        findings.addAll(ClusterChecks.run(config));
        return findings;
    }

    private static Finding spawner() {
        Optional<String> missing = ProcessSupport.whyNotNative();
        return missing.map(reason -> new Finding(
                        State.WARNING,
                        "spawner",
                        "processes are started by the Java runtime, which is slower: " + reason))
                .orElseGet(() -> new Finding(State.OK, "spawner", "processes are started by the C library"));
    }

    private static Finding sandbox(ServerConfig config) {
        try (Sandbox sandbox = WorkerSandbox.start(config.sandbox())) {
            SandboxSupport support = sandbox.support();
            State state = switch (support.mechanism()) {
                case BUBBLEWRAP -> State.OK;
                case LANDLOCK, UNPROTECTED, NONE -> State.WARNING;
            };
            return new Finding(state, "sandbox", support.mechanism().wireName() + ": " + support.detail());
        }
    }

    private static Finding limits(ServerConfig config) {
        return ProcessSupport.whyNoControlGroups(config.processes())
                .map(reason -> new Finding(
                        State.WARNING,
                        "limits",
                        "memory and processes are watched every "
                                + config.processes().limits().watchInterval().toMillis()
                                + " ms instead of being limited by the kernel: " + reason))
                .orElseGet(
                        () -> new Finding(State.OK, "limits", "the kernel limits memory and processes by cgroup v2"));
    }

    private static Finding disk(Path directory) {
        try {
            if (!Files.isWritable(directory)) {
                return new Finding(State.BROKEN, "disk", "cannot write to " + directory + ", where output is kept");
            }
            long free = Files.getFileStore(directory).getUsableSpace();
            return new Finding(
                    free < LITTLE_DISK ? State.WARNING : State.OK,
                    "disk",
                    (free >> 20) + " MiB free in " + directory + ", where output is kept");
        } catch (IOException e) {
            return new Finding(State.BROKEN, "disk", "cannot look at " + directory + ": " + OneLine.of(e.getMessage()));
        }
    }
}
