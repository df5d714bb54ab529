package dev.execbus.server;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.execbus.bus.NodeName;
import dev.execbus.transport.Access;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;

final class ExecbusCommandTest {
    private record Outcome(int exitCode, String out, String err) {}

    private final List<ServerConfig> served = new ArrayList<>();
    private final List<Access> accesses = new ArrayList<>();

    @TempDir
    private Path folder;

    @Test
    void servesWithTheDefaults() {
        assertThat(run("serve")).isEqualTo(new Outcome(7, "", ""));
        assertThat(served).hasSize(1);
        assertThat(served.getFirst().listen()).isEqualTo(ListenAddress.DEFAULT);
        assertThat(served.getFirst().environment().variables()).isEqualTo(Map.of("PATH", "/bin"));
        assertThat(served.getFirst().environment().version()).isEqualTo(Version.CURRENT);
        assertThat(served.getFirst().environment().workingDirectory()).isAbsolute();
        assertThat(accesses.getFirst().check(null).succeeded()).isTrue();
    }

    @Test
    void servesWithWhatItIsTold() throws IOException {
        Path file = Files.writeString(folder.resolve("c.yaml"), "sessions:\n  max: 5\n");
        Path token = Files.writeString(folder.resolve("token"), "abc");
        Outcome outcome = run(
                "serve",
                "--config",
                file.toString(),
                "--set",
                "transport.connections=6",
                "--set=transport.inFlight=7",
                "--listen",
                "ws://0.0.0.0:1",
                "--ws-auth",
                "capability-token",
                "--ws-token-file",
                token.toString(),
                "--concurrent-requests",
                "16");
        assertThat(outcome).isEqualTo(new Outcome(7, "", ""));
        ServerConfig config = served.getFirst();
        assertThat(config.listen()).isEqualTo(new ListenAddress.WebSocket("0.0.0.0", 1));
        assertThat(config.sessions().sessions()).isEqualTo(5);
        assertThat(config.transport().connections()).isEqualTo(6);
        assertThat(config.transport().inFlight()).isEqualTo(7);
        assertThat(accesses.getFirst().check("Bearer abc").succeeded()).isTrue();
        assertThat(accesses.getFirst().check("Bearer abd").succeeded()).isFalse();
    }

    @Test
    void servesANodeOfACluster() {
        assertThat(run("serve", "--role", "gateway", "--node-name", "g2", "--set", "node.drainMs=5"))
                .isEqualTo(new Outcome(7, "", ""));
        assertThat(served.getFirst().node())
                .isEqualTo(new ServerConfig.Node(new NodeName("g2"), Role.GATEWAY, List.of(), Duration.ofMillis(5)));
    }

    @Test
    void whatAWorkerHasNoUseForDoesNotKeepItFromItsWork() {
        assertThat(run("serve", "--role", "worker", "--listen", "ws://0.0.0.0:1"))
                .isEqualTo(new Outcome(7, "", ""));
    }

    @ParameterizedTest(name = "serve {0}")
    @CsvSource(
            delimiter = '|',
            value = {
                "--listen ws://localhost:1 | invalid websocket --listen URL `ws://localhost:1`; expected `ws://IP:PORT`",
                "--listen unix:///s | unsupported --listen URL `unix:///s`; expected `ws://IP:PORT` or `stdio`",
                "--listen stdio --ws-auth capability-token --ws-token-sha256"
                        + " ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad | WebSocket auth requires a"
                        + " WebSocket listener, not stdio",
                "--ws-auth signed-bearer-token | `--ws-shared-secret-file` is required when"
                        + " `--ws-auth signed-bearer-token` is set",
                "--ws-issuer me | websocket auth flags require `--ws-auth capability-token` or"
                        + " `--ws-auth signed-bearer-token`",
                "--ws-max-clock-skew-seconds 9223372036854775808 | websocket auth clock skew must fit in a signed 64-bit"
                        + " integer",
                "--set sessions.max=0 | sessions.max = \"0\" (from --set) is not allowed: allowed is a whole number from"
                        + " 1 to 1000000",
                "--ws-auth capability-token --ws-token-sha256 secret | --ws-token-sha256 must be a 64-character hex"
                        + " SHA-256 digest"
            })
    void aFailedStartIsOneLineAndExitsWithOne(String options, String message) {
        assertThat(run(("serve " + options).split(" ")))
                .isEqualTo(new Outcome(1, "", "Error: " + message + System.lineSeparator()));
        assertThat(served).isEmpty();
    }

    @Test
    void anEmptyAddressIsNoDefault() {
        assertThat(run("serve", "--listen", ""))
                .isEqualTo(new Outcome(
                        1,
                        "",
                        "Error: unsupported --listen URL ``; expected `ws://IP:PORT` or `stdio`"
                                + System.lineSeparator()));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "serves",
                "serve extra",
                "serve --unknown",
                "serve --listen",
                "serve --set sessions.max",
                "serve --set =5",
                "serve --ws-auth token",
                "serve --ws-auth none",
                "serve --ws-max-clock-skew-seconds -1",
                "serve --ws-max-clock-skew-seconds soon",
                "serve --ws-max-clock-skew-seconds 18446744073709551616",
                "serve --concurrent-requests 0",
                "serve --concurrent-requests -1",
                "serve --concurrent-requests many",
                "serve --concurrent-requests 99999999999999999999",
                "config --format xml"
            })
    void aWrongCommandLineExitsWithTwo(String line) {
        Outcome outcome = run(line.isEmpty() ? new String[0] : line.split(" "));
        assertThat(outcome.exitCode()).isEqualTo(2);
        assertThat(outcome.out()).isEmpty();
        assertThat(outcome.err()).isNotBlank();
        assertThat(served).isEmpty();
    }

    @Test
    void saysItsVersionAndHowItIsUsed() {
        assertThat(run("--version"))
                .isEqualTo(new Outcome(0, "execbus " + Version.CURRENT + System.lineSeparator(), ""));
        assertThat(Version.CURRENT).matches("[0-9]+\\.[0-9]+\\.[0-9]+(-[A-Za-z0-9.]+)?");
        assertThat(run("--help").out()).contains("serve", "config", "--version");
        assertThat(run("serve", "--help").out())
                .contains("--listen", "--config", "--set", "--ws-auth", "--concurrent-requests");
        assertThat(run("help", "serve").out()).isEqualTo(run("serve", "--help").out());
    }

    @Test
    void listsTheConfigurationAsATable() {
        Outcome outcome = run("config", "--set", "auth.tokenSha256=abcdef", "--listen", "stdio");
        assertThat(outcome.exitCode()).isZero();
        assertThat(outcome.err()).isEmpty();
        assertThat(outcome.out().lines())
                .hasSize(1 + ConfigKeys.ALL.size())
                .anyMatch(line -> line.matches("KEY +VALUE +FROM"))
                .anyMatch(line -> line.matches("listen +stdio +--listen"))
                .anyMatch(line -> line.matches("auth\\.tokenSha256 +\\*\\*\\*\\*\\*\\* +--set"))
                .anyMatch(line -> line.matches("auth\\.issuer +- +default"))
                .anyMatch(line -> line.matches("transport\\.lenientClients +codex-environment +default"));
        assertThat(outcome.out()).doesNotContain("abcdef");
    }

    @Test
    void listsTheConfigurationAsJson() throws IOException {
        Outcome outcome = run("config", "--format", "json", "--set", "auth.tokenSha256=abcdef", "--listen", "stdio");
        assertThat(outcome.exitCode()).isZero();
        JsonNode json = new ObjectMapper().readTree(outcome.out());
        assertThat(json.properties())
                .extracting(Map.Entry::getKey)
                .containsExactlyElementsOf(
                        ConfigKeys.ALL.stream().map(ConfigKey::path).toList());
        assertThat(json.get("listen")).hasToString("{\"value\":\"stdio\",\"source\":\"--listen\"}");
        assertThat(json.get("auth.tokenSha256")).hasToString("{\"value\":\"******\",\"source\":\"--set\"}");
        assertThat(json.get("auth.issuer")).hasToString("{\"value\":null,\"source\":\"default\"}");
        assertThat(json.get("sessions.ttlMs")).hasToString("{\"value\":80000,\"source\":\"default\"}");
        assertThat(json.get("transport.lenientClients"))
                .hasToString("{\"value\":[\"codex-environment\"],\"source\":\"default\"}");
    }

    @Test
    void listsNothingThatIsNotAllowed() {
        assertThat(run("config", "--set", "sessions.max=0").exitCode()).isEqualTo(1);
    }

    private Outcome run(String... args) {
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        CommandLine commandLine = ExecbusCommand.commandLine(Map.of("PATH", "/bin"), this::serve)
                .setOut(new PrintWriter(out))
                .setErr(new PrintWriter(err));
        int exitCode = commandLine.execute(args);
        return new Outcome(exitCode, out.toString(), err.toString());
    }

    private int serve(ServerConfig config, Access access) {
        served.add(config);
        accesses.add(access);
        return 7;
    }
}
