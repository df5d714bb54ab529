package dev.execbus.server;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.execbus.server.EffectiveConfig.Setting;
import dev.execbus.server.ValueType.Choice;
import dev.execbus.server.ValueType.Flag;
import dev.execbus.server.ValueType.Ratio;
import dev.execbus.server.ValueType.Section;
import dev.execbus.server.ValueType.Text;
import dev.execbus.server.ValueType.TextList;
import dev.execbus.server.ValueType.WholeNumber;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What an operator reads and edits says the same as the program. */
final class ConfigDocumentationTest {
    private static final Path FOLDER = Path.of("..", "config");
    private static final ObjectMapper MAPPER = new ObjectMapper();

    @Test
    void theSchemaHasTheSameKeysInTheSameOrder() throws IOException {
        assertThat(schema().keySet())
                .containsExactlyElementsOf(
                        ConfigKeys.ALL.stream().map(ConfigKey::path).toList());
    }

    @Test
    void theSchemaAllowsTheSameValues() throws IOException {
        Map<String, JsonNode> schema = schema();
        for (ConfigKey<?> key : ConfigKeys.ALL) {
            JsonNode property = schema.get(key.path());
            assertThat(property.path("description").asText()).as("%s", key).isNotBlank();
            assertThat(property.has("default")).as("%s", key).isTrue();
            assertThat(property.get("default")).as("%s", key).isEqualTo(json(defaultOf(key)));
            switch (key.type()) {
                case WholeNumber<?> number -> {
                    assertThat(property.get("type"))
                            .as("%s", key)
                            .isEqualTo(json(key.isOptional() ? List.of("integer", "null") : "integer"));
                    assertThat(property.get("minimum").longValue())
                            .as("%s", key)
                            .isEqualTo(number.smallest());
                    assertThat(property.get("maximum").longValue())
                            .as("%s", key)
                            .isEqualTo(number.largest());
                }
                case Flag flag -> assertThat(property.get("type").textValue()).isEqualTo("boolean");
                case Ratio ignored ->
                    assertThat(property.get("type").textValue()).isEqualTo("number");
                case Choice<?> choice ->
                    assertThat(property.get("enum")).as("%s", key).isEqualTo(json(choice.words()));
                case TextList ignored ->
                    assertThat(property.get("type").textValue()).isEqualTo("array");
                case Section section ->
                    assertThat(property.get("$ref").textValue()).isEqualTo("#/$defs/" + key);
                case Text<?> ignored ->
                    assertThat(property.get("type"))
                            .as("%s", key)
                            .isEqualTo(json(key.isOptional() ? List.of("string", "null") : "string"));
            }
        }
    }

    @Test
    void theExampleOfAServerThatIsAloneHasTheDefaults() {
        assertThat(shown(example("single.json")))
                .containsExactlyElementsOf(EffectiveConfig.of(Map.of()).all().stream()
                        .map(Setting::shown)
                        .toList());
    }

    @ParameterizedTest
    @ValueSource(strings = {"single.json", "gateway.json", "worker.json"})
    void everyExampleIsCompleteAndServesItsRole(String name) {
        EffectiveConfig config = example(name);

        assertThat(ConfigFile.read(FOLDER.resolve(name)).keySet())
                .containsExactlyElementsOf(
                        ConfigKeys.ALL.stream().map(ConfigKey::path).toList());
        assertThat(config.all())
                .allMatch(setting -> setting.source().equals(new ConfigSource.File(FOLDER.resolve(name))));
        assertThat(config.get(ConfigKeys.NODE_ROLE).word() + ".json").isEqualTo(name);
        assertThat(AccessOptions.access(config, Clock.systemUTC()).check(null).succeeded())
                .isTrue();
    }

    @Test
    void aGatewayAndAWorkerByTheirExamplesFindEachOtherOnOneMachine() {
        EffectiveConfig gateway = example("gateway.json");
        EffectiveConfig worker = example("worker.json");

        for (ConfigKey<?> shared : List.of(
                ConfigKeys.CLUSTER_NAME,
                ConfigKeys.CLUSTER_SECRET_FILE,
                ConfigKeys.CLUSTER_HOST,
                ConfigKeys.CLUSTER_MEMBERS)) {
            assertThat(gateway.get(shared)).as("%s", shared).isNotNull().isEqualTo(worker.get(shared));
        }
        for (ConfigKey<?> own : List.of(ConfigKeys.NODE_NAME, ConfigKeys.CLUSTER_PORT, ConfigKeys.ADMIN_LISTEN)) {
            assertThat(gateway.get(own)).as("%s", own).isNotNull().isNotEqualTo(worker.get(own));
        }
        assertThat(gateway.get(ConfigKeys.CLUSTER_MEMBERS))
                .contains(
                        "127.0.0.1:" + gateway.get(ConfigKeys.CLUSTER_PORT),
                        "127.0.0.1:" + worker.get(ConfigKeys.CLUSTER_PORT));
    }

    private static EffectiveConfig example(String name) {
        return ConfigLoader.load(Optional.of(FOLDER.resolve(name)), Map.of(), List.of(), List.of());
    }

    private static List<Object> shown(EffectiveConfig config) {
        return config.all().stream().<Object>map(Setting::shown).toList();
    }

    @Test
    void theReadmeHasALineForEveryKey() throws IOException {
        List<String> rows;
        try (var lines = Files.lines(FOLDER.resolve("README.md"))) {
            rows = lines.filter(line -> line.startsWith("| `")).toList();
        }
        assertThat(rows)
                .extracting(row -> row.substring(3, row.indexOf('`', 3)))
                .containsExactlyElementsOf(
                        ConfigKeys.ALL.stream().map(ConfigKey::path).toList());
        for (int i = 0; i < rows.size(); i++) {
            ConfigKey<?> key = ConfigKeys.ALL.get(i);
            assertThat(rows.get(i)).contains("| " + shown(defaultOf(key)) + " |");
            if (key.type() instanceof WholeNumber<?> number) {
                assertThat(rows.get(i)).endsWith("| " + number.smallest() + " to " + number.largest() + " |");
            }
        }
    }

    private static String shown(Object value) {
        return switch (value) {
            case null -> "none";
            case List<?> list -> list.isEmpty() ? "none" : "`" + String.join(",", list.toArray(String[]::new)) + "`";
            case Object single -> "`" + single + "`";
        };
    }

    private static Object defaultOf(ConfigKey<?> key) {
        return EffectiveConfig.of(Map.of()).setting(key).shown();
    }

    /** As read from a file, so that numbers compare by value. */
    private static JsonNode json(Object value) throws IOException {
        return MAPPER.readTree(MAPPER.writeValueAsBytes(value));
    }

    private static Map<String, JsonNode> schema() throws IOException {
        JsonNode schema = MAPPER.readTree(FOLDER.resolve("config.schema.json").toFile());
        Map<String, JsonNode> properties = new LinkedHashMap<>();
        collect("", schema, properties);
        properties.remove("$schema");
        return properties;
    }

    private static void collect(String prefix, JsonNode section, Map<String, JsonNode> properties) {
        assertThat(section.get("additionalProperties").booleanValue()).isFalse();
        section.get("properties").properties().forEach(property -> {
            String path = prefix + property.getKey();
            if (property.getValue().has("properties")) {
                collect(path + ".", property.getValue(), properties);
            } else {
                properties.put(path, property.getValue());
            }
        });
    }
}
