package dev.execbus.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.execbus.server.ConfigLoader.OptionValue;
import dev.execbus.server.EffectiveConfig.Setting;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class ConfigLoaderTest {
    @TempDir
    private Path folder;

    @Test
    void takesDefaultsWhereNothingIsSaid() {
        EffectiveConfig config = load(Map.of("PATH", "/bin"));
        assertThat(config.all()).extracting(Setting::source).containsOnly(new ConfigSource.Default());
        assertThat(config.get(ConfigKeys.SESSIONS_TTL)).isEqualTo(Duration.ofSeconds(80));
    }

    @Test
    void laterLayersWin() {
        Path file = file("c.json", "{\"transport\": {\"connections\": 1, \"inFlight\": 1, \"pingIntervalMs\": 1000}}");
        EffectiveConfig config = ConfigLoader.load(
                Optional.of(file),
                Map.of(
                        "EXECBUS_TRANSPORT_CONNECTIONS",
                        "2",
                        "EXECBUS_TRANSPORT_IN_FLIGHT",
                        "2",
                        "EXECBUS_LISTEN",
                        "stdio"),
                List.of("transport.connections=3", "transport.connections=4", "listen=ws://127.0.0.1:1"),
                List.of(new OptionValue(ConfigKeys.LISTEN, "--listen", "ws://[::1]:2")));
        assertThat(List.<Setting<?>>of(
                        config.setting(ConfigKeys.TRANSPORT_PING_INTERVAL),
                        config.setting(ConfigKeys.TRANSPORT_IN_FLIGHT),
                        config.setting(ConfigKeys.TRANSPORT_CONNECTIONS),
                        config.setting(ConfigKeys.LISTEN)))
                .containsExactly(
                        new Setting<>(
                                ConfigKeys.TRANSPORT_PING_INTERVAL, Duration.ofSeconds(1), new ConfigSource.File(file)),
                        new Setting<>(
                                ConfigKeys.TRANSPORT_IN_FLIGHT,
                                2,
                                new ConfigSource.Environment("EXECBUS_TRANSPORT_IN_FLIGHT")),
                        new Setting<>(ConfigKeys.TRANSPORT_CONNECTIONS, 4, new ConfigSource.Assignment()),
                        new Setting<>(
                                ConfigKeys.LISTEN,
                                new ListenAddress.WebSocket("::1", 2),
                                new ConfigSource.Option("--listen")));
    }

    @Test
    void readsYamlAsItReadsJson() {
        Path json = file(
                "c.json",
                "{\"listen\": \"stdio\", \"transport\": {\"allowedOrigins\": [\"a\", \"b\"]}, \"auth\": {\"issuer\": null}}");
        Path yaml = file("c.yaml", "listen: stdio\ntransport:\n  allowedOrigins: [a, b]\nauth:\n  issuer: null\n");
        Path yml = file("c.YML", "# nothing\n");
        assertThat(ConfigFile.read(yaml)).isEqualTo(ConfigFile.read(json));
        assertThat(ConfigFile.read(yml)).isEmpty();
    }

    @Test
    void readsListsFromText() {
        assertThat(load(Map.of("EXECBUS_TRANSPORT_LENIENT_CLIENTS", "a, b")).get(ConfigKeys.TRANSPORT_LENIENT_CLIENTS))
                .containsExactly("a", "b");
        assertThat(load(Map.of("EXECBUS_TRANSPORT_LENIENT_CLIENTS", "")).get(ConfigKeys.TRANSPORT_LENIENT_CLIENTS))
                .isEmpty();
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(
            delimiter = '|',
            value = {
                "{\"transport\": {\"frameByte\": 5}} | transport.frameByte (from file F) is unknown: allowed is"
                        + " transport.frameBytes, transport.messageBytes, transport.connections, transport.inFlight,"
                        + " transport.pingIntervalMs, transport.pongTimeoutMs, transport.slowClientMs,"
                        + " transport.allowedOrigins, transport.lenientClients, transport.instances,"
                        + " transport.placementQueue, transport.placementWaitMs, transport.silentWorkerMs,"
                        + " transport.eventBus, transport.hosts",
                "{\"tranport\": {\"frameBytes\": 5}} | tranport (from file F) is unknown: allowed is node, listen, console, mcp, admin, auth,"
                        + " cluster, transport, sessions, processes, files, http, unifiedExec, limits, sandbox, environments, metrics, tracing",
                "{\"sessions\": 5} | sessions (from file F) is unknown: allowed is node, listen, console, mcp, admin, auth, cluster, transport,"
                        + " sessions, processes, files, http, unifiedExec, limits, sandbox, environments, metrics, tracing",
                "{\"sessions\": {\"max\": {\"a\": 1}}} | sessions.max = an object (from file F) is not allowed:"
                        + " allowed is a whole number from 1 to 1000000",
                "{\"sessions\": {\"max\": 0}} | sessions.max = 0 (from file F) is not allowed: allowed is a whole number"
                        + " from 1 to 1000000",
                "{\"sessions\": {\"max\": 1.5}} | sessions.max = 1.5 (from file F) is not allowed: allowed is a whole"
                        + " number from 1 to 1000000",
                "{\"sessions\": {\"max\": \"5\"}} | sessions.max = \"5\" (from file F) is not allowed: allowed is a whole"
                        + " number from 1 to 1000000",
                "{\"sessions\": {\"max\": null}} | sessions.max = null (from file F) is not allowed: allowed is a whole"
                        + " number from 1 to 1000000",
                "{\"processes\": {\"spillBytes\": 99999999999999999999}} | processes.spillBytes = 99999999999999999999"
                        + " (from file F) is not allowed: allowed is a whole number from 0 to 1099511627776",
                "{\"auth\": {\"mode\": \"token\"}} | auth.mode = \"token\" (from file F) is not allowed: allowed is one of"
                        + " none, capability-token, signed-bearer-token",
                "{\"auth\": {\"tokenSha256\": 12345}} | auth.tokenSha256 = ****** (from file F) is not allowed: allowed is"
                        + " a text that is not empty, or null in a file",
                "{\"auth\": {\"tokenFile\": \"\"}} | auth.tokenFile = \"\" (from file F) is not allowed: allowed is a path,"
                        + " or null in a file",
                "{\"listen\": \"ws://localhost:1\"} | listen = \"ws://localhost:1\" (from file F) is not allowed: allowed"
                        + " is ws://IP:PORT or stdio",
                "{\"node\": {\"name\": \"a.b\"}} | node.name = \"a.b\" (from file F) is not allowed: allowed is 1 to 52"
                        + " letters, digits, - or _",
                "{\"node\": {\"role\": \"boss\"}} | node.role = \"boss\" (from file F) is not allowed: allowed is one of"
                        + " single, gateway, worker, all",
                "{\"node\": {\"labels\": [\"a/b\"]}} | node.labels = a list with [a/b] (from file F) is not allowed:"
                        + " allowed is a list of labels of 1 to 64 letters, digits, ., - or _ (outside a file:"
                        + " separated by commas)",
                "{\"admin\": {\"listen\": \"ws://127.0.0.1:1\"}} | admin.listen = \"ws://127.0.0.1:1\" (from file F) is"
                        + " not allowed: allowed is http://IP:PORT, or null in a file",
                "{\"cluster\": {\"port\": 0}} | cluster.port = 0 (from file F) is not allowed: allowed is a whole number"
                        + " from 1 to 65535",
                "{\"transport\": {\"allowedOrigins\": [\"a\", 5]}} | transport.allowedOrigins = a list with [a, 5] (from"
                        + " file F) is not allowed: allowed is a list of texts, none of them empty (outside a file:"
                        + " separated by commas)",
                "{\"transport\": {\"pongTimeoutMs\": 14999}} | transport.pongTimeoutMs = 14999 (from file F) is not"
                        + " allowed: allowed is at least transport.pingIntervalMs = 15000 (from default)",
                "[] | the configuration file F is malformed: it must be one JSON object",
                "{} {} | the configuration file F is malformed: there is something behind the JSON object",
                "{\"listen\": \"stdio\", \"listen\": \"stdio\"} | the configuration file F is malformed: Duplicate field"
                        + " 'listen' at line 1, column 29"
            })
    void tellsWhatIsWrongInAFile(String json, String expected) {
        Path file = file("c.json", json);
        assertThatThrownBy(() -> ConfigLoader.load(Optional.of(file), Map.of(), List.of(), List.of()))
                .isInstanceOf(StartupException.class)
                .hasMessage(expected.replace("file F", "file " + file));
    }

    @Test
    void tellsWhatIsWrongInYaml() {
        Path twice = file("c.yml", "listen: stdio\nlisten: stdio\n");
        assertThatThrownBy(() -> ConfigLoader.load(Optional.of(twice), Map.of(), List.of(), List.of()))
                .hasMessageStartingWith("the configuration file " + twice + " is malformed: ")
                .hasMessageContaining("duplicate key listen")
                .hasMessageNotContaining("\n");
        Path broken = file("d.yml", "listen: [\n");
        assertThatThrownBy(() -> ConfigLoader.load(Optional.of(broken), Map.of(), List.of(), List.of()))
                .hasMessageStartingWith("the configuration file " + broken + " is malformed: ")
                .hasMessageNotContaining("\n");
        Path foreign = file("e.yml", "listen: !!java.io.File [x]\n");
        assertThatThrownBy(() -> ConfigLoader.load(Optional.of(foreign), Map.of(), List.of(), List.of()))
                .hasMessageStartingWith("the configuration file " + foreign + " is malformed: ");
    }

    @Test
    void tellsOfAFileThatIsNotThere() {
        Path file = folder.resolve("none.json");
        assertThatThrownBy(() -> ConfigLoader.load(Optional.of(file), Map.of(), List.of(), List.of()))
                .hasMessage("cannot read the configuration file " + file + ": No such file or directory (os error 2)");
        assertThatThrownBy(() -> ConfigLoader.load(Optional.of(folder), Map.of(), List.of(), List.of()))
                .hasMessage("cannot read the configuration file " + folder + ": Is a directory (os error 21)");
    }

    @Test
    void tellsWhatIsWrongInTheEnvironment() {
        assertThatThrownBy(() -> load(Map.of("EXECBUS_SESSIONS_MAX", "many")))
                .hasMessage("sessions.max = \"many\" (from environment EXECBUS_SESSIONS_MAX) is not allowed: allowed is"
                        + " a whole number from 1 to 1000000");
        assertThatThrownBy(() -> load(Map.of("EXECBUS_SESSION_MAX", "5")))
                .hasMessage("the environment variable EXECBUS_SESSION_MAX is unknown: it must name a key, as"
                        + " EXECBUS_TRANSPORT_FRAME_BYTES does for transport.frameBytes");
    }

    @Test
    void leavesTheLaunchersOwnVariablesAlone() {
        assertThat(load(Map.of(
                                "EXECBUS_JAVA_HOME", "/jdk",
                                "EXECBUS_JAVA_OPTIONS", "-Xmx1g",
                                "EXECBUS_URL", "ws://127.0.0.1:4500",
                                "EXECBUS_LAUNCHED_BY", "script"))
                        .all())
                .extracting(Setting::source)
                .containsOnly(new ConfigSource.Default());
    }

    @Test
    void tellsWhatIsWrongInAnAssignment() {
        assertThatThrownBy(() -> assign("sessions.max=-1"))
                .hasMessage("sessions.max = \"-1\" (from --set) is not allowed: allowed is a whole number from 1 to"
                        + " 1000000");
        assertThatThrownBy(() -> assign("session.max=1"))
                .hasMessageStartingWith("session.max (from --set) is unknown: ");
        assertThatThrownBy(() -> assign("sessions.max=1\n2"))
                .hasMessageStartingWith("sessions.max = \"1?2\" (from --set) is not allowed: ");
    }

    private EffectiveConfig load(Map<String, String> environment) {
        return ConfigLoader.load(Optional.empty(), environment, List.of(), List.of());
    }

    private EffectiveConfig assign(String assignment) {
        return ConfigLoader.load(Optional.empty(), Map.of(), List.of(assignment), List.of());
    }

    private Path file(String name, String text) {
        try {
            return Files.writeString(folder.resolve(name), text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
