package dev.execbus.client;

import io.vertx.core.Future;
import java.util.Map;
import java.util.function.Supplier;

/** What runs processes in this JVM, found by {@link java.util.ServiceLoader}; {@link Execbus} asks it. */
public interface EmbeddedExecbus {
    /**
     * @param backend of its own
     * @param end to be asked once the backend is closed: completes when nothing is left, neither threads nor processes
     */
    record Running(ExecBackend backend, Supplier<Future<Void>> end) {}

    /**
     * Blocks until processes can be started.
     *
     * @param variables configure it as they do a server
     * @throws BackendException when it cannot start
     */
    Running start(Map<String, String> variables);
}
