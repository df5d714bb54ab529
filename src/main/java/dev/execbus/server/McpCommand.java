package dev.execbus.server;

import dev.execbus.client.EnvironmentsConfig;
import dev.execbus.environment.EnvironmentSettings;
import java.io.FileDescriptor;
import java.io.FileInputStream;
import java.io.FileOutputStream;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(
        name = "mcp",
        description = {
            "Serves one agent that speaks MCP on standard input and output.",
            "Its commands run here, or where --url or the environment's EXECBUS_URL or CODEX_EXEC_SERVER_URL says."
        },
        mixinStandardHelpOptions = true,
        versionProvider = VersionProvider.class)
final class McpCommand implements Callable<Integer> {
    private static final String URL_VARIABLE = "EXECBUS_URL";
    private static final String TOKEN_VARIABLE = "EXECBUS_TOKEN";

    private final Map<String, String> environment;

    @Option(
            names = "--url",
            paramLabel = "URL",
            description = "The server where commands run, ws://HOST:PORT or wss://HOST:PORT. Default: what the"
                    + " configuration's environments say, or else the environment's variables, or else this machine.")
    private String url;

    @Option(
            names = "--token-file",
            paramLabel = "FILE",
            description = "The bearer token for it. Default: the environment's EXECBUS_TOKEN, if there is one.")
    private Path tokenFile;

    @Mixin
    private ConfigOptions options;

    McpCommand(Map<String, String> environment) {
        this.environment = environment;
    }

    @Override
    public Integer call() throws InterruptedException {
        EffectiveConfig config = options.load(environment);
        ServerConfig server = ServerConfig.of(
                config,
                new EnvironmentSettings(
                        Version.CURRENT, environment, Path.of("").toAbsolutePath()));
        // What was said just now is stronger than what a file says.
        EnvironmentsConfig environments =
                EnvironmentsConfig.of(url == null ? config.get(ConfigKeys.ENVIRONMENTS) : null, variables());
        return new StdioMcp(server, environments)
                .serve(new FileInputStream(FileDescriptor.in), new FileOutputStream(FileDescriptor.out));
    }

    private Map<String, String> variables() {
        Map<String, String> variables = new HashMap<>(environment);
        if (url != null) {
            variables.put(URL_VARIABLE, url);
        }
        BearerToken.find(tokenFile, environment.get(TOKEN_VARIABLE))
                .ifPresent(token -> variables.put(TOKEN_VARIABLE, token));
        return variables;
    }
}
