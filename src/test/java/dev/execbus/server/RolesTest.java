package dev.execbus.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.execbus.bus.Bus;
import dev.execbus.bus.Peers;
import dev.execbus.testkit.RpcClient;
import dev.execbus.transport.Access;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a role deploys; on a bus of its own, since it is no business of the roles whether there are other nodes. */
@Timeout(60)
final class RolesTest {
    private static final String WORKER =
            " EnvironmentVerticle FileVerticle HttpVerticle ProcessVerticle UnifiedExecVerticle SessionVerticle";

    private final Vertx vertx = Vertx.vertx();
    private Roles roles;

    @AfterEach
    void stop() {
        await(roles.undeploy().compose(done -> vertx.close()));
    }

    @ParameterizedTest
    @CsvSource({
        "SINGLE, 1, false, " + WORKER + " TransportVerticle",
        "SINGLE, 1, true, NodeWatch AdminVerticle" + WORKER + " TransportVerticle",
        "GATEWAY, 1, false, NodeWatch TransportVerticle",
        "GATEWAY, 3, true, NodeWatch AdminVerticle TransportVerticle TransportVerticle TransportVerticle",
        "WORKER, 3, false, NodeWatch" + WORKER,
        "WORKER, 3, true, NodeWatch AdminVerticle" + WORKER,
        "ALL, 2, false, NodeWatch" + WORKER + " TransportVerticle TransportVerticle"
    })
    void aRoleDeploysItsRooms(Role role, int gateways, boolean admin, String expected) {
        TestSettings settings = new TestSettings().role(role).gateways(gateways);
        Optional<ListenAddress> bound = deploy(admin ? settings.admin() : settings);

        assertThat(roles.verticles())
                .extracting(Class::getSimpleName)
                .containsExactly(expected.strip().split(" "));
        assertThat(bound.isPresent()).isEqualTo(role.isGateway());
        assertThat(vertx.deploymentIDs()).hasSize(roles.verticles().size());
        await(roles.undeploy());
        assertThat(vertx.deploymentIDs()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"1", "3"})
    void allGatewaysOfANodeShareOnePort(int gateways) {
        ListenAddress bound =
                deploy(new TestSettings().role(Role.ALL).gateways(gateways)).orElseThrow();
        int port = ((ListenAddress.WebSocket) bound).port();

        List<RpcClient> clients =
                Stream.generate(() -> RpcClient.open(port)).limit(6).toList();
        clients.forEach(client ->
                assertThat(client.call("environment/status", null).result()).isNotNull());
        clients.forEach(RpcClient::close);
    }

    private Optional<ListenAddress> deploy(TestSettings settings) {
        ServerConfig config = settings.config();
        Ground ground = new Ground(
                vertx,
                Bus.install(vertx),
                Peers.none(),
                GatewayNames.fresh(config.node().name(), config.gateways()),
                vertx::close);
        roles = new Roles(
                ground, config, Access.open(), new Readiness(config.node().role()), () -> {});
        return await(roles.deploy());
    }

    private static <T> T await(Future<T> future) {
        return RpcClient.await(future.toCompletionStage().toCompletableFuture());
    }
}
