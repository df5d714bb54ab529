package dev.execbus.server;

import dev.execbus.bus.NodeName;
import dev.execbus.environment.EnvironmentSettings;
import dev.execbus.filesystem.FileSettings;
import dev.execbus.processes.ProcessSettings;
import dev.execbus.sessions.SessionSettings;
import dev.execbus.transport.TransportSettings;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Set;

/** All a server is told when it starts, in the shape its rooms take it. What authentication needs is in Access. */
record ServerConfig(
        Node node,
        ListenAddress listen,
        EnvironmentSettings environment,
        TransportSettings transport,
        SessionSettings sessions,
        ProcessSettings processes,
        FileSettings files) {

    enum Role {
        SINGLE
    }

    record Node(NodeName name, Role role) {}

    static ServerConfig of(EffectiveConfig config, EnvironmentSettings environment) {
        return new ServerConfig(
                new Node(config.get(ConfigKeys.NODE_NAME), config.get(ConfigKeys.NODE_ROLE)),
                config.get(ConfigKeys.LISTEN),
                environment,
                transport(config),
                new SessionSettings(config.get(ConfigKeys.SESSIONS_TTL), config.get(ConfigKeys.SESSIONS_MAX)),
                processes(config),
                files(config));
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
                Set.copyOf(config.get(ConfigKeys.TRANSPORT_LENIENT_CLIENTS)));
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
                config.get(ConfigKeys.PROCESSES_CREDIT_TIMEOUT));
    }

    private static FileSettings files(EffectiveConfig config) {
        return new FileSettings(
                config.get(ConfigKeys.FILES_READ_LIMIT_BYTES),
                config.get(ConfigKeys.FILES_IN_FLIGHT_BYTES),
                config.get(ConfigKeys.FILES_THREADS));
    }
}
