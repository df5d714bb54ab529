package dev.execbus.server;

import com.fasterxml.jackson.databind.JsonNode;
import io.kubernetes.client.openapi.JSON;
import io.kubernetes.client.openapi.models.V1Deployment;
import io.kubernetes.client.openapi.models.V1NetworkPolicy;
import io.kubernetes.client.openapi.models.V1PodDisruptionBudget;
import io.kubernetes.client.openapi.models.V1Service;
import io.kubernetes.client.openapi.models.V1StatefulSet;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** {@code config/deploy/kubernetes}, as its kustomization puts it together. */
record ManifestFolder(Path folder, JsonNode kustomization, List<JsonNode> manifests) {
    private static final Map<String, Class<?>> KINDS = Map.of(
            "v1 Service", V1Service.class,
            "apps/v1 Deployment", V1Deployment.class,
            "apps/v1 StatefulSet", V1StatefulSet.class,
            "policy/v1 PodDisruptionBudget", V1PodDisruptionBudget.class,
            "networking.k8s.io/v1 NetworkPolicy", V1NetworkPolicy.class);

    static ManifestFolder read() throws IOException {
        Path folder = Path.of("..", "config", "deploy", "kubernetes");
        JsonNode kustomization =
                YamlFiles.documents(folder.resolve("kustomization.yaml")).getFirst();
        List<JsonNode> manifests = new ArrayList<>();
        for (String resource : YamlFiles.texts(kustomization.path("resources"))) {
            manifests.addAll(YamlFiles.documents(folder.resolve(resource)));
        }
        return new ManifestFolder(folder, kustomization, manifests);
    }

    /** Throws for members the API does not have, for missing ones, and for values of the wrong type. */
    static void check(JsonNode manifest) {
        String kind = manifest.path("apiVersion").asText() + " "
                + manifest.path("kind").asText();
        if (!KINDS.containsKey(kind)) {
            throw new AssertionError("nothing is known of " + kind);
        }
        Object read = JSON.getGson().fromJson(manifest.toString(), KINDS.get(kind));
        if (read == null) {
            throw new AssertionError("an empty document");
        }
    }

    List<JsonNode> of(String kind) {
        return manifests.stream()
                .filter(manifest -> manifest.path("kind").asText().equals(kind))
                .toList();
    }

    JsonNode one(String kind, String name) {
        return of(kind).stream()
                .filter(manifest -> manifest.at("/metadata/name").asText().equals(name))
                .findFirst()
                .orElseThrow(() -> new AssertionError("there is no " + kind + " " + name));
    }

    List<JsonNode> workloads() {
        return manifests.stream()
                .filter(manifest -> manifest.at("/spec").has("template"))
                .toList();
    }

    static JsonNode container(JsonNode workload) {
        return workload.at("/spec/template/spec/containers/0");
    }

    /** The node of one of its pods. */
    DeployedNode node(JsonNode workload) {
        JsonNode container = container(workload);
        Map<String, String> variables = new HashMap<>();
        container
                .path("env")
                .forEach(variable -> variables.put(
                        variable.path("name").asText(),
                        switch (variable.at("/valueFrom/fieldRef/fieldPath").asText()) {
                            // As long as the system makes them.
                            case "metadata.name" ->
                                workload.at("/metadata/name").asText() + "-7d9f8b6c5d-x7k2p";
                            case "status.podIP" -> "10.0.0.7";
                            default -> variable.path("value").asText();
                        }));
        List<String> arguments = YamlFiles.texts(container.path("args"));
        Path target = Path.of(arguments.get(arguments.indexOf("--config") + 1));
        return DeployedNode.of(
                Optional.of(folder.resolve(target.getFileName())),
                variables,
                Duration.ofSeconds(workload.at("/spec/template/spec/terminationGracePeriodSeconds")
                        .asLong()));
    }
}
