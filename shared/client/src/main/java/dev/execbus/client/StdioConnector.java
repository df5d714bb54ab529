package dev.execbus.client;

import dev.execbus.client.EnvironmentSpec.ByProgram;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** Starts a program to speak with. Its session goes with it. */
final class StdioConnector implements Wire.Connector {
    private final Loop loop;
    private final ByProgram reach;

    StdioConnector(Loop loop, ByProgram reach) {
        this.loop = loop;
        this.reach = reach;
    }

    @Override
    public boolean canResume() {
        return false;
    }

    /** On a thread of its own: the start of a process blocks. */
    @Override
    public Future<Wire> connect(Wire.Listener listener) {
        Promise<Wire> connected = Promise.promise();
        Thread.ofVirtual().name("stdio-start").start(() -> {
            try {
                Process program = builder().start();
                loop.run(() -> connected.complete(StdioWire.of(program, loop, listener)));
            } catch (IOException | RuntimeException e) {
                String words = e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
                loop.run(() -> connected.fail(new BackendException(WebSocketConnector.oneLine(words))));
            }
        });
        return connected.future();
    }

    private ProcessBuilder builder() {
        List<String> command = new ArrayList<>();
        command.add(reach.program());
        command.addAll(reach.args());
        ProcessBuilder builder = new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.DISCARD);
        builder.environment().putAll(reach.env());
        if (reach.cwd() != null) {
            builder.directory(reach.cwd().toFile());
        }
        return builder;
    }

    @Override
    public Future<Void> close() {
        return Future.succeededFuture();
    }
}
