package dev.execbus.server;

import dev.execbus.bus.Bus;
import dev.execbus.bus.NodeName;
import dev.execbus.environment.EnvironmentVerticle;
import dev.execbus.filesystem.FileVerticle;
import dev.execbus.http.HttpVerticle;
import dev.execbus.processes.ProcessVerticle;
import dev.execbus.protocol.EnvironmentMethods.SandboxInfo;
import dev.execbus.sandbox.Sandbox;
import dev.execbus.sandbox.SandboxSupport;
import dev.execbus.sandbox.WorkerSandbox;
import dev.execbus.sessions.SessionVerticle;
import dev.execbus.transport.Access;
import dev.execbus.transport.StdioVerticle;
import dev.execbus.transport.TransportVerticle;
import io.vertx.core.Deployable;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.util.ArrayList;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Which verticles make a role, in the order they are deployed; they are taken down in the opposite one. */
final class Roles {
    private static final Logger LOG = LoggerFactory.getLogger(Roles.class);

    private final Vertx vertx;
    private final Bus bus;
    private final ServerConfig config;
    private final Runnable stdioEnded;
    private final List<String> deployed = new ArrayList<>();
    private Sandbox sandbox;

    /** @param stdioEnded called when the client on standard input is gone */
    Roles(Vertx vertx, Bus bus, ServerConfig config, Runnable stdioEnded) {
        this.vertx = vertx;
        this.bus = bus;
        this.config = config;
        this.stdioEnded = stdioEnded;
    }

    /** A gateway and a worker in one: completes with the bound address once clients can come. */
    Future<ListenAddress> single(Access access) {
        NodeName worker = config.node().name();
        // Before anything else: it looks at the machine while the rooms are furnished.
        sandbox = WorkerSandbox.start(config.sandbox());
        return deploy(new EnvironmentVerticle(bus, worker, config.environment(), this::sandboxInfo))
                .compose(done -> deploy(new FileVerticle(bus, worker, config.files(), sandbox)))
                .compose(done -> deploy(new HttpVerticle(bus, worker, config.http())))
                .compose(done -> deploy(new ProcessVerticle(bus, worker, config.processes(), sandbox)))
                .compose(done -> deploy(new SessionVerticle(bus, worker, config.sessions())))
                .compose(done -> gateway(access, worker));
    }

    private SandboxInfo sandboxInfo() {
        SandboxSupport support = sandbox.support();
        LOG.info("sandbox={} detail=\"{}\"", support.mechanism().wireName(), support.detail());
        return new SandboxInfo(support.mechanism().wireName(), support.detail());
    }

    private Future<ListenAddress> gateway(Access access, NodeName worker) {
        return switch (config.listen()) {
            case ListenAddress.WebSocket asked -> {
                TransportVerticle transport = new TransportVerticle(
                        bus, gatewayName(), worker, asked.host(), asked.port(), access, config.transport());
                yield deploy(transport).map(done -> new ListenAddress.WebSocket(asked.host(), transport.actualPort()));
            }
            case ListenAddress.Stdio stdio ->
                deploy(new StdioVerticle(
                                bus, gatewayName(), worker, config.transport(), System.in, System.out, stdioEnded))
                        .map(done -> stdio);
        };
    }

    /** An address on the bus names one verticle, so a gateway has a name of its own. */
    private NodeName gatewayName() {
        return new NodeName(config.node().name() + "-0");
    }

    private Future<Void> deploy(Deployable verticle) {
        return vertx.deployVerticle(verticle).map(id -> {
            deployed.add(id);
            return null;
        });
    }

    /** Gateways first, so that clients are told; then everything that runs is ended. */
    Future<Void> undeploy() {
        Future<Void> done = Future.succeededFuture();
        for (String id : deployed.reversed()) {
            done = done.transform(before -> vertx.undeploy(id)).transform(after -> Future.succeededFuture());
        }
        Sandbox ending = sandbox;
        sandbox = null;
        return ending == null
                ? done
                : done.compose(ended -> vertx.executeBlocking(() -> {
                    ending.close();
                    return null;
                }));
    }
}
