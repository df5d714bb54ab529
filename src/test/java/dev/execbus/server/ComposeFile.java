package dev.execbus.server;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion;
import com.networknt.schema.ValidationMessage;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** {@code config/deploy/compose.yaml}: which nodes it starts is what tests of the cluster start, too. */
record ComposeFile(Path folder, JsonNode tree) {
    private static final String SCHEMA = "/deploy/compose-spec.json";
    private static final String CONFIGURATION = "/etc/execbus/";

    static ComposeFile read() throws IOException {
        Path folder = Path.of("..", "config", "deploy");
        return new ComposeFile(
                folder, YamlFiles.documents(folder.resolve("compose.yaml")).getFirst());
    }

    /** In the order of the file. */
    List<DeployedNode> nodes() {
        List<DeployedNode> nodes = new ArrayList<>();
        tree.get("services").properties().forEach(service -> {
            if (isNode(service.getValue())) {
                nodes.add(node(service.getValue()));
            }
        });
        return nodes;
    }

    static boolean isNode(JsonNode service) {
        return service.path("image").asText().equals("execbus");
    }

    JsonNode service(String name) {
        return tree.get("services").get(name);
    }

    /** Where a config or secret of the file is read from. */
    Path source(String kind, String name) {
        return folder.resolve(tree.path(kind).path(name).path("file").asText());
    }

    Set<ValidationMessage> complaints() throws IOException {
        try (InputStream file = ComposeFile.class.getResourceAsStream(SCHEMA)) {
            JsonNode schema = new ObjectMapper().readTree(file);
            // Names of the draft before the one it says it is of, and of no use in either.
            schema.findParents("id").forEach(parent -> ((ObjectNode) parent).remove("id"));
            return JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V201909)
                    .getSchema(schema)
                    .validate(tree);
        }
    }

    private DeployedNode node(JsonNode service) {
        Map<String, String> variables = new HashMap<>();
        service.path("environment")
                .properties()
                .forEach(variable ->
                        variables.put(variable.getKey(), variable.getValue().asText()));
        return DeployedNode.of(
                Optional.of(configuration(service)),
                variables,
                Duration.parse("PT" + service.path("stop_grace_period").asText().toUpperCase(Locale.ROOT)));
    }

    /** The file that the command names, found among the configs that the service mounts. */
    private Path configuration(JsonNode service) {
        List<String> command = YamlFiles.texts(service.path("command"));
        String target = command.get(command.indexOf("--config") + 1);
        for (JsonNode config : service.path("configs")) {
            if (config.path("target").asText().equals(target) && target.startsWith(CONFIGURATION)) {
                return source("configs", config.path("source").asText());
            }
        }
        throw new AssertionError("nothing is mounted at " + target);
    }
}
