package dev.execbus.unifiedexec;

import dev.execbus.client.ExecBackend;
import dev.execbus.client.ExecProcess;
import dev.execbus.client.Files;
import dev.execbus.client.Http;
import dev.execbus.protocol.EnvironmentMethods.EnvironmentInfo;
import dev.execbus.protocol.EnvironmentMethods.Shell;
import dev.execbus.protocol.StartParams;
import io.vertx.core.Future;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Starts processes that do what a test says. */
final class FakeBackend implements ExecBackend {
    private final List<FakeProcess> processes = new ArrayList<>();
    private Future<EnvironmentInfo> info = Future.succeededFuture(new EnvironmentInfo(
            new Shell("bash", "/bin/bash"),
            "1",
            null,
            "file:///work",
            "file:///root",
            "linux",
            List.of(),
            List.of(),
            "file:///tmp",
            Map.of(),
            null));
    private Throwable startFailure;
    private Future<Void> gate = Future.succeededFuture();

    /** Those that were started, the oldest first. */
    List<FakeProcess> processes() {
        return processes;
    }

    FakeProcess last() {
        return processes.getLast();
    }

    void startsFail(Throwable cause) {
        startFailure = cause;
    }

    void startsWaitFor(Future<Void> value) {
        gate = value;
    }

    void infoIs(Future<EnvironmentInfo> value) {
        info = value;
    }

    @Override
    public Future<ExecProcess> start(StartParams params) {
        if (startFailure != null) {
            return Future.failedFuture(startFailure);
        }
        FakeProcess process = new FakeProcess(params);
        processes.add(process);
        return gate.map(process);
    }

    @Override
    public Files files() {
        throw new AssertionError("no files are used");
    }

    @Override
    public Http http() {
        throw new AssertionError("no requests are made");
    }

    @Override
    public Future<EnvironmentInfo> environmentInfo() {
        return info;
    }

    @Override
    public Future<Void> close() {
        throw new AssertionError("it belongs to somebody else");
    }
}
