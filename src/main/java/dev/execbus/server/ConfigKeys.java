package dev.execbus.server;

import static dev.execbus.server.ValueTypes.longNumber;
import static dev.execbus.server.ValueTypes.mapped;
import static dev.execbus.server.ValueTypes.millis;
import static dev.execbus.server.ValueTypes.number;
import static dev.execbus.server.ValueTypes.path;
import static dev.execbus.server.ValueTypes.text;

import dev.execbus.bus.NodeName;
import dev.execbus.filesystem.FileSettings;
import dev.execbus.http.HttpSettings;
import dev.execbus.processes.LimitSettings;
import dev.execbus.processes.LimitSettings.ControlGroupMode;
import dev.execbus.processes.ProcessSettings;
import dev.execbus.processes.ProcessSettings.SpawnerChoice;
import dev.execbus.protocol.EnvironmentPolicyParams.Inherit;
import dev.execbus.sandbox.SandboxSettings.Mode;
import dev.execbus.server.ValueType.Choice;
import dev.execbus.server.ValueType.Flag;
import dev.execbus.server.ValueType.Ratio;
import dev.execbus.server.ValueType.Section;
import dev.execbus.server.ValueType.TextList;
import dev.execbus.sessions.SessionSettings;
import dev.execbus.transport.TransportSettings;
import dev.execbus.unifiedexec.ApprovalMode;
import dev.execbus.unifiedexec.SandboxChoice;
import dev.execbus.unifiedexec.UnifiedExecSettings;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Every key of the configuration: the only list of them. Defaults are those of the rooms. */
final class ConfigKeys {
    private static final long SECOND = 1_000;
    private static final long HOUR = 3_600 * SECOND;
    private static final long DAY = 24 * HOUR;
    private static final long LARGEST_PORT = 65_535;
    private static final long GIB = 1L << 30;
    private static final int LONGEST_NODE_NAME = 52;

    private static final TransportSettings TRANSPORT = TransportSettings.DEFAULTS;
    private static final SessionSettings SESSIONS = SessionSettings.DEFAULTS;
    private static final ProcessSettings PROCESSES = ProcessSettings.DEFAULTS;
    private static final FileSettings FILES = FileSettings.DEFAULTS;
    private static final HttpSettings HTTP = HttpSettings.DEFAULTS;
    private static final UnifiedExecSettings UNIFIED_EXEC = UnifiedExecSettings.DEFAULTS;

    /** In the order of the examples and listings. Filled by the constants below, so it stands before them. */
    private static final List<ConfigKey<?>> REGISTERED = new ArrayList<>();

    static final ConfigKey<NodeName> NODE_NAME =
            key("node.name", mapped(ConfigKeys::nodeName, "1 to 52 letters, digits, - or _"), new NodeName("local"));
    static final ConfigKey<Role> NODE_ROLE = key(
            "node.role",
            new Choice<>(Stream.of(Role.values()).map(Role::word).toList(), List.of(Role.values())),
            Role.SINGLE);
    static final ConfigKey<List<String>> NODE_LABELS = key(
            "node.labels",
            new TextList(
                    Pattern.compile("[A-Za-z0-9._-]{1,64}"),
                    "a list of labels of 1 to 64 letters, digits, ., - or _ (outside a file: separated by commas)"),
            List.of());
    static final ConfigKey<Duration> NODE_DRAIN = key("node.drainMs", millis(0, HOUR), Duration.ofSeconds(20));

    static final ConfigKey<ListenAddress> LISTEN =
            key("listen", mapped(ListenAddress::parse, ListenAddress.ALLOWED), ListenAddress.DEFAULT);
    static final ConfigKey<Boolean> CONSOLE = key("console", new Flag(), TRANSPORT.console());

    static final ConfigKey<Boolean> MCP = key("mcp", new Flag(), false);

    /** Without a value there is none. */
    static final ConfigKey<AdminAddress> ADMIN_LISTEN =
            key("admin.listen", mapped(AdminAddress::parse, AdminAddress.ALLOWED), null);

    static final ConfigKey<Path> ADMIN_TOKEN_FILE = key("admin.tokenFile", path(), null);

    static final ConfigKey<AuthMode> AUTH_MODE = key(
            "auth.mode",
            new Choice<>(List.of("none", "capability-token", "signed-bearer-token"), List.of(AuthMode.values())),
            AuthMode.NONE);
    static final ConfigKey<Path> AUTH_TOKEN_FILE = key("auth.tokenFile", path(), null);
    /** As it is written: what is wrong with it is told in the words of the option. */
    static final ConfigKey<String> AUTH_TOKEN_SHA256 = secret("auth.tokenSha256", text());

    static final ConfigKey<Path> AUTH_SHARED_SECRET_FILE = key("auth.sharedSecretFile", path(), null);
    static final ConfigKey<String> AUTH_ISSUER = key("auth.issuer", text(), null);
    static final ConfigKey<String> AUTH_AUDIENCE = key("auth.audience", text(), null);
    static final ConfigKey<Long> AUTH_MAX_CLOCK_SKEW_SECONDS =
            key("auth.maxClockSkewSeconds", longNumber(0, Long.MAX_VALUE), 30L);

    static final ConfigKey<String> CLUSTER_NAME = key("cluster.name", text(), "execbus");
    static final ConfigKey<Path> CLUSTER_SECRET_FILE = key("cluster.secretFile", path(), null);
    /** Without a value: the one that comes with the application. */
    static final ConfigKey<Path> CLUSTER_FILE = key("cluster.file", path(), null);

    static final ConfigKey<String> CLUSTER_HOST = key("cluster.host", text(), "127.0.0.1");
    static final ConfigKey<Integer> CLUSTER_PORT = key("cluster.port", number(1, LARGEST_PORT), 5_701);
    static final ConfigKey<String> CLUSTER_PUBLIC_HOST = key("cluster.publicHost", text(), null);
    static final ConfigKey<List<String>> CLUSTER_MEMBERS = key(
            "cluster.members",
            new TextList(
                    Pattern.compile("[A-Za-z0-9.:%\\[\\]_-]+"),
                    "a list of HOST:PORT, none of them empty (outside a file: separated by commas)"),
            List.of("127.0.0.1:5701", "127.0.0.1:5702", "127.0.0.1:5703", "127.0.0.1:5704"));
    static final ConfigKey<String> CLUSTER_KUBERNETES_SERVICE = key("cluster.kubernetesService", text(), null);
    /** Without a value: {@link #CLUSTER_HOST}. */
    static final ConfigKey<String> CLUSTER_BUS_HOST = key("cluster.busHost", text(), null);

    static final ConfigKey<Integer> CLUSTER_BUS_PORT = key("cluster.busPort", number(0, LARGEST_PORT), 0);
    /** Without a value: {@link #CLUSTER_BUS_HOST}. */
    static final ConfigKey<String> CLUSTER_BUS_PUBLIC_HOST = key("cluster.busPublicHost", text(), null);

    static final ConfigKey<Path> CLUSTER_TLS_CERTIFICATE_FILE = key("cluster.tls.certificateFile", path(), null);
    static final ConfigKey<Path> CLUSTER_TLS_KEY_FILE = key("cluster.tls.keyFile", path(), null);
    static final ConfigKey<Path> CLUSTER_TLS_AUTHORITY_FILE = key("cluster.tls.authorityFile", path(), null);

    static final ConfigKey<Integer> TRANSPORT_FRAME_BYTES =
            key("transport.frameBytes", number(1_024, GIB), TRANSPORT.frameBytes());
    static final ConfigKey<Integer> TRANSPORT_MESSAGE_BYTES =
            key("transport.messageBytes", number(1_024, GIB), TRANSPORT.messageBytes());
    static final ConfigKey<Integer> TRANSPORT_CONNECTIONS =
            key("transport.connections", number(1, 1_000_000), TRANSPORT.connections());
    static final ConfigKey<Integer> TRANSPORT_IN_FLIGHT =
            key("transport.inFlight", number(1, 65_536), TRANSPORT.inFlight());
    static final ConfigKey<Duration> TRANSPORT_PING_INTERVAL =
            key("transport.pingIntervalMs", millis(100, HOUR), TRANSPORT.pingInterval());
    static final ConfigKey<Duration> TRANSPORT_PONG_TIMEOUT =
            key("transport.pongTimeoutMs", millis(100, DAY), TRANSPORT.pongTimeout());
    static final ConfigKey<Duration> TRANSPORT_SLOW_CLIENT =
            key("transport.slowClientMs", millis(100, HOUR), TRANSPORT.slowClient());
    static final ConfigKey<List<String>> TRANSPORT_ALLOWED_ORIGINS =
            key("transport.allowedOrigins", new TextList(), sorted(TRANSPORT.allowedOrigins()));
    static final ConfigKey<List<String>> TRANSPORT_LENIENT_CLIENTS =
            key("transport.lenientClients", new TextList(), sorted(TRANSPORT.lenientClients()));
    /** Without a value it depends on the role. */
    static final ConfigKey<Integer> TRANSPORT_INSTANCES =
            key("transport.instances", number(1, GatewayNames.MOST), null);

    static final ConfigKey<Integer> TRANSPORT_PLACEMENT_QUEUE =
            key("transport.placementQueue", number(0, 1_000_000), TRANSPORT.placementQueue());
    static final ConfigKey<Duration> TRANSPORT_PLACEMENT_WAIT =
            key("transport.placementWaitMs", millis(0, HOUR), TRANSPORT.placementWait());
    static final ConfigKey<Duration> TRANSPORT_SILENT_WORKER =
            key("transport.silentWorkerMs", millis(0, DAY), TRANSPORT.silentWorker());
    static final ConfigKey<Boolean> TRANSPORT_EVENT_BUS = key("transport.eventBus", new Flag(), TRANSPORT.eventBus());
    static final ConfigKey<List<String>> TRANSPORT_HOSTS = key(
            "transport.hosts",
            new TextList(
                    Pattern.compile("[A-Za-z0-9.-]{1,253}"),
                    "a list of host names without a port (outside a file: separated by commas)"),
            sorted(TRANSPORT.hosts()));

    static final ConfigKey<Duration> SESSIONS_TTL = key("sessions.ttlMs", millis(1, 7 * DAY), SESSIONS.ttl());
    static final ConfigKey<Integer> SESSIONS_MAX = key("sessions.max", number(1, 1_000_000), SESSIONS.sessions());

    static final ConfigKey<SpawnerChoice> PROCESSES_SPAWNER = key(
            "processes.spawner",
            new Choice<>(List.of("auto", "native", "java"), List.of(SpawnerChoice.values())),
            PROCESSES.spawner());
    static final ConfigKey<Integer> PROCESSES_PER_SESSION =
            key("processes.perSession", number(1, 1_000_000), PROCESSES.perSession());
    static final ConfigKey<Integer> PROCESSES_PER_NODE =
            key("processes.perNode", number(1, 1_000_000), PROCESSES.perNode());
    static final ConfigKey<Duration> PROCESSES_RETENTION =
            key("processes.retentionMs", millis(1, 7 * DAY), PROCESSES.retention());
    static final ConfigKey<Integer> PROCESSES_MEMORY_BYTES =
            key("processes.memoryBytes", number(8_192, GIB), PROCESSES.memoryBytes());
    static final ConfigKey<Long> PROCESSES_MEMORY_BYTES_PER_NODE =
            key("processes.memoryBytesPerNode", longNumber(8_192, 1_024 * GIB), PROCESSES.memoryBytesPerNode());
    static final ConfigKey<Long> PROCESSES_SPILL_BYTES =
            key("processes.spillBytes", longNumber(0, 1_024 * GIB), PROCESSES.spillBytes());
    static final ConfigKey<Long> PROCESSES_SPILL_BYTES_PER_NODE =
            key("processes.spillBytesPerNode", longNumber(0, 1_024 * GIB), PROCESSES.spillBytesPerNode());
    /** Without a value: the machine's folder for temporary files, which is another on every machine. */
    static final ConfigKey<Path> PROCESSES_SPILL_DIRECTORY = key("processes.spillDirectory", path(), null);

    static final ConfigKey<Integer> PROCESSES_STDIN_BYTES =
            key("processes.stdinBytes", number(1_024, GIB), PROCESSES.stdinBytes());
    static final ConfigKey<Integer> PROCESSES_ARGUMENT_BYTES =
            key("processes.argumentBytes", number(1_024, GIB), PROCESSES.argumentBytes());
    static final ConfigKey<Duration> PROCESSES_KILL_GRACE =
            key("processes.killGraceMs", millis(1, HOUR), PROCESSES.killGrace());
    static final ConfigKey<Integer> PROCESSES_LONG_POLLS =
            key("processes.longPolls", number(1, 1_000_000), PROCESSES.longPolls());
    static final ConfigKey<Duration> PROCESSES_CREDIT_TIMEOUT =
            key("processes.creditTimeoutMs", millis(100, 2 * HOUR), PROCESSES.creditTimeout());

    static final ConfigKey<Long> FILES_READ_LIMIT_BYTES =
            key("files.readLimitBytes", longNumber(1, GIB), FILES.readLimitBytes());
    static final ConfigKey<Long> FILES_IN_FLIGHT_BYTES =
            key("files.inFlightBytes", longNumber(1, 1_024 * GIB), FILES.inFlightBytes());
    static final ConfigKey<Integer> FILES_THREADS = key("files.threads", number(1, 256), FILES.threads());
    static final ConfigKey<Integer> FILES_HANDLES_PER_CONNECTION =
            key("files.handlesPerConnection", number(1, 65_536), FILES.handlesPerConnection());
    static final ConfigKey<Integer> FILES_WATCHES_PER_CONNECTION =
            key("files.watchesPerConnection", number(1, 65_536), FILES.watchesPerConnection());
    static final ConfigKey<Integer> FILES_DIRECTORIES_PER_WATCH =
            key("files.directoriesPerWatch", number(1, 1_000_000), FILES.directoriesPerWatch());
    static final ConfigKey<Integer> FILES_CONFINED_PER_SESSION =
            key("files.confinedPerSession", number(1, 1_000), FILES.confinedPerSession());
    static final ConfigKey<Integer> FILES_CONFINED_PER_WORKER =
            key("files.confinedPerWorker", number(1, 10_000), FILES.confinedPerWorker());
    static final ConfigKey<Duration> FILES_CONFINED_IDLE =
            key("files.confinedIdleMs", millis(100, DAY), FILES.confinedIdle());

    static final ConfigKey<List<String>> HTTP_ALLOW = key("http.allow", new TextList(), HTTP.allow());
    static final ConfigKey<List<String>> HTTP_DENY = key("http.deny", new TextList(), HTTP.deny());
    static final ConfigKey<Long> HTTP_BUFFERED_BYTES =
            key("http.bufferedBytes", longNumber(1, GIB), HTTP.bufferedBytes());
    static final ConfigKey<Long> HTTP_HELD_BYTES = key("http.heldBytes", longNumber(1, 1_024 * GIB), HTTP.heldBytes());
    static final ConfigKey<Integer> HTTP_PER_CONNECTION =
            key("http.perConnection", number(1, 65_536), HTTP.perConnection());
    static final ConfigKey<Integer> HTTP_PER_WORKER = key("http.perWorker", number(1, 1_000_000), HTTP.perWorker());
    static final ConfigKey<Integer> HTTP_FRAME_BYTES = key("http.frameBytes", number(1, 262_144), HTTP.frameBytes());
    static final ConfigKey<Integer> HTTP_REDIRECTS = key("http.redirects", number(0, 100), HTTP.redirects());
    static final ConfigKey<Duration> HTTP_CONNECT_TIMEOUT =
            key("http.connectTimeoutMs", millis(1, HOUR), HTTP.connectTimeout());
    static final ConfigKey<Duration> HTTP_IDLE_TIMEOUT = key("http.idleTimeoutMs", millis(1, HOUR), HTTP.idleTimeout());

    static final ConfigKey<Integer> UNIFIED_EXEC_MAX_PROCESSES =
            key("unifiedExec.maxProcesses", number(1, 1_024), UNIFIED_EXEC.maxProcesses());
    static final ConfigKey<Integer> UNIFIED_EXEC_PROTECTED_PROCESSES =
            key("unifiedExec.protectedProcesses", number(0, 1_024), UNIFIED_EXEC.protectedProcesses());
    static final ConfigKey<Integer> UNIFIED_EXEC_WARN_AT =
            key("unifiedExec.warnAt", number(0, 1_024), UNIFIED_EXEC.warnAt());
    static final ConfigKey<Integer> UNIFIED_EXEC_RETAINED_BYTES =
            key("unifiedExec.retainedBytes", number(0, 8L << 20), UNIFIED_EXEC.retainedBytes());
    static final ConfigKey<Long> UNIFIED_EXEC_RETAINED_BYTES_PER_NODE =
            key("unifiedExec.retainedBytesPerNode", longNumber(0, 1_024 * GIB), UNIFIED_EXEC.retainedBytesPerNode());
    static final ConfigKey<Duration> UNIFIED_EXEC_MAX_EMPTY_POLL =
            key("unifiedExec.maxEmptyPollMs", millis(0, HOUR), UNIFIED_EXEC.maxEmptyPoll());
    static final ConfigKey<Integer> UNIFIED_EXEC_OUTPUT_BYTES =
            key("unifiedExec.outputBytes", number(0, 1L << 20), UNIFIED_EXEC.outputBytes());
    static final ConfigKey<Integer> UNIFIED_EXEC_OUTPUT_TOKENS =
            key("unifiedExec.outputTokens", number(0, 1L << 20), UNIFIED_EXEC.outputTokens());
    static final ConfigKey<Integer> UNIFIED_EXEC_SESSIONS =
            key("unifiedExec.sessions", number(1, 1_000_000), UNIFIED_EXEC.sessions());
    static final ConfigKey<ApprovalMode> UNIFIED_EXEC_APPROVAL = key(
            "unifiedExec.approval",
            new Choice<>(
                    Stream.of(ApprovalMode.values()).map(ApprovalMode::word).toList(), List.of(ApprovalMode.values())),
            UNIFIED_EXEC.approval());
    static final ConfigKey<SandboxChoice> UNIFIED_EXEC_SANDBOX = key(
            "unifiedExec.sandbox",
            new Choice<>(
                    Stream.of(SandboxChoice.values()).map(SandboxChoice::word).toList(),
                    List.of(SandboxChoice.values())),
            UNIFIED_EXEC.sandbox());
    static final ConfigKey<Boolean> UNIFIED_EXEC_NETWORK =
            key("unifiedExec.network", new Flag(), UNIFIED_EXEC.network());
    static final ConfigKey<Inherit> UNIFIED_EXEC_INHERIT = key(
            "unifiedExec.inherit",
            new Choice<>(List.of("all", "core", "none"), List.of(Inherit.ALL, Inherit.CORE, Inherit.NONE)),
            UNIFIED_EXEC.environment().inherit());
    static final ConfigKey<Boolean> UNIFIED_EXEC_HIDE_SECRETS = key(
            "unifiedExec.hideSecrets", new Flag(), !UNIFIED_EXEC.environment().ignoreDefaultExcludes());

    static final ConfigKey<Long> LIMITS_PROCESS_MEMORY_BYTES = limit("limits.processMemoryBytes");
    static final ConfigKey<Long> LIMITS_PROCESS_PROCESSES = limit("limits.processProcesses");
    static final ConfigKey<Long> LIMITS_PROCESS_CPU_SECONDS = limit("limits.processCpuSeconds");
    static final ConfigKey<Long> LIMITS_PROCESS_OPEN_FILES = limit("limits.processOpenFiles");
    static final ConfigKey<Long> LIMITS_PROCESS_FILE_BYTES = limit("limits.processFileBytes");
    static final ConfigKey<Long> LIMITS_PROCESS_OUTPUT_BYTES = limit("limits.processOutputBytes");
    static final ConfigKey<Long> LIMITS_SESSION_MEMORY_BYTES = limit("limits.sessionMemoryBytes");
    static final ConfigKey<Long> LIMITS_SESSION_PROCESSES = limit("limits.sessionProcesses");
    static final ConfigKey<Long> LIMITS_SESSION_OUTPUT_BYTES = limit("limits.sessionOutputBytes");
    static final ConfigKey<Integer> LIMITS_SESSION_MILLICORES =
            key("limits.sessionMillicores", number(0, 1_000_000), 0);
    static final ConfigKey<ControlGroupMode> LIMITS_CONTROL_GROUPS = key(
            "limits.controlGroups",
            new Choice<>(List.of("auto", "off"), List.of(ControlGroupMode.values())),
            ControlGroupMode.AUTO);
    static final ConfigKey<Path> LIMITS_CONTROL_GROUP_PARENT = key("limits.controlGroupParent", path(), null);
    static final ConfigKey<Duration> LIMITS_WATCH_INTERVAL =
            key("limits.watchIntervalMs", millis(10, HOUR), LimitSettings.DEFAULTS.watchInterval());

    static final ConfigKey<Mode> SANDBOX_MODE = key(
            "sandbox.mode",
            new Choice<>(List.of("auto", "bubblewrap", "landlock", "refuse", "unprotected"), List.of(Mode.values())),
            Mode.AUTO);
    static final ConfigKey<String> SANDBOX_BUBBLEWRAP = key("sandbox.bubblewrap", text(), "bwrap");
    static final ConfigKey<Boolean> SANDBOX_LANDLOCK_WITHOUT_CARVE_OUTS =
            key("sandbox.landlockWithoutCarveOuts", new Flag(), false);
    /** Without a value: a folder of this user's in the machine's folder for temporary files. */
    static final ConfigKey<Path> SANDBOX_DIRECTORY = key("sandbox.directory", path(), null);

    /** As it is written: what is wrong with it is told in the reference's words. Without a value variables count. */
    static final ConfigKey<Map<String, Object>> ENVIRONMENTS = secret("environments", new Section());

    static final ConfigKey<Boolean> METRICS_ON_GATEWAY = key("metrics.onGateway", new Flag(), true);

    /** Without a value nothing is traced. */
    static final ConfigKey<URI> TRACING_OTLP_ENDPOINT =
            key("tracing.otlpEndpoint", mapped(MonitoringConfig::endpoint, "an http or https URL"), null);

    static final ConfigKey<Double> TRACING_SAMPLE_RATIO = key("tracing.sampleRatio", new Ratio(), 1.0);
    static final ConfigKey<Boolean> TRACING_PASS_TO_PROCESSES = key("tracing.passToProcesses", new Flag(), false);

    static final List<ConfigKey<?>> ALL = Collections.unmodifiableList(REGISTERED);

    private ConfigKeys() {}

    static Optional<ConfigKey<?>> named(String path) {
        return ALL.stream().filter(key -> key.path().equals(path)).findFirst();
    }

    static Optional<ConfigKey<?>> ofVariable(String environmentName) {
        return ALL.stream()
                .filter(key -> key.environmentName().equals(environmentName))
                .findFirst();
    }

    /** What may stand at the top of a file: {@code node}, {@code listen}, ... */
    static List<String> sections() {
        return ALL.stream()
                .map(key -> key.path().replaceFirst("\\..*", ""))
                .distinct()
                .toList();
    }

    static boolean isSection(String path) {
        return ALL.stream().anyMatch(key -> key.path().startsWith(path + "."));
    }

    private static <T> ConfigKey<T> key(String path, ValueType<T> type, T absent) {
        return register(new ConfigKey<>(path, type, absent, false));
    }

    /** 0 for none. */
    private static ConfigKey<Long> limit(String path) {
        return key(path, longNumber(0, Long.MAX_VALUE), 0L);
    }

    private static <T> ConfigKey<T> secret(String path, ValueType<T> type) {
        return register(new ConfigKey<>(path, type, null, true));
    }

    private static <T> ConfigKey<T> register(ConfigKey<T> key) {
        REGISTERED.add(key);
        return key;
    }

    /** Shorter than others: the names of the node's gateways are made from it. */
    private static NodeName nodeName(String text) {
        if (text.length() > LONGEST_NODE_NAME) {
            throw new IllegalArgumentException("too long: " + text);
        }
        return new NodeName(text);
    }

    private static List<String> sorted(Set<String> texts) {
        return texts.stream().sorted().toList();
    }
}
