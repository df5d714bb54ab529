package dev.execbus.mcp;

import dev.execbus.client.RemoteExec;
import dev.execbus.client.RemoteSettings;
import dev.execbus.client.ServerDoor;
import dev.execbus.protocol.ExecbusException;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.util.regex.Pattern;

/** Opens agents' sessions as those of any client, by a door in this JVM. */
public final class RemoteToolsOpener implements AgentToolsOpener {
    private static final RemoteSettings SETTINGS = RemoteSettings.DEFAULTS.named("execbus-mcp");

    private static final Pattern SESSION_ID = Pattern.compile("[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}");

    private final Vertx vertx;
    private final ServerDoor door;

    public RemoteToolsOpener(Vertx vertx, ServerDoor door) {
        this.vertx = vertx;
        this.door = door;
    }

    @Override
    public Future<AgentTools> open() {
        return opened(RemoteExec.behind(vertx, door, SETTINGS, null));
    }

    @Override
    public Future<AgentTools> resume(String sessionId) {
        if (!SESSION_ID.matcher(sessionId).matches()) {
            return Future.failedFuture(ExecbusException.invalidRequest("unknown session id"));
        }
        return opened(RemoteExec.behind(vertx, door, SETTINGS, sessionId));
    }

    private static Future<AgentTools> opened(RemoteExec exec) {
        return AgentTools.told(exec.open()
                        .compose(id -> exec.info().<AgentTools>map(info -> new RemoteTools(id, exec, info))))
                .onFailure(failed -> exec.close());
    }
}
