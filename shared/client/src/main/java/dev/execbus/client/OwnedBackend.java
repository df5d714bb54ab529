package dev.execbus.client;

import dev.execbus.protocol.EnvironmentMethods.EnvironmentInfo;
import dev.execbus.protocol.StartParams;
import io.vertx.core.Future;
import java.util.function.Supplier;

/** A backend together with what was made for it alone and ends after it. */
final class OwnedBackend implements ExecBackend {
    private final ExecBackend backend;
    private final Supplier<Future<Void>> end;
    private Future<Void> closed;

    OwnedBackend(ExecBackend backend, Supplier<Future<Void>> end) {
        this.backend = backend;
        this.end = end;
    }

    @Override
    public Future<ExecProcess> start(StartParams params) {
        return backend.start(params);
    }

    @Override
    public Files files() {
        return backend.files();
    }

    @Override
    public Http http() {
        return backend.http();
    }

    @Override
    public Future<EnvironmentInfo> environmentInfo() {
        return backend.environmentInfo();
    }

    @Override
    public synchronized Future<Void> close() {
        if (closed == null) {
            closed = backend.close().transform(done -> end.get());
        }
        return closed;
    }
}
