package dev.execbus.mcp;

import dev.execbus.client.EnvironmentCapabilities;
import dev.execbus.protocol.ExecbusException;
import io.vertx.core.Future;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;

/** Opens fakes. */
final class FakeOpener implements AgentToolsOpener {
    final List<FakeTools> opened = new CopyOnWriteArrayList<>();
    /** Sessions that can be had again. */
    final Set<String> left = ConcurrentHashMap.newKeySet();

    volatile EnvironmentCapabilities capabilities = EnvironmentCapabilities.ALL;

    @Override
    public Future<AgentTools> open() {
        return Future.succeededFuture(make("session-" + (opened.size() + 1)));
    }

    @Override
    public Future<AgentTools> resume(String sessionId) {
        return left.remove(sessionId)
                ? Future.succeededFuture(make(sessionId))
                : Future.failedFuture(ExecbusException.invalidRequest("unknown session id " + sessionId));
    }

    private FakeTools make(String id) {
        FakeTools tools = new FakeTools(id, capabilities);
        opened.add(tools);
        return tools;
    }

    FakeTools last() {
        return opened.getLast();
    }
}
