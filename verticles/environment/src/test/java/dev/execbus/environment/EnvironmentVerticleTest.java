package dev.execbus.environment;

import static org.assertj.core.api.Assertions.assertThat;

import dev.execbus.bus.Bus;
import dev.execbus.bus.EnvironmentService;
import dev.execbus.bus.EnvironmentService.Build;
import dev.execbus.bus.EnvironmentService.Built;
import dev.execbus.bus.EnvironmentService.Describe;
import dev.execbus.bus.NodeName;
import dev.execbus.protocol.EnvironmentMethods.SandboxInfo;
import dev.execbus.protocol.EnvironmentPolicyParams;
import dev.execbus.protocol.EnvironmentPolicyParams.Inherit;
import dev.execbus.protocol.ErrorCode;
import dev.execbus.protocol.ExecbusException;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.junit5.VertxExtension;
import io.vertx.junit5.VertxTestContext;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(VertxExtension.class)
final class EnvironmentVerticleTest {
    private static final NodeName WORKER = new NodeName("w1");

    private EnvironmentService environment;

    @BeforeEach
    void deploys(Vertx vertx, VertxTestContext test) {
        Bus bus = Bus.install(vertx);
        environment = EnvironmentService.on(bus, WORKER);
        EnvironmentSettings settings =
                new EnvironmentSettings("1.2.3", Map.of("PATH", "/bin", "API_KEY", "k", "A", "1"), Path.of("/srv"));
        vertx.deployVerticle(new EnvironmentVerticle(
                        bus, WORKER, settings, () -> new SandboxInfo("none", "a test has none")))
                .onComplete(test.succeedingThenComplete());
    }

    @Test
    void buildsFromTheServersVariables(VertxTestContext test) {
        EnvironmentPolicyParams policy =
                new EnvironmentPolicyParams(Inherit.ALL, false, List.of(), Map.of("S", "2"), List.of());
        expect(
                test,
                environment.build(new Build(policy, Map.of("A", "3"))),
                built -> assertThat(built).isEqualTo(new Built(Map.of("PATH", "/bin", "A", "3", "S", "2"))));
    }

    @Test
    void givesExactlyWhatWasAskedForWithoutAPolicy(VertxTestContext test) {
        expect(
                test,
                environment.build(new Build(null, Map.of("A", "3"))),
                built -> assertThat(built).isEqualTo(new Built(Map.of("A", "3"))));
    }

    @Test
    void describesTheMachine(VertxTestContext test) {
        expect(test, environment.describe(new Describe()), described -> {
            assertThat(described.info().executorVersion()).isEqualTo("1.2.3");
            assertThat(described.info().cwd()).isEqualTo("file:///srv");
            assertThat(described.info().capabilities())
                    .containsEntry("processResize", true)
                    .containsEntry("networkProxyLaunch", false);
        });
    }

    @Test
    void tellsWhatIsWrongWithAVariable(VertxTestContext test) {
        environment
                .build(new Build(null, Map.of("A", "x\0y")))
                .onComplete(test.failing(failure -> test.verify(() -> {
                    assertThat(failure)
                            .isInstanceOfSatisfying(
                                    ExecbusException.class,
                                    refused -> assertThat(refused.code()).isEqualTo(ErrorCode.INTERNAL))
                            .hasMessage("data provided contains a nul byte");
                    test.completeNow();
                })));
    }

    private static <T> void expect(VertxTestContext test, Future<T> answer, Consumer<T> check) {
        answer.onComplete(test.succeeding(value -> test.verify(() -> {
            check.accept(value);
            test.completeNow();
        })));
    }
}
