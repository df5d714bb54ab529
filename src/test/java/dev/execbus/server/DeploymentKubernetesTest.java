package dev.execbus.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

final class DeploymentKubernetesTest {
    private static final Map<String, String> PORT_KEYS =
            Map.of("clients", "listen", "admin", "admin.listen", "cluster", "cluster.port", "bus", "cluster.busPort");

    private final ManifestFolder manifests;

    DeploymentKubernetesTest() throws IOException {
        manifests = ManifestFolder.read();
    }

    @Test
    void everyManifestIsWhatTheApiTakes() {
        assertThat(manifests.manifests()).hasSize(9);
        for (JsonNode manifest : manifests.manifests()) {
            assertThatCode(() -> ManifestFolder.check(manifest))
                    .as("%s", manifest.at("/metadata/name"))
                    .doesNotThrowAnyException();
            assertThat(manifest.at("/metadata").has("namespace")).isFalse();
        }
    }

    @Test
    void theKustomizationHasEveryFile() throws IOException {
        List<String> named =
                new ArrayList<>(YamlFiles.texts(manifests.kustomization().path("resources")));
        named.addAll(YamlFiles.texts(manifests.kustomization().at("/configMapGenerator/0/files")));
        named.add("kustomization.yaml");
        try (Stream<Path> files = Files.list(manifests.folder())) {
            assertThat(files.map(file -> file.getFileName().toString())).containsExactlyInAnyOrderElementsOf(named);
        }
    }

    @Test
    void kustomizeTakesIt() throws IOException, InterruptedException {
        assertThat(Linter.run("kubectl", "kustomize", manifests.folder().toString()))
                .matches(Linter.Verdict::accepted);
    }

    @Test
    void gatewaysAndWorkersAreConfiguredAsWhatTheyAre() {
        assertThat(manifests.workloads()).hasSize(2);
        for (JsonNode workload : manifests.workloads()) {
            DeployedNode node = manifests.node(workload);
            assertThat(node.role()).isEqualTo(component(workload));
            assertThat(node.text("cluster.host")).isEqualTo("10.0.0.7");
            JsonNode discovery = manifests.one("Service", node.text("cluster.kubernetesService"));
            assertThat(discovery.at("/spec/clusterIP").asText()).isEqualTo("None");
            assertThat(discovery.at("/spec/publishNotReadyAddresses").asBoolean())
                    .isTrue();
            assertThat(workload.at("/spec/replicas").asInt()).isEqualTo(2);
        }
    }

    @Test
    void everyPortHasItsNameAndItsNumber() {
        for (JsonNode workload : manifests.workloads()) {
            DeployedNode node = manifests.node(workload);
            Map<String, Integer> ports = ports(workload);
            assertThat(ports.keySet())
                    .isEqualTo(node.role().equals("gateway") ? PORT_KEYS.keySet() : Set.of("admin", "cluster", "bus"));
            ports.forEach((name, port) -> assertThat(port).as(name).isEqualTo(node.port(PORT_KEYS.get(name))));
            for (JsonNode service : manifests.of("Service")) {
                for (JsonNode port : service.at("/spec/ports")) {
                    Integer target = ports.get(port.path("targetPort").asText());
                    if (selects(service.at("/spec/selector"), workload)) {
                        assertThat(port.path("port").asInt()).isEqualTo(target);
                    }
                }
            }
        }
    }

    @Test
    void podsAreWatchedAndGetTheTimeToLeave() {
        for (JsonNode workload : manifests.workloads()) {
            DeployedNode node = manifests.node(workload);
            JsonNode container = ManifestFolder.container(workload);
            Map.of("startupProbe", "/livez", "livenessProbe", "/livez", "readinessProbe", "/readyz")
                    .forEach((probe, path) -> {
                        assertThat(container.at("/" + probe + "/httpGet/path").asText())
                                .isEqualTo(path);
                        assertThat(container.at("/" + probe + "/httpGet/port").asText())
                                .isEqualTo("admin");
                    });
            List<String> before = YamlFiles.texts(container.at("/lifecycle/preStop/exec/command"));
            long pause = before.isEmpty() ? 0 : Long.parseLong(before.get(1));
            assertThat(new DeployedNode(
                            node.name(), node.settings(), node.patience().minusSeconds(pause)))
                    .matches(DeployedNode::hasTimeToDrain);
            assertThat(before.isEmpty()).isEqualTo(node.role().equals("worker"));
        }
    }

    /** Variables for services would be unknown keys, and the server would not start. */
    @Test
    void podsGetNoVariablesForServices() {
        assertThat(manifests.workloads())
                .allSatisfy(workload -> assertThat(workload.at("/spec/template/spec/enableServiceLinks")
                                .asBoolean(true))
                        .isFalse());
    }

    @Test
    void whatNodesReadIsMountedAndOfTheSecretNoMore() {
        for (JsonNode workload : manifests.workloads()) {
            Map<String, JsonNode> volumes = byName(workload.at("/spec/template/spec/volumes"));
            Map<String, JsonNode> mounts =
                    byName(ManifestFolder.container(workload).path("volumeMounts"));
            assertThat(mounts.keySet()).isEqualTo(volumes.keySet());
            String folder = mounts.get("secrets").path("mountPath").asText();
            List<String> files = new ArrayList<>();
            volumes.get("secrets")
                    .at("/secret/items")
                    .forEach(item -> files.add(folder + "/" + item.path("path").asText()));
            assertThat(manifests.node(workload).settings().entrySet())
                    .filteredOn(setting -> setting.getKey().endsWith("File") && setting.getValue() != null)
                    .extracting(setting -> setting.getValue().toString())
                    .containsExactlyInAnyOrderElementsOf(files);
            assertThat(volumes.get("config").at("/configMap/name"))
                    .isEqualTo(manifests.kustomization().at("/configMapGenerator/0/name"));
        }
        assertThat(manifests.of("Secret")).isEmpty();
    }

    @Test
    void onlyNodesReachTheBusAndOnlyGatewaysAreReachedByClients() {
        for (JsonNode policy : manifests.of("NetworkPolicy")) {
            assertThat(YamlFiles.texts(policy.at("/spec/policyTypes"))).containsExactly("Ingress");
            JsonNode rule = policy.at("/spec/ingress/0");
            List<String> ports = new ArrayList<>();
            rule.path("ports").forEach(port -> ports.add(port.path("port").asText()));
            JsonNode from = rule.path("from");
            switch (policy.at("/metadata/name").asText()) {
                case "execbus-nodes" -> {
                    assertThat(ports).containsExactly("cluster", "bus");
                    assertThat(from).hasSize(1);
                    assertThat(manifests.workloads())
                            .allMatch(workload -> selects(from.at("/0/podSelector/matchLabels"), workload)
                                    && selects(policy.at("/spec/podSelector/matchLabels"), workload));
                }
                case "execbus-clients" -> {
                    assertThat(ports).containsExactly("clients");
                    assertThat(manifests.workloads())
                            .filteredOn(workload -> selects(policy.at("/spec/podSelector/matchLabels"), workload))
                            .extracting(DeploymentKubernetesTest::component)
                            .containsExactly("gateway");
                }
                default -> {
                    assertThat(ports).containsExactly("admin");
                    assertThat(from).isNotEmpty();
                }
            }
        }
        assertThat(manifests.of("NetworkPolicy")).hasSize(3);
    }

    @Test
    void selectorsSelectTheirOwnAndBudgetsKeepOneOfEach() {
        for (JsonNode workload : manifests.workloads()) {
            assertThat(selects(workload.at("/spec/selector/matchLabels"), workload))
                    .isTrue();
            assertThat(selects(
                            workload.at("/spec/template/spec/topologySpreadConstraints/0/labelSelector/matchLabels"),
                            workload))
                    .isTrue();
            assertThat(manifests.of("PodDisruptionBudget"))
                    .filteredOn(budget -> selects(budget.at("/spec/selector/matchLabels"), workload))
                    .extracting(budget -> budget.at("/spec/maxUnavailable").asInt())
                    .containsExactly(1);
            assertThat(workload.at("/spec/template/spec/securityContext/runAsNonRoot")
                            .asBoolean())
                    .isTrue();
            assertThat(ManifestFolder.container(workload)
                            .at("/securityContext/allowPrivilegeEscalation")
                            .asBoolean(true))
                    .isFalse();
        }
        assertThat(manifests
                        .one("StatefulSet", "execbus-worker")
                        .at("/spec/serviceName")
                        .asText())
                .isEqualTo("execbus-nodes");
    }

    private static String component(JsonNode workload) {
        return workload.at("/spec/template/metadata/labels")
                .path("app.kubernetes.io/component")
                .asText();
    }

    private static boolean selects(JsonNode selector, JsonNode workload) {
        JsonNode labels = workload.at("/spec/template/metadata/labels");
        return !selector.isEmpty()
                && selector.properties().stream()
                        .allMatch(label -> label.getValue().equals(labels.get(label.getKey())));
    }

    private static Map<String, Integer> ports(JsonNode workload) {
        Map<String, Integer> ports = new HashMap<>();
        ManifestFolder.container(workload)
                .path("ports")
                .forEach(port -> ports.put(
                        port.path("name").asText(), port.path("containerPort").asInt()));
        return ports;
    }

    private static Map<String, JsonNode> byName(JsonNode list) {
        Map<String, JsonNode> named = new HashMap<>();
        list.forEach(element -> named.put(element.path("name").asText(), element));
        return named;
    }
}
