package dev.execbus.server;

import dev.execbus.bus.NodeName;
import dev.execbus.client.EnvironmentConfigException;
import dev.execbus.client.EnvironmentsConfig;
import dev.execbus.environment.EnvironmentSettings;
import dev.execbus.filesystem.FileSettings;
import dev.execbus.http.HttpSettings;
import dev.execbus.processes.LimitSettings;
import dev.execbus.processes.ProcessSettings;
import dev.execbus.protocol.EnvironmentPolicyParams;
import dev.execbus.protocol.ResourceLimits;
import dev.execbus.sandbox.SandboxSettings;
import dev.execbus.sessions.SessionSettings;
import dev.execbus.transport.TransportSettings;
import dev.execbus.unifiedexec.UnifiedExecSettings;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * All a server is told when it starts, in the shape its rooms take it. What authentication needs is in Access.
 *
 * @param mcp whether agents are served there too
 * @param gateways how many share {@code listen}
 * @param environments where unified exec runs what it is asked to
 */
record ServerConfig(
        Node node,
        ListenAddress listen,
        boolean mcp,
        Admin admin,
        ClusterConfig cluster,
        EnvironmentSettings environment,
        int gateways,
        TransportSettings transport,
        SessionSettings sessions,
        ProcessSettings processes,
        FileSettings files,
        HttpSettings http,
        UnifiedExecSettings unifiedExec,
        SandboxSettings sandbox,
        EnvironmentsConfig environments,
        MonitoringConfig monitoring) {

    /** @param drain how long it may take to leave its clients and sessions to others */
    record Node(NodeName name, Role role, List<String> labels, Duration drain) {
        Node {
            labels = List.copyOf(labels);
        }
    }

    /**
     * @param listen where operators ask; null for nowhere
     * @param tokenFile null for everybody who reaches it
     */
    record Admin(AdminAddress listen, Path tokenFile) {}

    static ServerConfig of(EffectiveConfig config, EnvironmentSettings environment) {
        return of(config, environment, 0);
    }

    /** @param number of the server in this process, from 0 */
    static ServerConfig of(EffectiveConfig config, EnvironmentSettings environment, int number) {
        return new ServerConfig(
                new Node(
                        config.get(ConfigKeys.NODE_NAME),
                        config.get(ConfigKeys.NODE_ROLE),
                        config.get(ConfigKeys.NODE_LABELS),
                        config.get(ConfigKeys.NODE_DRAIN)),
                config.get(ConfigKeys.LISTEN),
                config.get(ConfigKeys.MCP),
                new Admin(config.get(ConfigKeys.ADMIN_LISTEN), config.get(ConfigKeys.ADMIN_TOKEN_FILE)),
                ClusterConfig.of(config),
                environment,
                gateways(config),
                transport(config),
                new SessionSettings(
                        config.get(ConfigKeys.SESSIONS_TTL),
                        config.get(ConfigKeys.SESSIONS_MAX),
                        config.get(ConfigKeys.NODE_DRAIN)),
                processes(config),
                files(config),
                http(config, environment),
                unifiedExec(config),
                sandbox(config, number),
                environments(config, environment),
                MonitoringConfig.of(config));
    }

    /** The same server, to be found at the address it was bound to. */
    ServerConfig listeningOn(ListenAddress bound) {
        return new ServerConfig(
                node,
                bound,
                mcp,
                admin,
                cluster,
                environment,
                gateways,
                transport,
                sessions,
                processes,
                files,
                http,
                unifiedExec,
                sandbox,
                environments,
                monitoring);
    }

    private static int gateways(EffectiveConfig config) {
        return Optional.ofNullable(config.get(ConfigKeys.TRANSPORT_INSTANCES))
                .orElseGet(() -> config.get(ConfigKeys.NODE_ROLE)
                        .instances(Runtime.getRuntime().availableProcessors()));
    }

    private static TransportSettings transport(EffectiveConfig config) {
        return new TransportSettings(
                config.get(ConfigKeys.TRANSPORT_FRAME_BYTES),
                config.get(ConfigKeys.TRANSPORT_MESSAGE_BYTES),
                config.get(ConfigKeys.TRANSPORT_CONNECTIONS),
                config.get(ConfigKeys.TRANSPORT_IN_FLIGHT),
                config.get(ConfigKeys.TRANSPORT_PING_INTERVAL),
                config.get(ConfigKeys.TRANSPORT_PONG_TIMEOUT),
                config.get(ConfigKeys.TRANSPORT_SLOW_CLIENT),
                Set.copyOf(config.get(ConfigKeys.TRANSPORT_ALLOWED_ORIGINS)),
                Set.copyOf(config.get(ConfigKeys.TRANSPORT_LENIENT_CLIENTS)),
                config.get(ConfigKeys.TRANSPORT_PLACEMENT_QUEUE),
                config.get(ConfigKeys.TRANSPORT_PLACEMENT_WAIT),
                config.get(ConfigKeys.TRANSPORT_SILENT_WORKER),
                config.get(ConfigKeys.TRANSPORT_EVENT_BUS),
                config.get(ConfigKeys.CONSOLE),
                Set.copyOf(config.get(ConfigKeys.TRANSPORT_HOSTS)));
    }

    private static ProcessSettings processes(EffectiveConfig config) {
        return new ProcessSettings(
                config.get(ConfigKeys.PROCESSES_SPAWNER),
                config.get(ConfigKeys.PROCESSES_PER_SESSION),
                config.get(ConfigKeys.PROCESSES_PER_NODE),
                config.get(ConfigKeys.PROCESSES_RETENTION),
                config.get(ConfigKeys.PROCESSES_MEMORY_BYTES),
                config.get(ConfigKeys.PROCESSES_MEMORY_BYTES_PER_NODE),
                config.get(ConfigKeys.PROCESSES_SPILL_BYTES),
                config.get(ConfigKeys.PROCESSES_SPILL_BYTES_PER_NODE),
                Optional.ofNullable(config.get(ConfigKeys.PROCESSES_SPILL_DIRECTORY))
                        .map(Path::toAbsolutePath)
                        .orElse(ProcessSettings.DEFAULTS.spillDirectory()),
                config.get(ConfigKeys.PROCESSES_STDIN_BYTES),
                config.get(ConfigKeys.PROCESSES_ARGUMENT_BYTES),
                config.get(ConfigKeys.PROCESSES_KILL_GRACE),
                config.get(ConfigKeys.PROCESSES_LONG_POLLS),
                config.get(ConfigKeys.PROCESSES_CREDIT_TIMEOUT),
                limits(config));
    }

    private static FileSettings files(EffectiveConfig config) {
        return new FileSettings(
                config.get(ConfigKeys.FILES_READ_LIMIT_BYTES),
                config.get(ConfigKeys.FILES_IN_FLIGHT_BYTES),
                config.get(ConfigKeys.FILES_THREADS),
                config.get(ConfigKeys.FILES_HANDLES_PER_CONNECTION),
                config.get(ConfigKeys.FILES_WATCHES_PER_CONNECTION),
                config.get(ConfigKeys.FILES_DIRECTORIES_PER_WATCH),
                config.get(ConfigKeys.FILES_CONFINED_PER_SESSION),
                config.get(ConfigKeys.FILES_CONFINED_PER_WORKER),
                config.get(ConfigKeys.FILES_CONFINED_IDLE),
                config.get(ConfigKeys.PROCESSES_CREDIT_TIMEOUT));
    }

    private static HttpSettings http(EffectiveConfig config, EnvironmentSettings environment) {
        try {
            return new HttpSettings(
                    config.get(ConfigKeys.HTTP_ALLOW),
                    config.get(ConfigKeys.HTTP_DENY),
                    config.get(ConfigKeys.HTTP_BUFFERED_BYTES),
                    config.get(ConfigKeys.HTTP_HELD_BYTES),
                    config.get(ConfigKeys.HTTP_PER_CONNECTION),
                    config.get(ConfigKeys.HTTP_PER_WORKER),
                    config.get(ConfigKeys.HTTP_FRAME_BYTES),
                    config.get(ConfigKeys.HTTP_REDIRECTS),
                    config.get(ConfigKeys.HTTP_CONNECT_TIMEOUT),
                    config.get(ConfigKeys.PROCESSES_CREDIT_TIMEOUT),
                    config.get(ConfigKeys.HTTP_IDLE_TIMEOUT),
                    environment.variables());
        } catch (IllegalArgumentException e) {
            throw new StartupException("http.allow, http.deny: " + OneLine.of(e.getMessage()));
        }
    }

    private static UnifiedExecSettings unifiedExec(EffectiveConfig config) {
        EnvironmentPolicyParams byDefault = UnifiedExecSettings.DEFAULTS.environment();
        return new UnifiedExecSettings(
                config.get(ConfigKeys.UNIFIED_EXEC_MAX_PROCESSES),
                config.get(ConfigKeys.UNIFIED_EXEC_PROTECTED_PROCESSES),
                config.get(ConfigKeys.UNIFIED_EXEC_WARN_AT),
                config.get(ConfigKeys.UNIFIED_EXEC_RETAINED_BYTES),
                config.get(ConfigKeys.UNIFIED_EXEC_RETAINED_BYTES_PER_NODE),
                config.get(ConfigKeys.UNIFIED_EXEC_MAX_EMPTY_POLL),
                config.get(ConfigKeys.UNIFIED_EXEC_OUTPUT_BYTES),
                config.get(ConfigKeys.UNIFIED_EXEC_OUTPUT_TOKENS),
                config.get(ConfigKeys.UNIFIED_EXEC_SESSIONS),
                config.get(ConfigKeys.PROCESSES_CREDIT_TIMEOUT),
                config.get(ConfigKeys.UNIFIED_EXEC_APPROVAL),
                config.get(ConfigKeys.UNIFIED_EXEC_SANDBOX),
                config.get(ConfigKeys.UNIFIED_EXEC_NETWORK),
                new EnvironmentPolicyParams(
                        config.get(ConfigKeys.UNIFIED_EXEC_INHERIT),
                        !config.get(ConfigKeys.UNIFIED_EXEC_HIDE_SECRETS),
                        byDefault.exclude(),
                        byDefault.set(),
                        byDefault.includeOnly()));
    }

    private static LimitSettings limits(EffectiveConfig config) {
        return new LimitSettings(
                new ResourceLimits(
                        config.get(ConfigKeys.LIMITS_PROCESS_MEMORY_BYTES),
                        config.get(ConfigKeys.LIMITS_PROCESS_PROCESSES),
                        config.get(ConfigKeys.LIMITS_PROCESS_CPU_SECONDS),
                        config.get(ConfigKeys.LIMITS_PROCESS_OPEN_FILES),
                        config.get(ConfigKeys.LIMITS_PROCESS_FILE_BYTES),
                        config.get(ConfigKeys.LIMITS_PROCESS_OUTPUT_BYTES)),
                new ResourceLimits(
                        config.get(ConfigKeys.LIMITS_SESSION_MEMORY_BYTES),
                        config.get(ConfigKeys.LIMITS_SESSION_PROCESSES),
                        0,
                        0,
                        0,
                        config.get(ConfigKeys.LIMITS_SESSION_OUTPUT_BYTES)),
                config.get(ConfigKeys.LIMITS_CONTROL_GROUPS),
                config.get(ConfigKeys.LIMITS_CONTROL_GROUP_PARENT),
                config.get(ConfigKeys.LIMITS_SESSION_MILLICORES) / 1_000.0,
                config.get(ConfigKeys.LIMITS_WATCH_INTERVAL));
    }

    private static SandboxSettings sandbox(EffectiveConfig config, int number) {
        Path parent = Optional.ofNullable(config.get(ConfigKeys.SANDBOX_DIRECTORY))
                .map(Path::toAbsolutePath)
                .orElseGet(SandboxFolder::byDefault);
        return new SandboxSettings(
                config.get(ConfigKeys.SANDBOX_MODE),
                config.get(ConfigKeys.SANDBOX_BUBBLEWRAP),
                config.get(ConfigKeys.SANDBOX_LANDLOCK_WITHOUT_CARVE_OUTS),
                SandboxFolder.ofThisServer(parent, number),
                List.of(parent));
    }

    private static EnvironmentsConfig environments(EffectiveConfig config, EnvironmentSettings environment) {
        try {
            return EnvironmentsConfig.of(config.get(ConfigKeys.ENVIRONMENTS), environment.variables());
        } catch (EnvironmentConfigException e) {
            throw new StartupException("environments: " + OneLine.of(e.getMessage()));
        }
    }
}
