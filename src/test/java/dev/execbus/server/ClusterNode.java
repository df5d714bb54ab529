package dev.execbus.server;

import dev.execbus.testkit.Eventually;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;

/** One node as a child process of the packaged image, which can be killed, frozen and started again. */
final class ClusterNode implements AutoCloseable {
    private static final Duration START = Duration.ofSeconds(60);
    private static final Set<Process> ALL = ConcurrentHashMap.newKeySet();

    static {
        Runtime.getRuntime().addShutdownHook(new Thread(() -> ALL.forEach(Process::destroyForcibly), "reaper"));
    }

    private final String name;
    private final InetSocketAddress address;
    private final List<String> command;
    private final Map<String, String> variables;
    private final Path logs;
    private Process process;
    private int starts;

    /**
     * @param address where its clients come in; null for a node that has none
     * @param logs folder for what it prints
     */
    ClusterNode(
            String name, InetSocketAddress address, List<String> command, Map<String, String> variables, Path logs) {
        this.name = name;
        this.address = address;
        this.command = List.copyOf(command);
        this.variables = Map.copyOf(variables);
        this.logs = logs;
    }

    String name() {
        return name;
    }

    InetSocketAddress address() {
        if (address == null) {
            throw new AssertionError(name + " has no clients");
        }
        return address;
    }

    boolean isGateway() {
        return address != null;
    }

    long pid() {
        return process.pid();
    }

    boolean isAlive() {
        return process != null && process.isAlive();
    }

    /** Does not wait until it is ready. */
    void start() {
        if (isAlive()) {
            throw new AssertionError(name + " runs already");
        }
        starts++;
        ProcessBuilder builder = new ProcessBuilder(command);
        builder.environment().keySet().removeIf(variable -> variable.startsWith("EXECBUS_"));
        builder.environment().putAll(variables);
        builder.redirectOutput(output());
        builder.redirectError(
                ProcessBuilder.Redirect.appendTo(logs.resolve(name + ".log").toFile()));
        try {
            process = builder.start();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        ALL.add(process);
    }

    private File output() {
        return logs.resolve(name + "-" + starts + ".out").toFile();
    }

    /** Whether it has said where it listens. */
    boolean hasAnnounced() {
        if (!isAlive()) {
            throw new AssertionError(name + " has ended with " + process.exitValue() + ", see " + logs);
        }
        try {
            return Files.readString(output().toPath()).contains("\n");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    void awaitAnnounced() {
        Eventually.holds(name + " has said where it listens", START, this::hasAnnounced);
    }

    /** SIGKILL, frozen or not. */
    void kill() {
        process.destroyForcibly();
        awaitExit(Duration.ofSeconds(10));
    }

    /** SIGTERM; does not wait. */
    void terminate() {
        process.destroy();
    }

    void freeze() {
        signal("STOP");
    }

    void thaw() {
        signal("CONT");
    }

    private void signal(String signal) {
        Commands.run("kill", "-" + signal, Long.toString(process.pid()));
    }

    int awaitExit(Duration within) {
        try {
            if (!process.waitFor(within.toMillis(), TimeUnit.MILLISECONDS)) {
                throw new AssertionError(name + " has not ended within " + within.toMillis() + " ms");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(e);
        }
        ALL.remove(process);
        return process.exitValue();
    }

    @Override
    public void close() {
        if (process != null) {
            kill();
        }
    }

    @Override
    public String toString() {
        return name;
    }
}
