package dev.execbus.server;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

@Command(
        name = "nodes",
        description = "Shows the gateways and workers of a cluster, as one of its nodes hears them.",
        mixinStandardHelpOptions = true,
        versionProvider = VersionProvider.class)
final class NodesCommand implements Callable<Integer> {
    private final Map<String, String> environment;

    @Mixin
    private AdminOptions options;

    NodesCommand(Map<String, String> environment) {
        this.environment = environment;
    }

    @Override
    public Integer call() {
        options.show("/nodes", environment, answer -> table(answer.getJsonArray("nodes", new JsonArray())));
        return 0;
    }

    private static List<String> table(JsonArray nodes) {
        List<List<String>> rows = new ArrayList<>();
        rows.add(List.of(
                "ROLE", "NAME", "STATE", "SESSIONS", "CAPACITY", "LOAD", "CONNECTIONS", "LABELS", "HEARD", "VERSION"));
        for (int i = 0; i < nodes.size(); i++) {
            JsonObject node = nodes.getJsonObject(i);
            rows.add(List.of(
                    AnswerText.of(node, "role"),
                    AnswerText.of(node, "name"),
                    AnswerText.of(node, "state"),
                    AnswerText.of(node, "sessions"),
                    AnswerText.of(node, "capacity"),
                    AnswerText.percent(node, "loadPercent"),
                    AnswerText.of(node, "connections"),
                    AnswerText.of(node, "labels"),
                    AnswerText.age(node, "lastBeatMs") + " ago",
                    AnswerText.of(node, "version")));
        }
        return TextTable.lines(rows);
    }
}
