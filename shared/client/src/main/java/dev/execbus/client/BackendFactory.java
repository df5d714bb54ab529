package dev.execbus.client;

import dev.execbus.client.EnvironmentSpec.ByProgram;
import dev.execbus.client.EnvironmentSpec.ByUrl;

/** Makes the backend of an environment. Reaches nothing yet: a backend connects when it is used. Any thread. */
public interface BackendFactory {
    ExecBackend here();

    ExecBackend byUrl(EnvironmentSpec environment, ByUrl reach);

    ExecBackend byProgram(EnvironmentSpec environment, ByProgram reach);
}
