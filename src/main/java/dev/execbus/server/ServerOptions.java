package dev.execbus.server;

import io.vertx.core.Vertx;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Where a client's server is, and as whom it comes. */
final class ServerOptions {
    private static final String URL_VARIABLE = "EXECBUS_URL";
    private static final String TOKEN_VARIABLE = "EXECBUS_TOKEN";

    @Spec(Spec.Target.MIXEE)
    private CommandSpec command;

    @Option(
            names = "--url",
            paramLabel = "URL",
            split = ",",
            description = "The server. Repeatable, or separated by commas, for the gateways of a cluster: they are"
                    + " tried in turn. Default: the environment's EXECBUS_URL, or else " + ServerUrl.DEFAULT + ".")
    private List<String> urls = List.of();

    @Option(
            names = "--token-file",
            paramLabel = "FILE",
            description = "The bearer token. Default: the environment's EXECBUS_TOKEN, if there is one.")
    private Path tokenFile;

    /** @throws ParameterException for one that cannot be used */
    List<ServerUrl> servers(Map<String, String> environment) {
        List<String> texts = urls.isEmpty()
                ? List.of(environment
                        .getOrDefault(URL_VARIABLE, ServerUrl.DEFAULT)
                        .split(",", -1))
                : urls;
        try {
            return texts.stream().map(String::strip).map(ServerUrl::parse).toList();
        } catch (IllegalArgumentException e) {
            throw new ParameterException(
                    command.commandLine(), "Invalid value for option '--url': " + e.getMessage(), e);
        }
    }

    /** @throws StartupException when there is a token that cannot be used */
    Optional<String> token(Map<String, String> environment) {
        return BearerToken.find(tokenFile, environment.get(TOKEN_VARIABLE));
    }

    static Connection.Connector connector(Vertx vertx, List<ServerUrl> servers, Optional<String> token) {
        return new SeveralServers(servers.stream()
                .<Connection.Connector>map(server -> new WebSocketConnector(vertx, server, token))
                .toList());
    }
}
