package dev.execbus.server;

import dev.execbus.bus.NodeName;
import dev.execbus.client.BusBackend;
import dev.execbus.client.EnvironmentSpec;
import dev.execbus.client.Environments;
import dev.execbus.client.EnvironmentsConfig;
import dev.execbus.client.UsualBackends;
import dev.execbus.mcp.AgentTools;
import dev.execbus.mcp.AgentToolsOpener;
import dev.execbus.mcp.StdioAgent;
import dev.execbus.protocol.ExecbusException;
import dev.execbus.transport.Access;
import dev.execbus.unifiedexec.Approver;
import dev.execbus.unifiedexec.ExecPlaces;
import dev.execbus.unifiedexec.UnifiedExec;
import dev.execbus.unifiedexec.UnifiedExecFactory;
import io.vertx.core.Future;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A process for one agent on standard input and output. The rooms of a worker are in it if its commands may run here. */
final class StdioMcp {
    private static final Logger LOG = LoggerFactory.getLogger(StdioMcp.class);

    private final ServerConfig config;
    private final EnvironmentsConfig environments;

    StdioMcp(ServerConfig config, EnvironmentsConfig environments) {
        this.config = config;
        this.environments = environments;
    }

    /** Blocks until the agent has gone, or a signal comes. Returns the exit code. */
    int serve(InputStream in, OutputStream out) throws InterruptedException {
        try (StopRequests stop = new StopRequests()) {
            stop.listen(ServerLife.START_SECONDS + ServerLife.STOP_SECONDS);
            Ground ground = Ground.alone(config);
            Roles roles = new Roles(
                    ground, config, Access.open(), new Readiness(config.node().role()), stop::ask);
            try {
                if (runsHere()) {
                    await(roles.worker(), ServerLife.START_SECONDS);
                }
                StdioAgent agent = new StdioAgent(
                        ground.vertx(), opener(ground), config.environment().version(), in, out);
                Future<Void> served = agent.serve();
                stop.asked().thenRun(agent::stop);
                served.toCompletionStage().toCompletableFuture().get();
                return 0;
            } catch (ExecutionException e) {
                throw new StartupException(
                        "the agent cannot be served: " + OneLine.of(e.getCause().getMessage()));
            } finally {
                end(roles, ground);
            }
        }
    }

    private boolean runsHere() {
        return environments.environments().stream()
                .anyMatch(environment -> environment.reach() instanceof EnvironmentSpec.Here);
    }

    private AgentToolsOpener opener(Ground ground) {
        UnifiedExecFactory factory = new UnifiedExecFactory(
                ground.vertx().getOrCreateContext(),
                config.unifiedExec(),
                config.environment().version());
        return new AgentToolsOpener() {
            @Override
            public Future<AgentTools> open() {
                Environments places = new Environments(environments, backends(ground));
                UnifiedExec exec = factory.create(ExecPlaces.of(places), Approver.NOBODY);
                return Future.succeededFuture(new InsideTools(exec, places, config.unifiedExec()));
            }

            @Override
            public Future<AgentTools> resume(String sessionId) {
                return Future.failedFuture(ExecbusException.invalidRequest("unknown session id"));
            }
        };
    }

    private UsualBackends backends(Ground ground) {
        NodeName worker = config.node().name();
        return new UsualBackends(
                ground.vertx(), "execbus-mcp", () -> new BusBackend(ground.vertx(), ground.bus(), worker));
    }

    private static void end(Roles roles, Ground ground) throws InterruptedException {
        try {
            await(roles.undeploy().compose(done -> ground.leave().get()), ServerLife.STOP_SECONDS);
        } catch (ExecutionException e) {
            LOG.warn("not everything has ended in order", e.getCause());
        }
    }

    private static void await(Future<?> future, long seconds) throws InterruptedException, ExecutionException {
        CompletableFuture<?> done = future.toCompletionStage().toCompletableFuture();
        try {
            done.get(seconds, TimeUnit.SECONDS);
        } catch (TimeoutException e) {
            throw new ExecutionException(e);
        }
    }
}
