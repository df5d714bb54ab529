package dev.execbus.server;

import dev.execbus.environment.EnvironmentSettings;
import io.vertx.core.json.JsonArray;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

@Command(
        name = "doctor",
        description =
                "Says what this machine can do for a server started like this, what is missing, and what would help."
                        + " Exits with 1 when something is broken; a warning is no failure.",
        mixinStandardHelpOptions = true,
        versionProvider = VersionProvider.class)
final class DoctorCommand implements Callable<Integer> {
    /** Named as the operator types them. */
    enum Format {
        text,
        json
    }

    private final Map<String, String> environment;

    @Spec
    private CommandSpec command;

    @Mixin
    private ConfigOptions options;

    @Option(
            names = "--format",
            paramLabel = "FORMAT",
            defaultValue = "text",
            description = "text or json. Default: ${DEFAULT-VALUE}.")
    private Format format;

    DoctorCommand(Map<String, String> environment) {
        this.environment = environment;
    }

    @Override
    public Integer call() {
        EnvironmentSettings settings = new EnvironmentSettings(
                Version.CURRENT, environment, Path.of("").toAbsolutePath());
        List<Finding> findings = MachineChecks.run(ServerConfig.of(options.load(environment), settings));
        PrintWriter out = command.commandLine().getOut();
        switch (format) {
            case text -> findings.forEach(out::println);
            case json ->
                out.println(new JsonArray(findings.stream().map(Finding::toJson).toList()).encodePrettily());
        }
        out.flush();
        return findings.stream().anyMatch(finding -> finding.state() == Finding.State.BROKEN) ? 1 : 0;
    }
}
