package dev.execbus.server;

import dev.execbus.bus.NodeName;
import dev.execbus.client.EnvironmentsConfig;
import dev.execbus.environment.EnvironmentSettings;
import dev.execbus.filesystem.FileSettings;
import dev.execbus.http.HttpSettings;
import dev.execbus.processes.LimitSettings;
import dev.execbus.processes.ProcessSettings;
import dev.execbus.processes.ProcessSettings.SpawnerChoice;
import dev.execbus.sandbox.SandboxSettings;
import dev.execbus.sandbox.SandboxSettings.Mode;
import dev.execbus.sessions.SessionSettings;
import dev.execbus.transport.Access;
import dev.execbus.transport.CapabilityTokenAccess;
import dev.execbus.transport.TransportSettings;
import dev.execbus.unifiedexec.UnifiedExecSettings;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;

/** The defaults of a server, but for what a test wants otherwise. */
final class TestSettings {
    private static final AtomicInteger SERVERS = new AtomicInteger();

    private final Map<String, String> variables = new HashMap<>(System.getenv());
    private boolean mcp;
    private String environments = "";
    private ListenAddress listen = new ListenAddress.WebSocket("127.0.0.1", 0);
    private Role role = Role.SINGLE;
    private int gateways = 1;
    private AdminAddress admin;
    private SpawnerChoice spawner = SpawnerChoice.NATIVE;
    private int perSession = ProcessSettings.DEFAULTS.perSession();
    private Duration retention = ProcessSettings.DEFAULTS.retention();
    private long spillBytes = ProcessSettings.DEFAULTS.spillBytes();
    private Duration killGrace = ProcessSettings.DEFAULTS.killGrace();
    private Duration ttl = SessionSettings.DEFAULTS.ttl();
    private int sessions = SessionSettings.DEFAULTS.sessions();
    private int frameBytes = TransportSettings.DEFAULTS.frameBytes();
    private int messageBytes = TransportSettings.DEFAULTS.messageBytes();
    private int connections = TransportSettings.DEFAULTS.connections();
    private Duration pingInterval = TransportSettings.DEFAULTS.pingInterval();
    private Duration pongTimeout = TransportSettings.DEFAULTS.pongTimeout();
    private Duration slowClient = TransportSettings.DEFAULTS.slowClient();
    private Set<String> allowedOrigins = TransportSettings.DEFAULTS.allowedOrigins();
    private boolean eventBus = TransportSettings.DEFAULTS.eventBus();
    private boolean console = TransportSettings.DEFAULTS.console();
    private Access access = Access.open();
    private boolean metricsOnGateway = true;
    private boolean passToProcesses;
    private Mode sandboxMode = Mode.AUTO;
    private LimitSettings limits = LimitSettings.DEFAULTS;
    private UnifiedExecSettings unifiedExec = UnifiedExecSettings.DEFAULTS;

    TestSettings noMetricsOnGateway() {
        metricsOnGateway = false;
        return this;
    }

    /** Processes are told the trace in which they are started. */
    TestSettings passToProcesses() {
        passToProcesses = true;
        return this;
    }

    TestSettings role(Role value) {
        role = value;
        return this;
    }

    TestSettings gateways(int value) {
        gateways = value;
        return this;
    }

    /** At a free port. */
    TestSettings admin() {
        admin = new AdminAddress("127.0.0.1", 0);
        return this;
    }

    TestSettings sandboxMode(Mode value) {
        sandboxMode = value;
        return this;
    }

    TestSettings unifiedExec(UnifiedExecSettings value) {
        unifiedExec = value;
        return this;
    }

    TestSettings limits(LimitSettings value) {
        limits = value;
        return this;
    }

    TestSettings spawner(SpawnerChoice value) {
        spawner = value;
        return this;
    }

    TestSettings stdio() {
        listen = new ListenAddress.Stdio();
        return this;
    }

    /** As if the server had this in its own environment. */
    TestSettings variable(String name, String value) {
        variables.put(name, value);
        return this;
    }

    TestSettings perSession(int value) {
        perSession = value;
        return this;
    }

    TestSettings retention(Duration value) {
        retention = value;
        return this;
    }

    TestSettings spillBytes(long value) {
        spillBytes = value;
        return this;
    }

    TestSettings killGrace(Duration value) {
        killGrace = value;
        return this;
    }

    TestSettings ttl(Duration value) {
        ttl = value;
        return this;
    }

    TestSettings sessions(int value) {
        sessions = value;
        return this;
    }

    TestSettings frameBytes(int value) {
        frameBytes = value;
        return this;
    }

    TestSettings messageBytes(int value) {
        messageBytes = value;
        return this;
    }

    TestSettings connections(int value) {
        connections = value;
        return this;
    }

    TestSettings pings(Duration interval, Duration timeout) {
        pingInterval = interval;
        pongTimeout = timeout;
        return this;
    }

    TestSettings slowClient(Duration value) {
        slowClient = value;
        return this;
    }

    TestSettings allowedOrigins(String... values) {
        allowedOrigins = Set.of(values);
        return this;
    }

    /** Clients must have this. */
    TestSettings token(String token) {
        access = CapabilityTokenAccess.ofToken(token);
        return this;
    }

    Access access() {
        return access;
    }

    /** Where commands of agents run, as EXECBUS_URL says it. */
    TestSettings environments(String url) {
        environments = url;
        return this;
    }

    TestSettings mcp() {
        mcp = true;
        return this;
    }

    TestSettings eventBus() {
        eventBus = true;
        return this;
    }

    TestSettings console() {
        console = true;
        return this;
    }

    ServerConfig config() {
        return new ServerConfig(
                new ServerConfig.Node(new NodeName("test"), role, List.of(), SessionSettings.DEFAULTS.drain()),
                listen,
                mcp,
                new ServerConfig.Admin(admin, null),
                ClusterConfig.of(EffectiveConfig.of(Map.of())),
                new EnvironmentSettings("test", variables, Path.of("/tmp")),
                gateways,
                transport(),
                new SessionSettings(ttl, sessions, SessionSettings.DEFAULTS.drain()),
                processes(),
                FileSettings.DEFAULTS,
                HttpSettings.DEFAULTS.withVariables(variables),
                unifiedExec,
                sandbox(),
                EnvironmentsConfig.ofVariables(Map.of("EXECBUS_URL", environments)),
                new MonitoringConfig(metricsOnGateway, null, 1.0, passToProcesses));
    }

    /** One folder for each server: several run in this virtual machine. */
    private SandboxSettings sandbox() {
        Path parent = SandboxFolder.byDefault();
        return new SandboxSettings(
                sandboxMode,
                "bwrap",
                false,
                parent.resolve("test-" + ProcessHandle.current().pid() + "-" + SERVERS.incrementAndGet()),
                List.of(parent));
    }

    private TransportSettings transport() {
        return new TransportSettings(
                frameBytes,
                messageBytes,
                connections,
                TransportSettings.DEFAULTS.inFlight(),
                pingInterval,
                pongTimeout,
                slowClient,
                allowedOrigins,
                TransportSettings.DEFAULTS.lenientClients(),
                TransportSettings.DEFAULTS.placementQueue(),
                TransportSettings.DEFAULTS.placementWait(),
                TransportSettings.DEFAULTS.silentWorker(),
                eventBus,
                console,
                TransportSettings.DEFAULTS.hosts());
    }

    private ProcessSettings processes() {
        ProcessSettings defaults = ProcessSettings.DEFAULTS;
        return new ProcessSettings(
                spawner,
                perSession,
                defaults.perNode(),
                retention,
                defaults.memoryBytes(),
                defaults.memoryBytesPerNode(),
                spillBytes,
                defaults.spillBytesPerNode(),
                defaults.spillDirectory(),
                defaults.stdinBytes(),
                defaults.argumentBytes(),
                killGrace,
                defaults.longPolls(),
                defaults.creditTimeout(),
                limits);
    }
}
