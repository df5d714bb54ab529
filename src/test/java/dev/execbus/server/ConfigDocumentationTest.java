package dev.execbus.server;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.execbus.server.EffectiveConfig.Setting;
import dev.execbus.server.ValueType.Choice;
import dev.execbus.server.ValueType.Flag;
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
                    assertThat(property.get("type").textValue()).isEqualTo("integer");
                    assertThat(property.get("minimum").longValue())
                            .as("%s", key)
                            .isEqualTo(number.smallest());
                    assertThat(property.get("maximum").longValue())
                            .as("%s", key)
                            .isEqualTo(number.largest());
                }
                case Flag flag -> assertThat(property.get("type").textValue()).isEqualTo("boolean");
                case Choice<?> choice ->
                    assertThat(property.get("enum")).as("%s", key).isEqualTo(json(choice.words()));
                case TextList ignored ->
                    assertThat(property.get("type").textValue()).isEqualTo("array");
                case Text<?> ignored ->
                    assertThat(property.get("type"))
                            .as("%s", key)
                            .isEqualTo(json(key.isOptional() ? List.of("string", "null") : "string"));
            }
        }
    }

    @Test
    void theExampleIsCompleteAndHasTheDefaults() {
        Path example = FOLDER.resolve("single.json");
        assertThat(ConfigFile.read(example).keySet())
                .containsExactlyElementsOf(
                        ConfigKeys.ALL.stream().map(ConfigKey::path).toList());
        EffectiveConfig config = ConfigLoader.load(Optional.of(example), Map.of(), List.of(), List.of());
        assertThat(config.all())
                .allMatch(setting -> setting.source().equals(new ConfigSource.File(example)))
                .extracting(Setting::shown)
                .containsExactlyElementsOf(EffectiveConfig.of(Map.of()).all().stream()
                        .map(Setting::shown)
                        .toList());
    }

    @Test
    void aServerStartsWithTheExample() {
        EffectiveConfig config =
                ConfigLoader.load(Optional.of(FOLDER.resolve("single.json")), Map.of(), List.of(), List.of());
        assertThat(AccessOptions.access(config, Clock.systemUTC()).check(null).succeeded())
                .isTrue();
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
        assertThat(schema.get("additionalProperties").booleanValue()).isFalse();
        Map<String, JsonNode> properties = new LinkedHashMap<>();
        schema.get("properties").properties().forEach(top -> {
            if (top.getValue().has("properties")) {
                assertThat(top.getValue().get("additionalProperties").booleanValue())
                        .isFalse();
                top.getValue()
                        .get("properties")
                        .properties()
                        .forEach(property ->
                                properties.put(top.getKey() + "." + property.getKey(), property.getValue()));
            } else if (!top.getKey().equals("$schema")) {
                properties.put(top.getKey(), top.getValue());
            }
        });
        return properties;
    }
}
