package dev.execbus.server;

import dev.execbus.protocol.PathUri;
import io.vertx.core.Vertx;
import java.io.FileDescriptor;
import java.io.FileInputStream;
import java.io.FileOutputStream;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.function.Supplier;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

@Command(
        name = "run",
        description = {
            "Runs a command on a server, with its input and output here. A lost connection does not end it.",
            "Exits with the command's code, with 127 if there is no such command, with 125 if the run failed."
        },
        mixinStandardHelpOptions = true,
        versionProvider = VersionProvider.class)
final class RunCommand implements Callable<Integer> {
    private static final String TERM = "TERM";

    private final Map<String, String> environment;
    private final Map<String, String> variables = new HashMap<>();

    @Spec
    private CommandSpec command;

    @Mixin
    private ServerOptions server;

    @Option(names = "--tty", description = "Give the command a terminal; if there is one here, connect the two.")
    private boolean tty;

    @Option(
            names = "--cwd",
            paramLabel = "DIR",
            description = "Where it runs: an absolute path or a file: URI. Default: where the server runs.")
    private String cwd;

    @Option(
            names = "--timeout",
            paramLabel = "DURATION",
            description = "End the command after so long, for example 90s, 5m, 1h; it exits with 124. Default: never.")
    private String timeout;

    @Option(
            names = "--reconnect-for",
            paramLabel = "SECONDS",
            defaultValue = "60",
            description = "How long to try to come back when the connection is lost. Default: ${DEFAULT-VALUE}.")
    private int reconnectFor;

    @Parameters(paramLabel = "COMMAND", arity = "1..*", description = "The program and its arguments.")
    private List<String> argv;

    private RunCommand(Map<String, String> environment) {
        this.environment = environment;
    }

    /** Behind the program's name everything is the command's, whatever it looks like. */
    static CommandLine commandLine(Map<String, String> environment) {
        return new CommandLine(new RunCommand(environment)).setStopAtPositional(true);
    }

    @Option(
            names = "--env",
            paramLabel = "NAME=VALUE",
            description = "A variable for the command, on top of the server's own. Repeatable.")
    void setEnv(List<String> assignments) {
        for (String assignment : assignments) {
            int equals = assignment.indexOf('=');
            if (equals < 1) {
                throw new ParameterException(command.commandLine(), "--env expects NAME=VALUE");
            }
            variables.put(assignment.substring(0, equals), assignment.substring(equals + 1));
        }
    }

    @Override
    public Integer call() throws InterruptedException {
        List<ServerUrl> servers = server.servers(environment);
        RunRequest request = request();
        if (reconnectFor < 0) {
            throw new ParameterException(command.commandLine(), "--reconnect-for expects a number from 0");
        }
        RunOutcome outcome;
        try {
            outcome = run(servers, server.token(environment), request);
        } catch (StartupException e) {
            outcome = new RunOutcome.Failed(e.getMessage());
        }
        if (outcome instanceof RunOutcome.Failed failed) {
            say(failed.sentence());
        }
        return outcome.exitCode();
    }

    private RunOutcome run(List<ServerUrl> servers, Optional<String> token, RunRequest request)
            throws InterruptedException {
        Optional<LocalTerminal> terminal = tty ? LocalTerminal.open(new SttyProgram()) : Optional.empty();
        terminal.ifPresent(here -> Runtime.getRuntime().addShutdownHook(new Thread(here::restore, "restore-terminal")));
        Vertx vertx = ClientVertx.start();
        RunClient.Ends ends = new RunClient.Ends(
                new FileInputStream(FileDescriptor.in),
                new FileOutputStream(FileDescriptor.out),
                new FileOutputStream(FileDescriptor.err),
                this::say);
        return new RunClient(
                        vertx,
                        ServerOptions.connector(vertx, servers, token),
                        Duration.ofSeconds(reconnectFor),
                        request,
                        ends,
                        terminal)
                .run();
    }

    private RunRequest request() {
        if (tty && environment.containsKey(TERM)) {
            variables.putIfAbsent(TERM, environment.get(TERM));
        }
        return new RunRequest(
                "run-" + UUID.randomUUID(),
                argv,
                checked("--cwd", this::directory),
                variables,
                tty,
                checked("--timeout", () -> timeout == null ? Duration.ZERO : TimeSpan.parse(timeout)));
    }

    private String directory() {
        if (cwd == null) {
            return "";
        }
        if (cwd.startsWith("file:")) {
            return cwd;
        }
        if (cwd.startsWith("/")) {
            return PathUri.encode(cwd);
        }
        throw new IllegalArgumentException("expected an absolute path or a file: URI");
    }

    private <T> T checked(String option, Supplier<T> value) {
        try {
            return value.get();
        } catch (IllegalArgumentException e) {
            throw new ParameterException(
                    command.commandLine(), "Invalid value for option '" + option + "': " + e.getMessage());
        }
    }

    private void say(String sentence) {
        command.commandLine().getErr().println("execbus run: " + sentence);
    }
}
