package dev.execbus.mcp;

import dev.execbus.bus.Timers;
import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.core.Promise;
import io.vertx.core.VerticleBase;
import io.vertx.core.http.HttpServerRequest;

/** Deploys what agents talk to: one for all HTTP listeners of a node. */
public final class McpVerticle extends VerticleBase {
    /** Where agents come. */
    public static final String PATH = "/mcp";

    private final AgentToolsOpener opener;
    private final String version;
    private final McpSettings settings;

    private AgentEndpoint endpoint;
    private AgentHttp http;

    /** @param version what the server says it is */
    public McpVerticle(AgentToolsOpener opener, String version, McpSettings settings) {
        this.opener = opener;
        this.version = version;
        this.settings = settings;
    }

    @Override
    public Future<?> start() {
        endpoint = new AgentEndpoint(
                opener,
                version,
                settings,
                Timers.of(vertx),
                action -> context.runOnContext(ignored -> action.run()),
                System::nanoTime);
        http = new AgentHttp(endpoint);
        return Future.succeededFuture();
    }

    /** Once it is deployed: takes paused requests of those who may connect, on any listener's context. */
    public Handler<HttpServerRequest> requests() {
        return http;
    }

    /** Agents are sent away, to find their sessions at another gateway. On any thread. */
    public Future<Void> drain() {
        Promise<Void> drained = Promise.promise();
        context.runOnContext(ignored -> endpoint.leave().onComplete(drained));
        return drained.future();
    }

    @Override
    public Future<?> stop() {
        return endpoint.leave().transform(left -> {
            endpoint.close();
            return Future.succeededFuture();
        });
    }
}
