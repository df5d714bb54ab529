package dev.execbus.server;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

@Command(
        name = "sessions",
        description = "Shows the sessions of all workers of a cluster, and which gateway holds their clients.",
        mixinStandardHelpOptions = true,
        versionProvider = VersionProvider.class)
final class SessionsCommand implements Callable<Integer> {
    private final Map<String, String> environment;

    @Spec
    private CommandSpec command;

    @Mixin
    private AdminOptions options;

    SessionsCommand(Map<String, String> environment) {
        this.environment = environment;
    }

    @Override
    public Integer call() {
        JsonObject answer =
                options.show("/sessions", environment, shown -> table(shown.getJsonArray("sessions", new JsonArray())));
        JsonArray unanswered = answer.getJsonArray("unanswered", new JsonArray());
        if (!unanswered.isEmpty()) {
            PrintWriter err = command.commandLine().getErr();
            err.println("execbus sessions: no answer from "
                    + unanswered.stream().map(String::valueOf).collect(Collectors.joining(", ")));
            err.flush();
        }
        return 0;
    }

    private static List<String> table(JsonArray sessions) {
        List<List<String>> rows = new ArrayList<>();
        rows.add(List.of("SESSION", "WORKER", "GATEWAY", "EPOCH", "AGE"));
        for (int i = 0; i < sessions.size(); i++) {
            JsonObject session = sessions.getJsonObject(i);
            rows.add(List.of(
                    AnswerText.of(session, "id"),
                    AnswerText.of(session, "worker"),
                    AnswerText.of(session, "gateway"),
                    AnswerText.of(session, "epoch"),
                    AnswerText.age(session, "ageMs")));
        }
        return TextTable.lines(rows);
    }
}
