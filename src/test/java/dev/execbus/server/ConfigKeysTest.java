package dev.execbus.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.execbus.bus.NodeName;
import dev.execbus.client.EnvironmentsConfig;
import dev.execbus.environment.EnvironmentSettings;
import dev.execbus.filesystem.FileSettings;
import dev.execbus.http.HttpSettings;
import dev.execbus.processes.ProcessSettings;
import dev.execbus.sandbox.SandboxSettings;
import dev.execbus.sessions.SessionSettings;
import dev.execbus.transport.TransportSettings;
import dev.execbus.unifiedexec.UnifiedExecSettings;
import java.lang.reflect.RecordComponent;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

final class ConfigKeysTest {
    private static final EnvironmentSettings ENVIRONMENT = new EnvironmentSettings("1", Map.of(), Path.of("/"));

    @Test
    void everySettingOfARoomIsAKeyAndTheOtherWayRound() {
        // How many share the address is the launcher's business, and the console is a key of its own.
        assertThat(keysOf("transport"))
                .filteredOn(name -> !name.equals("instances"))
                .containsExactlyElementsOf(componentsOf(TransportSettings.class).stream()
                        .filter(name -> !name.equals("console"))
                        .toList());
        // Limits are a section of their own.
        assertThat(componentsOf(ProcessSettings.class))
                .containsExactlyElementsOf(Stream.concat(keysOf("processes").stream(), Stream.of("limits"))
                        .toList());
        // The gateway's patience is the same for all, and the variables are the server's own.
        assertThat(keysOf("files"))
                .containsExactlyElementsOf(componentsOf(FileSettings.class).stream()
                        .filter(name -> !name.equals("creditTimeoutMs"))
                        .toList());
        assertThat(keysOf("http"))
                .containsExactlyElementsOf(componentsOf(HttpSettings.class).stream()
                        .filter(name -> !List.of("creditTimeoutMs", "variables").contains(name))
                        .toList());
        assertThat(keysOf("node")).containsExactlyElementsOf(componentsOf(ServerConfig.Node.class));
        // "sessions.sessions" would read badly.
        assertThat(keysOf("sessions")).containsExactly("ttlMs", "max");
        assertThat(componentsOf(SessionSettings.class)).containsExactly("ttlMs", "sessions", "drainMs");
        assertThat(keysOf("admin")).containsExactlyElementsOf(componentsOf(ServerConfig.Admin.class));
        assertThat(keysOf("cluster"))
                .filteredOn(name -> !name.contains("."))
                .containsExactlyElementsOf(componentsOf(ClusterConfig.class).stream()
                        .filter(name -> !name.equals("tls"))
                        .toList());
        assertThat(keysOf("cluster.tls")).containsExactlyElementsOf(componentsOf(ClusterConfig.Tls.class));
    }

    @Test
    void theDefaultsAreTheRooms() {
        assertThat(ServerConfig.of(EffectiveConfig.of(Map.of()), ENVIRONMENT))
                .isEqualTo(new ServerConfig(
                        new ServerConfig.Node(
                                new NodeName("local"), Role.SINGLE, List.of(), SessionSettings.DEFAULTS.drain()),
                        new ListenAddress.WebSocket("127.0.0.1", 4500),
                        false,
                        new ServerConfig.Admin(null, null),
                        new ClusterConfig(
                                "execbus",
                                null,
                                null,
                                "127.0.0.1",
                                5701,
                                null,
                                List.of("127.0.0.1:5701", "127.0.0.1:5702", "127.0.0.1:5703", "127.0.0.1:5704"),
                                null,
                                null,
                                0,
                                null,
                                new ClusterConfig.Tls(null, null, null)),
                        ENVIRONMENT,
                        1,
                        TransportSettings.DEFAULTS,
                        SessionSettings.DEFAULTS,
                        ProcessSettings.DEFAULTS,
                        FileSettings.DEFAULTS,
                        HttpSettings.DEFAULTS,
                        UnifiedExecSettings.DEFAULTS,
                        new SandboxSettings(
                                SandboxSettings.Mode.AUTO,
                                "bwrap",
                                false,
                                SandboxFolder.ofThisServer(SandboxFolder.byDefault()),
                                List.of(SandboxFolder.byDefault())),
                        EnvironmentsConfig.ofVariables(Map.of()),
                        new MonitoringConfig(true, null, 1.0, false)));
    }

    @Test
    void everyKeyReachesItsOwnPlace() {
        ServerConfig defaults = ServerConfig.of(EffectiveConfig.of(Map.of()), ENVIRONMENT);
        for (ConfigKey<?> key : ConfigKeys.ALL) {
            String another = another(key);
            EffectiveConfig config =
                    ConfigLoader.load(Optional.empty(), Map.of(), List.of(key + "=" + another), List.of());
            if (!key.path().startsWith("auth.")) {
                assertThat(ServerConfig.of(config, ENVIRONMENT)).as("%s", key).isNotEqualTo(defaults);
            }
            assertThat(config.setting(key).source()).isEqualTo(new ConfigSource.Assignment());
        }
    }

    @Test
    void aGatewayHasOneInstanceForEveryTwoProcessorsAndEveryOtherRoleHasOne() {
        assertThat(Stream.of(Role.values()).map(role -> role.instances(8))).containsExactly(1, 4, 1, 1);
        assertThat(Stream.of(Role.values()).map(role -> role.instances(1))).containsExactly(1, 1, 1, 1);
    }

    @Test
    void variablesAreNamedAfterTheirKeys() {
        assertThat(ConfigKeys.TRANSPORT_FRAME_BYTES.environmentName()).isEqualTo("EXECBUS_TRANSPORT_FRAME_BYTES");
        assertThat(ConfigKeys.AUTH_TOKEN_SHA256.environmentName()).isEqualTo("EXECBUS_AUTH_TOKEN_SHA256");
        assertThat(ConfigKeys.LISTEN.environmentName()).isEqualTo("EXECBUS_LISTEN");
        assertThat(ConfigKeys.CLUSTER_TLS_KEY_FILE.environmentName()).isEqualTo("EXECBUS_CLUSTER_TLS_KEY_FILE");
        assertThat(ConfigKeys.ALL).extracting(ConfigKey::environmentName).doesNotHaveDuplicates();
    }

    @Test
    void everyDefaultIsAllowed() {
        assertThat(ConfigKeys.ALL).allMatch(ConfigKeysTest::acceptsItsDefault);
    }

    private static <T> boolean acceptsItsDefault(ConfigKey<T> key) {
        return key.isOptional()
                || key.type().ofJson(key.type().toJson(key.absent())).equals(Optional.of(key.absent()));
    }

    private static String another(ConfigKey<?> key) {
        return switch (key.path()) {
            case "node.name", "auth.issuer", "auth.audience", "auth.tokenSha256" -> "another";
            case "node.role" -> "worker";
            case "tracing.otlpEndpoint" -> "http://127.0.0.1:4318";
            case "tracing.sampleRatio" -> "0.5";
            case "metrics.onGateway" -> "false";
            case "tracing.passToProcesses", "transport.eventBus", "mcp", "console" -> "true";
            case "environments" -> "{\"default\":\"none\"}";
            case "admin.listen" -> "http://127.0.0.1:1";
            case "cluster.name",
                    "cluster.host",
                    "cluster.publicHost",
                    "cluster.kubernetesService",
                    "cluster.busHost",
                    "cluster.busPublicHost" -> "another";
            case "admin.tokenFile",
                    "cluster.secretFile",
                    "cluster.file",
                    "cluster.tls.certificateFile",
                    "cluster.tls.keyFile",
                    "cluster.tls.authorityFile" -> "file";
            case "transport.instances" -> "2";
            case "listen",
                    "auth.tokenFile",
                    "auth.sharedSecretFile",
                    "processes.spillDirectory",
                    "limits.controlGroupParent",
                    "sandbox.bubblewrap",
                    "sandbox.directory" -> "stdio";
            case "limits.controlGroups" -> "off";
            case "unifiedExec.approval" -> "ask";
            case "unifiedExec.sandbox" -> "readOnly";
            case "unifiedExec.network" -> "true";
            case "unifiedExec.inherit" -> "core";
            case "unifiedExec.hideSecrets" -> "false";
            case "sandbox.mode" -> "refuse";
            case "sandbox.landlockWithoutCarveOuts" -> "true";
            case "http.allow", "http.deny", "node.labels", "cluster.members" -> "one,two";
            case "auth.mode" -> "capability-token";
            case "processes.spawner" -> "java";
            case "transport.allowedOrigins", "transport.lenientClients", "transport.hosts" -> "one,two";
            case "transport.messageBytes", "transport.pongTimeoutMs", "processes.creditTimeoutMs", "http.heldBytes" ->
                oneFrom(key, +1);
            default ->
                oneFrom(key, key.path().startsWith("limits.") || key.path().equals("cluster.busPort") ? +1 : -1);
        };
    }

    private static String oneFrom(ConfigKey<?> key, int step) {
        Object byDefault = EffectiveConfig.of(Map.of()).setting(key).shown();
        return Long.toString(((Number) byDefault).longValue() + step);
    }

    private static List<String> componentsOf(Class<?> record) {
        return Stream.of(record.getRecordComponents())
                .map(ConfigKeysTest::keyName)
                .toList();
    }

    private static String keyName(RecordComponent component) {
        return component.getName() + (component.getType() == Duration.class ? "Ms" : "");
    }

    private static List<String> keysOf(String section) {
        return ConfigKeys.ALL.stream()
                .map(ConfigKey::path)
                .filter(path -> path.startsWith(section + "."))
                .map(path -> path.substring(section.length() + 1))
                .toList();
    }
}
