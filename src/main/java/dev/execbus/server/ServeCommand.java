package dev.execbus.server;

import dev.execbus.environment.EnvironmentSettings;
import dev.execbus.transport.Access;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

@Command(
        name = "serve",
        description = "Runs the server until it is told to stop.",
        mixinStandardHelpOptions = true,
        versionProvider = VersionProvider.class)
final class ServeCommand implements Callable<Integer> {
    private final Map<String, String> environment;
    private final ServerStarter starter;

    @Spec
    private CommandSpec command;

    @Mixin
    private ConfigOptions options;

    ServeCommand(Map<String, String> environment, ServerStarter starter) {
        this.environment = environment;
        this.starter = starter;
    }

    @Option(
            names = "--concurrent-requests",
            paramLabel = "N",
            description = "Accepted and without effect: requests always run concurrently.")
    void setConcurrentRequests(int number) {
        if (number < 1) {
            throw new ParameterException(
                    command.commandLine(),
                    "Invalid value for option '--concurrent-requests': expected a number from 1 but was '" + number
                            + "'");
        }
    }

    @Override
    public Integer call() {
        EffectiveConfig config = options.load(environment);
        EnvironmentSettings settings = new EnvironmentSettings(
                Version.CURRENT, environment, Path.of("").toAbsolutePath());
        ServerConfig server = ServerConfig.of(config, settings);
        // A worker has no clients, whatever a file that serves several roles says of them.
        Access access =
                server.node().role().isGateway() ? AccessOptions.access(config, Clock.systemUTC()) : Access.open();
        return starter.serve(server, access);
    }
}
