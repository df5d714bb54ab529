package dev.execbus.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** {@code config/deploy}: the image, and what all ways to deploy have in common. */
final class DeploymentFilesTest {
    private static final Path ROOT = Path.of("..");
    private static final Path FOLDER = ROOT.resolve("config").resolve("deploy");
    private static final Set<String> INSTRUCTIONS = Set.of(
            "ARG",
            "FROM",
            "COPY",
            "WORKDIR",
            "RUN",
            "USER",
            "EXPOSE",
            "STOPSIGNAL",
            "HEALTHCHECK",
            "ENTRYPOINT",
            "CMD");

    /** One instruction of the Containerfile, on one line. */
    private record Instruction(String word, String rest) {}

    @Test
    void everyConfigurationIsAsItsSchemaAndTheServerWantIt() throws IOException {
        List<Path> files;
        try (Stream<Path> all = Files.walk(FOLDER)) {
            files = all.filter(file -> file.toString().endsWith(".json")).toList();
        }
        assertThat(files).hasSize(5);
        for (Path file : files) {
            assertThat(DeployedNode.complaints(file)).as("%s", file).isEmpty();
            assertThat(node(file).role()).as("%s", file).isIn("single", "gateway", "worker");
        }
    }

    @Test
    void theSamePortsEverywhere() throws IOException {
        List<DeployedNode> nodes = new ArrayList<>(ComposeFile.read().nodes());
        ManifestFolder manifests = ManifestFolder.read();
        manifests.workloads().forEach(workload -> nodes.add(manifests.node(workload)));
        nodes.add(node(FOLDER.resolve("container.json")));
        assertThat(nodes).hasSize(7);
        List<String> exposed = List.of(one("EXPOSE").split(" "));
        for (DeployedNode node : nodes) {
            List<String> ports = new ArrayList<>();
            if (!node.role().equals("worker")) {
                ports.add(Integer.toString(node.port("listen")));
            }
            ports.add(Integer.toString(node.port("admin.listen")));
            if (!node.role().equals("single")) {
                ports.add(Integer.toString(node.port("cluster.port")));
                ports.add(Integer.toString(node.port("cluster.busPort")));
            }
            assertThat(exposed).as("%s", node.name()).containsAll(ports);
        }
        assertThat(exposed).hasSize(4);
    }

    @Test
    void theImageIsMadeOfWhatIsThere() throws IOException {
        List<Instruction> instructions = instructions();
        assertThat(instructions).extracting(Instruction::word).isSubsetOf(INSTRUCTIONS);
        List<String> fromHere = instructions.stream()
                .filter(instruction -> instruction.word().equals("COPY"))
                .map(Instruction::rest)
                .filter(rest -> !rest.startsWith("--from="))
                .toList();
        assertThat(fromHere).isNotEmpty();
        for (String rest : fromHere) {
            List<String> words = List.of(rest.split(" "));
            assertThat(words.subList(0, words.size() - 1))
                    .allSatisfy(source -> assertThat(ROOT.resolve(source)).exists());
        }
        // Every module of the build.
        assertThat(String.join(" ", fromHere).split(" ")).contains("pom.xml", "config", "shared", "verticles", "src");
    }

    @Test
    void everyStageIsKnownBeforeItIsUsed() throws IOException {
        List<String> known = new ArrayList<>(List.of("${JAVA}"));
        for (Instruction instruction : instructions()) {
            if (instruction.word().equals("FROM")) {
                String[] words = instruction.rest().split(" ");
                assertThat(known.contains(words[0]) || words[0].matches("docker\\.io/library/[a-z-]+:[0-9.a-z-]+"))
                        .as(instruction.rest())
                        .isTrue();
                if (words.length > 1) {
                    assertThat(words).hasSize(3).contains("AS");
                    known.add(words[2]);
                }
            } else if (instruction.rest().startsWith("--from=")) {
                assertThat(known).contains(instruction.rest().replaceAll("^--from=(\\S+) .*", "$1"));
            }
        }
    }

    @Test
    void theImageRunsTheServerAsNobodySpecial() throws IOException {
        assertThat(one("USER")).matches("[1-9][0-9]*:[1-9][0-9]*");
        assertThat(one("STOPSIGNAL")).isEqualTo("SIGTERM");
        assertThat(one("ENTRYPOINT")).isEqualTo("[\"/usr/bin/tini\", \"--\", \"/opt/execbus/bin/execbus\"]");
        assertThat(one("CMD")).isEqualTo("[\"serve\", \"--config\", \"/etc/execbus/execbus.json\"]");
        assertThat(instructions())
                .contains(new Instruction("COPY", "config/deploy/container.json /etc/execbus/execbus.json"))
                .contains(new Instruction("COPY", "--from=build /build/src/target/execbus /opt/execbus"))
                .anyMatch(instruction -> instruction.rest().contains("install -y")
                        && instruction.rest().contains(" bubblewrap ")
                        && instruction.rest().contains(" tini "));
        int admin = node(FOLDER.resolve("container.json")).port("admin.listen");
        assertThat(one("HEALTHCHECK")).contains("\"curl\"").contains("http://127.0.0.1:" + admin + "/readyz");
    }

    /** They would be in the image, and in the history. */
    @Test
    void secretsAreLeftOut() throws IOException {
        assertThat(Files.readAllLines(FOLDER.resolve("Containerfile.dockerignore")))
                .contains(".git", "**/target", "config/deploy/secrets");
        assertThat(Files.readAllLines(FOLDER.resolve(".gitignore"))).contains("/secrets/");
    }

    @Test
    void theYamlIsTidy() throws IOException, InterruptedException {
        assertThat(Linter.run(
                        "yamllint",
                        "--strict",
                        "-d",
                        "{extends: default, rules: {document-start: disable, line-length: {max: 120}}}",
                        FOLDER.toString()))
                .isEqualTo(new Linter.Verdict(true, ""));
    }

    private static DeployedNode node(Path file) {
        return DeployedNode.of(Optional.of(file), Map.of(), Duration.ZERO);
    }

    private static String one(String word) throws IOException {
        List<String> found = instructions().stream()
                .filter(instruction -> instruction.word().equals(word))
                .map(Instruction::rest)
                .toList();
        assertThat(found).as(word).hasSize(1);
        return found.getFirst();
    }

    private static List<Instruction> instructions() throws IOException {
        String text = Files.readString(FOLDER.resolve("Containerfile"))
                .replaceAll("(?m)^#.*\\n", "")
                .replaceAll("\\\\\\n\\s*", "");
        return text.lines()
                .filter(line -> !line.isBlank())
                .map(line -> line.split(" ", 2))
                .map(words -> new Instruction(words[0], words[1]))
                .toList();
    }
}
