package dev.execbus.server;

import java.io.PrintWriter;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

@Command(
        name = "config",
        description = "Prints the configuration a server started like this would have, and where each value came from.",
        mixinStandardHelpOptions = true,
        versionProvider = VersionProvider.class)
final class ConfigCommand implements Callable<Integer> {
    /** Named as the operator types them. */
    enum Format {
        table,
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
            defaultValue = "table",
            description = "table or json. Default: ${DEFAULT-VALUE}.")
    private Format format;

    ConfigCommand(Map<String, String> environment) {
        this.environment = environment;
    }

    @Override
    public Integer call() {
        EffectiveConfig config = options.load(environment);
        PrintWriter out = command.commandLine().getOut();
        switch (format) {
            case table -> ConfigListing.table(config).forEach(out::println);
            case json -> out.println(ConfigListing.json(config));
        }
        out.flush();
        return 0;
    }
}
