package dev.execbus.server;

import io.vertx.core.Vertx;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

@Command(
        name = "export",
        description = {
            "Writes what a process has printed so far as a recording that asciinema and others play (asciicast v3).",
            "The server has to have its console on. Exits with 0, or with 1 if there is no whole recording."
        },
        mixinStandardHelpOptions = true,
        versionProvider = VersionProvider.class)
final class ExportCommand implements Callable<Integer> {
    private static final Duration RECONNECT_FOR = Duration.ofSeconds(30);

    private final Map<String, String> environment;

    @Spec
    private CommandSpec command;

    @Mixin
    private ServerOptions server;

    @Option(
            names = "--session",
            paramLabel = "SESSION",
            description = "The session it belongs to, as 'execbus sessions' and the console name it. Needed where"
                    + " several have a process of that name.")
    private String session;

    @Option(names = "--out", paramLabel = "FILE", description = "Where to write it. Default: to standard output.")
    private Path file;

    @Parameters(paramLabel = "PROCESS", description = "The process, by the id that its client gave it.")
    private String processId;

    ExportCommand(Map<String, String> environment) {
        this.environment = environment;
    }

    @Override
    public Integer call() throws InterruptedException {
        List<ServerUrl> servers = server.servers(environment);
        Optional<String> failure;
        try {
            failure = export(servers, server.token(environment));
        } catch (StartupException e) {
            failure = Optional.of(e.getMessage());
        } catch (IOException e) {
            failure = Optional.of("cannot write the recording: " + FileFailures.reason(e));
        }
        failure.ifPresent(sentence -> command.commandLine().getErr().println("execbus export: " + sentence));
        return failure.isPresent() ? 1 : 0;
    }

    private Optional<String> export(List<ServerUrl> servers, Optional<String> token)
            throws IOException, InterruptedException {
        if (file == null) {
            return export(servers, token, new FileOutputStream(FileDescriptor.out));
        }
        try (OutputStream out = Files.newOutputStream(file)) {
            return export(servers, token, out);
        }
    }

    private Optional<String> export(List<ServerUrl> servers, Optional<String> token, OutputStream out)
            throws InterruptedException {
        Vertx vertx = ClientVertx.start();
        RemoteSession remote = new RemoteSession(
                ServerOptions.connector(vertx, servers, token), ClientTimers.of(vertx), new Retries(RECONNECT_FOR));
        return new ExportClient(vertx, remote, session, processId, out).run();
    }
}
