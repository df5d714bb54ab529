package dev.execbus.server;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion;
import com.networknt.schema.ValidationMessage;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * A node as a file of {@code config/deploy} starts it.
 *
 * @param settings values of all keys as they would be in force
 * @param patience how long whoever stops it waits before it is killed
 */
record DeployedNode(String name, Map<String, Object> settings, Duration patience) {
    /** What a server needs after its drain until it is gone. */
    private static final Duration ENDING = Duration.ofSeconds(10);

    private static final Path SCHEMA = Path.of("..", "config", "config.schema.json");

    /** @param variables as the environment has them; refused as the server would */
    static DeployedNode of(Optional<Path> file, Map<String, String> variables, Duration patience) {
        Map<String, Object> settings = new LinkedHashMap<>();
        ConfigLoader.load(file, variables, List.of(), List.of())
                .all()
                .forEach(setting -> settings.put(setting.key().path(), setting.shown()));
        return new DeployedNode((String) settings.get("node.name"), settings, patience);
    }

    /** What the schema for editors says against a file. */
    static Set<ValidationMessage> complaints(Path file) throws IOException {
        ObjectMapper mapper = new ObjectMapper();
        JsonNode schema = mapper.readTree(SCHEMA.toFile());
        return JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V202012)
                .getSchema(schema)
                .validate(mapper.readTree(file.toFile()));
    }

    /** {@code gateway}, {@code worker}, {@code single} or {@code all}. */
    String role() {
        return text("node.role");
    }

    String text(String key) {
        return String.valueOf(settings.get(key));
    }

    /** The port that a key's address or number ends with. */
    int port(String key) {
        String value = text(key);
        return Integer.parseInt(value.substring(value.lastIndexOf(':') + 1));
    }

    Duration drain() {
        return Duration.ofMillis(millis("node.drainMs"));
    }

    /** Whether it may leave in order before it is killed; a worker with sessions that nobody comes back to, too. */
    boolean hasTimeToDrain() {
        Duration abandoned = role().equals("worker") ? Duration.ofMillis(millis("sessions.ttlMs")) : Duration.ZERO;
        return patience.compareTo(drain().plus(ENDING)) > 0 && drain().compareTo(abandoned) > 0;
    }

    private long millis(String key) {
        return ((Number) settings.get(key)).longValue();
    }
}
