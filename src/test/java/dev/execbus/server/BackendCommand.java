package dev.execbus.server;

import dev.execbus.protocol.ResourceLimits;
import dev.execbus.protocol.SandboxParams;
import dev.execbus.protocol.StartParams;
import dev.execbus.protocol.TerminalSize;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;

/** What a test runs on a backend. */
record BackendCommand(List<String> argv, boolean tty, boolean pipeStdin, TerminalSize size, boolean digest) {
    private static final AtomicLong IDS = new AtomicLong();

    static BackendCommand of(String... argv) {
        return new BackendCommand(List.of(argv), false, false, null, false);
    }

    static BackendCommand shell(String script) {
        return of("/bin/sh", "-c", script);
    }

    BackendCommand onTerminal() {
        return new BackendCommand(argv, true, false, TerminalSize.DEFAULT, digest);
    }

    BackendCommand withStdin() {
        return new BackendCommand(argv, false, true, null, digest);
    }

    BackendCommand withDigest() {
        return new BackendCommand(argv, tty, pipeStdin, size, true);
    }

    StartParams params() {
        return params("p" + IDS.incrementAndGet());
    }

    StartParams params(String id) {
        return new StartParams(
                id,
                argv,
                "/tmp",
                Map.of("PATH", "/usr/bin:/bin"),
                tty,
                pipeStdin,
                null,
                null,
                SandboxParams.NONE,
                false,
                null,
                null,
                size,
                0,
                ResourceLimits.NONE,
                digest);
    }
}
