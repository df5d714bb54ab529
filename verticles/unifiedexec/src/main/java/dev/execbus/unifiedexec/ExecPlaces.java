package dev.execbus.unifiedexec;

import dev.execbus.client.EnvironmentSpec;
import dev.execbus.client.Environments;
import dev.execbus.client.ExecBackend;

/** Where commands can run. */
@FunctionalInterface
public interface ExecPlaces {
    /** @param remote whether it is behind a connection, which shows in the words of some errors */
    record ExecPlace(ExecBackend backend, boolean remote) {}

    /**
     * @param environmentId null for the usual one
     * @throws dev.execbus.protocol.ExecbusException when there is none, in words for the model
     */
    ExecPlace find(String environmentId);

    static ExecPlaces of(Environments environments) {
        return environmentId -> {
            ExecBackend backend = environments.forProcesses(environmentId);
            String id = environmentId == null ? environments.defaultId().orElse(null) : environmentId;
            return new ExecPlace(
                    backend,
                    environments.all().stream()
                            .anyMatch(environment -> environment.id().equals(id)
                                    && !(environment.reach() instanceof EnvironmentSpec.Here)));
        };
    }
}
