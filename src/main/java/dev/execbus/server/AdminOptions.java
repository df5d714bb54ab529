package dev.execbus.server;

import io.vertx.core.json.JsonObject;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The options of the commands that ask a running server, and the question. */
final class AdminOptions {
    static final String TOKEN_VARIABLE = "EXECBUS_ADMIN_TOKEN";

    @Spec(Spec.Target.MIXEE)
    private CommandSpec command;

    @Option(
            names = "--url",
            paramLabel = "URL",
            defaultValue = AdminAddress.DEFAULT_URL,
            description = "The admin.listen of any node. Default: ${DEFAULT-VALUE}.")
    private String url;

    @Option(names = "--json", description = "The server's answer as it is.")
    private boolean json;

    @Option(
            names = "--token-file",
            paramLabel = "FILE",
            description = "The bearer token. Default: the environment's " + TOKEN_VARIABLE + ", if there is one.")
    private Path tokenFile;

    /**
     * Asks, and shows the answer: as it is if that is wanted, else as the lines made of it.
     *
     * @throws StartupException when there is no answer
     */
    JsonObject show(String path, Map<String, String> environment, Function<JsonObject, List<String>> lines) {
        JsonObject answer = ask(path, environment);
        PrintWriter out = command.commandLine().getOut();
        if (json) {
            out.println(answer.encodePrettily());
        } else {
            lines.apply(answer).forEach(out::println);
        }
        out.flush();
        return answer;
    }

    private JsonObject ask(String path, Map<String, String> environment) {
        AdminClient client;
        try {
            client = new AdminClient(url, BearerToken.find(tokenFile, environment.get(TOKEN_VARIABLE)));
        } catch (IllegalArgumentException e) {
            throw new ParameterException(command.commandLine(), "Invalid value for option '--url': " + e.getMessage());
        }
        return client.get(path);
    }
}
