package dev.execbus.client;

import static org.assertj.core.api.Assertions.assertThat;

import dev.execbus.client.ScriptedServer.Connection;
import dev.execbus.protocol.ResourceLimits;
import dev.execbus.protocol.SandboxParams;
import dev.execbus.protocol.StartParams;
import io.vertx.core.Future;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** A backend without a network, and the server that it speaks to. */
final class RemoteFixture {
    static final String NOTHING_NEW = "{'chunks':[],'nextSeq':1,'exited':false,'exitCode':null,'closed':false}";

    final ManualLoop loop = new ManualLoop();
    final ScriptedServer server = new ScriptedServer(loop);
    final RemoteBackend backend;
    private boolean introduced;
    private boolean serverKnowsNames = true;

    RemoteFixture() {
        this(RemoteSettings.DEFAULTS);
    }

    RemoteFixture(RemoteSettings settings) {
        backend = new RemoteBackend(loop, server, settings);
    }

    /** As the reference, which has no names for operations. */
    RemoteFixture withoutNames() {
        serverKnowsNames = false;
        return this;
    }

    static StartParams start(String id) {
        return start(id, false);
    }

    static StartParams start(String id, boolean tty) {
        return new StartParams(
                id,
                List.of("true"),
                "/tmp",
                Map.of(),
                tty,
                true,
                null,
                null,
                SandboxParams.NONE,
                false,
                null,
                null,
                null,
                0,
                ResourceLimits.NONE,
                false);
    }

    /** The process, in the first session. */
    ExecProcess started(String id) {
        return started(id, false);
    }

    ExecProcess started(String id, boolean tty) {
        Future<ExecProcess> start = backend.start(start(id, tty));
        if (!introduced) {
            introduced = true;
            assertThat(server.last().introduce("s1", serverKnowsNames)).isEmpty();
        }
        server.last().serve("process/start", "{'processId':'" + id + "','sandboxType':'none'}");
        assertThat(start.succeeded()).isTrue();
        return start.result();
    }

    /** What the listener hears from now on. */
    static List<ExecEvent> heard(ExecProcess process) {
        List<ExecEvent> events = new ArrayList<>();
        process.events(events::add);
        return events;
    }

    /** The connection breaks, and there is another one. */
    Connection reconnected() {
        server.last().cut();
        loop.pass(RemoteSettings.DEFAULTS.reconnectPause().multipliedBy(2));
        return server.last();
    }

    static <T> T result(Future<T> future) {
        assertThat(future.isComplete()).as("answered").isTrue();
        assertThat(future.cause()).isNull();
        return future.result();
    }

    static Throwable failure(Future<?> future) {
        assertThat(future.failed()).as("failed").isTrue();
        return future.cause();
    }
}
