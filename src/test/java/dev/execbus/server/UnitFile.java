package dev.execbus.server;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A unit of {@code config/deploy/systemd}.
 *
 * @param settings values by {@code Section.Name}, in the order of the file
 */
record UnitFile(Path path, Map<String, List<String>> settings) {
    static final Path FOLDER = Path.of("..", "config", "deploy", "systemd");

    private static final Path CONFIGURATION = Path.of("..", "config");

    static UnitFile read(String name) throws IOException {
        Path path = FOLDER.resolve(name);
        Map<String, List<String>> settings = new LinkedHashMap<>();
        String section = "";
        for (String line : Files.readAllLines(path)) {
            if (line.startsWith("[")) {
                section = line.substring(1, line.indexOf(']'));
            } else if (!line.isBlank() && !line.startsWith("#")) {
                int equals = line.indexOf('=');
                settings.computeIfAbsent(section + "." + line.substring(0, equals), key -> new ArrayList<>())
                        .add(line.substring(equals + 1));
            }
        }
        return new UnitFile(path, settings);
    }

    List<String> service(String name) {
        return settings.getOrDefault("Service." + name, List.of());
    }

    /** What it starts when its instance is {@code n1} and the operator has put the file of the repository in place. */
    DeployedNode node() {
        Map<String, String> variables = new HashMap<>();
        for (String assignment : service("Environment")) {
            int equals = assignment.indexOf('=');
            variables.put(
                    assignment.substring(0, equals),
                    assignment
                            .substring(equals + 1)
                            .replace("%i", "n1")
                            .replace("%d", "/run/credentials/unit")
                            .replace("%C", "/var/cache"));
        }
        String start = service("ExecStart").getFirst();
        Path file = CONFIGURATION.resolve(start.substring(start.lastIndexOf('/') + 1));
        return DeployedNode.of(
                Optional.of(file),
                variables,
                Duration.ofSeconds(Long.parseLong(service("TimeoutStopSec").getFirst())));
    }
}
