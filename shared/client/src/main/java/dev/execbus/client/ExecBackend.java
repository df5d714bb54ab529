package dev.execbus.client;

import dev.execbus.protocol.EnvironmentMethods.EnvironmentInfo;
import dev.execbus.protocol.StartParams;
import io.vertx.core.Future;

/**
 * Where processes run: in this JVM's rooms or behind a connection; callers cannot tell. All methods may be called from any
 * thread. Futures fail with a {@link dev.execbus.protocol.ExecbusException} where the other side has refused, and with a
 * {@link BackendException} where it could not be asked or did not answer.
 */
public interface ExecBackend {
    /**
     * Starts a process; completes once it exists. Its {@code processId} must be unique among the backend's processes for as
     * long as they are known. A start that fails leaves nothing behind.
     */
    Future<ExecProcess> start(StartParams params);

    /** As {@link #start(StartParams)}, under an id that nobody else has. */
    default Future<ExecProcess> start(Command command) {
        return environmentInfo().compose(there -> start(command.params(there)));
    }

    /** The files where the processes run. */
    Files files();

    /** Requests that are made from where the processes run. */
    Http http();

    /** What the place where the processes run says of itself. */
    Future<EnvironmentInfo> environmentInfo();

    /**
     * Lets go of everything that is the client's: connections, timers, a program on stdio. Processes that still run become
     * {@link ExecEvent.Failed} here; they end with their session over there. Repeatable; nothing can be called after it.
     */
    Future<Void> close();
}
