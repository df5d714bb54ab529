package dev.execbus.processes;

import dev.execbus.protocol.TerminalSize;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** Launches as the scenarios need them, most of them of a shell. */
final class Launches {
    static final Map<String, String> ENV = Map.of("PATH", "/usr/bin:/bin");

    private Launches() {}

    static Launch pipes(String... argv) {
        return new Launch(List.of(argv), null, "/", ENV, null, false);
    }

    static Launch shell(String script) {
        return pipes("sh", "-c", script);
    }

    static Launch shell(Path folder, String script) {
        return new Launch(List.of("sh", "-c", script), null, folder.toString(), ENV, null, false);
    }

    static Launch withStdin(String script) {
        return withStdin(Path.of("/"), script);
    }

    static Launch withStdin(Path folder, String script) {
        return new Launch(List.of("sh", "-c", script), null, folder.toString(), ENV, null, true);
    }

    static Launch terminal(String script) {
        return terminal(script, TerminalSize.DEFAULT);
    }

    static Launch terminal(String script, TerminalSize size) {
        return new Launch(List.of("sh", "-c", script), null, "/", ENV, size, false);
    }

    static Launch withEnv(Map<String, String> env, TerminalSize size, String... argv) {
        return new Launch(List.of(argv), null, "/", env, size, false);
    }
}
