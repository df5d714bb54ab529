package dev.execbus.processes;

import static dev.execbus.processes.Launches.withEnv;

import dev.execbus.protocol.TerminalSize;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** What processes could leave behind in this one: descriptors, threads of the spawners, children. */
record Leaks(long descriptors, long threads, long children) {
    private static final Pattern THREADS = Pattern.compile("reactor-.*|(stdin|stdout|stderr|pty|exit)-[0-9]+");

    static Leaks now() throws IOException {
        try (Stream<Path> open = Files.list(Path.of("/proc/self/fd"))) {
            return new Leaks(
                    open.count(),
                    Thread.getAllStackTraces().keySet().stream()
                            .filter(thread -> THREADS.matcher(thread.getName()).matches())
                            .count(),
                    ProcessHandle.current().children().count());
        }
    }

    /** As many processes on pipes, with and without stdin, and on terminals. */
    static void run(ProcessSpawner spawner, int count) {
        for (int i = 0; i < count; i++) {
            Run.finished(spawner, withEnv(Map.of(), null, "/bin/true"));
            Run.finished(spawner, withEnv(Map.of(), TerminalSize.DEFAULT, "/bin/true"));
            Run.finished(spawner, Launches.withStdin("exit"));
        }
    }
}
