package dev.execbus.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

final class DeploymentComposeTest {
    private static final Path BALANCER = Path.of("..", "config", "deploy", "compose", "haproxy.cfg");

    private final ComposeFile file;

    DeploymentComposeTest() throws IOException {
        file = ComposeFile.read();
    }

    @Test
    void followsTheSpecification() throws IOException {
        assertThat(file.complaints()).isEmpty();
    }

    /** The layout that the tests of the cluster start as plain processes. */
    @Test
    void startsTwoGatewaysAndTwoWorkers() {
        assertThat(file.nodes())
                .extracting(DeployedNode::name, DeployedNode::role)
                .containsExactly(
                        tuple("gateway-1", "gateway"),
                        tuple("gateway-2", "gateway"),
                        tuple("worker-1", "worker"),
                        tuple("worker-2", "worker"));
    }

    @Test
    void nodesAreWhereTheOthersLookForThem() {
        List<String> places = file.nodes().stream()
                .map(node -> node.text("cluster.host") + ":" + node.port("cluster.port"))
                .toList();
        for (DeployedNode node : file.nodes()) {
            assertThat(node.settings().get("cluster.members")).isEqualTo(places);
            assertThat(file.service(node.name())
                            .at("/networks/cluster/ipv4_address")
                            .asText())
                    .isEqualTo(node.text("cluster.host"));
        }
    }

    @Test
    void onlyNodesReachTheClusterAndOnlyTheBalancerIsReached() {
        assertThat(file.tree().at("/networks/cluster/internal").asBoolean()).isTrue();
        file.tree().get("services").properties().forEach(service -> {
            JsonNode value = service.getValue();
            boolean balancer = service.getKey().equals("balancer");
            assertThat(value.has("ports")).as(service.getKey()).isEqualTo(balancer);
            assertThat(ComposeFile.isNode(value)).as(service.getKey()).isEqualTo(!balancer);
            assertThat(value.path("networks").has("cluster")).isEqualTo(!balancer);
        });
    }

    @Test
    void whatNodesReadIsMounted() {
        for (DeployedNode node : file.nodes()) {
            List<String> secrets = YamlFiles.texts(file.service(node.name()).path("secrets"));
            assertThat(node.settings().entrySet())
                    .filteredOn(setting -> setting.getKey().endsWith("File") && setting.getValue() != null)
                    .extracting(setting -> setting.getValue().toString())
                    .isNotEmpty()
                    .allSatisfy(path -> assertThat(secrets).contains(path.replace("/run/secrets/", "")));
            assertThat(secrets)
                    .allSatisfy(secret -> assertThat(file.source("secrets", secret))
                            .isEqualTo(file.folder().resolve("secrets").resolve(secret)));
        }
        file.tree()
                .get("configs")
                .properties()
                .forEach(config ->
                        assertThat(file.source("configs", config.getKey())).exists());
    }

    @Test
    void nodesAreBuiltAndWatchedAndGetTheTimeToLeave() {
        for (DeployedNode node : file.nodes()) {
            JsonNode service = file.service(node.name());
            assertThat(node.hasTimeToDrain()).as(node.name()).isTrue();
            assertThat(service.path("restart").asText()).isEqualTo("unless-stopped");
            assertThat(service.at("/healthcheck/test").toString())
                    .contains("http://127.0.0.1:" + node.port("admin.listen") + "/readyz");
            Path context = file.folder().resolve(service.at("/build/context").asText());
            assertThat(context.resolve(service.at("/build/dockerfile").asText()))
                    .exists();
            assertThat(YamlFiles.texts(service.path("security_opt"))).contains("no-new-privileges:true");
            // The sandbox of workers needs more of the kernel than the engine's own profile allows; nobody else does.
            assertThat(YamlFiles.texts(service.path("security_opt")).contains("seccomp=unconfined"))
                    .isEqualTo(node.role().equals("worker"));
        }
    }

    @Test
    void theBalancerKnowsAllGatewaysAndAsksThemWhetherTheyAreReady() throws IOException {
        List<String> lines =
                Files.readAllLines(BALANCER).stream().map(String::strip).toList();
        List<DeployedNode> gateways = file.nodes().stream()
                .filter(node -> node.role().equals("gateway"))
                .toList();
        assertThat(lines)
                .filteredOn(line -> line.startsWith("server "))
                .containsExactlyElementsOf(gateways.stream()
                        .map(gateway ->
                                "server " + gateway.name() + " " + gateway.name() + ":" + gateway.port("listen"))
                        .toList());
        assertThat(lines).contains("mode tcp", "option httpchk GET /readyz");
        assertThat(lines)
                .anyMatch(line -> line.startsWith(
                        "default-server check port " + gateways.getFirst().port("admin.listen") + " "));
        assertThat(YamlFiles.texts(file.service("balancer").path("ports")))
                .allSatisfy(port -> assertThat(lines).contains("bind :" + port.replaceAll(".*:", "")));
        assertThat(file.service("balancer").path("depends_on").properties())
                .extracting(Map.Entry::getKey)
                .containsExactlyElementsOf(
                        gateways.stream().map(DeployedNode::name).toList());
    }

    @Test
    void theBalancerTakesItsFile() throws IOException, InterruptedException {
        Linter.Verdict verdict = Linter.run("haproxy", "-c", "-f", BALANCER.toString());
        assertThat(verdict).matches(Linter.Verdict::accepted);
        assertThat(verdict.words()).doesNotContain("[WARNING]", "[ALERT]");
    }
}
