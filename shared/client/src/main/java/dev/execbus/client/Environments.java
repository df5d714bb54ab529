package dev.execbus.client;

import dev.execbus.protocol.ErrorCode;
import dev.execbus.protocol.ExecbusException;
import io.vertx.core.Future;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The environments of a configuration, and the backend of each: made when it is first asked for, then kept until
 * {@link #close}. Any thread.
 */
public final class Environments {
    /** What the caller of a tool reads when there is nowhere to run it. */
    public static final String UNAVAILABLE = "No usable execution environment is available. Wait for an environment to "
            + "become available before using this tool.";

    private static final String NO_LOCAL = "local environment is not configured";

    private final EnvironmentsConfig config;
    private final String defaultId;
    private final Map<String, EnvironmentSpec> environments = new LinkedHashMap<>();
    private final BackendFactory factory;
    private final Map<String, ExecBackend> backends = new LinkedHashMap<>();
    private boolean closed;

    public Environments(EnvironmentsConfig config, BackendFactory factory) {
        this.config = config;
        this.defaultId = config.defaultId();
        config.environments().forEach(environment -> environments.put(environment.id(), environment));
        this.factory = factory;
    }

    /** Which one serves who names none; nothing when such calls are refused. */
    public Optional<String> defaultId() {
        return Optional.ofNullable(defaultId);
    }

    /** In the order of the configuration. */
    public List<EnvironmentSpec> all() {
        return List.copyOf(environments.values());
    }

    /** What can be offered to callers that may name an environment: what any of them allows. */
    public EnvironmentCapabilities capabilities() {
        return config.capabilities();
    }

    /** @param id null for the default; nothing is allowed where there is none */
    public EnvironmentCapabilities capabilities(String id) {
        EnvironmentSpec environment = environments.get(id == null ? defaultId : id);
        return environment == null ? EnvironmentCapabilities.NONE : environment.capabilities();
    }

    /**
     * For processes.
     *
     * @param id null for the default
     * @throws ExecbusException when there is no such environment, or it runs no processes
     */
    public ExecBackend forProcesses(String id) {
        EnvironmentSpec environment = find(id);
        if (!environment.capabilities().execEnabled()) {
            throw unavailable();
        }
        return backend(environment);
    }

    /** As {@link #forProcesses}, for files. */
    public ExecBackend forFiles(String id) {
        EnvironmentSpec environment = find(id);
        if (!environment.capabilities().filesystemEnabled()) {
            throw unavailable();
        }
        return backend(environment);
    }

    /** For what runs on this machine only. */
    public ExecBackend local() {
        EnvironmentSpec environment = environments.get(EnvironmentsConfig.LOCAL);
        if (environment == null) {
            throw ExecbusException.internal(NO_LOCAL);
        }
        return backend(environment);
    }

    /** Of whatever it allows; as {@link #forProcesses} otherwise. */
    public ExecBackend backend(String id) {
        return backend(find(id));
    }

    private EnvironmentSpec find(String id) {
        String wanted = id == null ? defaultId : id;
        if (wanted == null) {
            throw unavailable();
        }
        EnvironmentSpec environment = environments.get(wanted);
        if (environment == null) {
            throw ExecbusException.invalidParams("environment `" + wanted + "` is not configured");
        }
        return environment;
    }

    private synchronized ExecBackend backend(EnvironmentSpec environment) {
        if (closed) {
            throw unavailable();
        }
        ExecBackend known = backends.get(environment.id());
        if (known != null) {
            return known;
        }
        ExecBackend made = made(environment);
        backends.put(environment.id(), made);
        return made;
    }

    private ExecBackend made(EnvironmentSpec environment) {
        return switch (environment.reach()) {
            case EnvironmentSpec.Here here -> factory.here();
            case EnvironmentSpec.ByUrl byUrl -> factory.byUrl(environment, byUrl);
            case EnvironmentSpec.ByProgram byProgram -> factory.byProgram(environment, byProgram);
        };
    }

    private static ExecbusException unavailable() {
        return new ExecbusException(ErrorCode.UNSUPPORTED, UNAVAILABLE);
    }

    /** Completes once every backend that was made is closed; there are no new ones. */
    public Future<Void> close() {
        List<ExecBackend> closing;
        synchronized (this) {
            closed = true;
            closing = new ArrayList<>(backends.values());
            backends.clear();
        }
        return Future.join(closing.stream().map(ExecBackend::close).toList()).mapEmpty();
    }
}
