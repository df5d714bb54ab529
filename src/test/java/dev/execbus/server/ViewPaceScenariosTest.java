package dev.execbus.server;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.execbus.server.ViewClient.Doorway;
import dev.execbus.testkit.RpcClient;
import dev.execbus.testkit.Start;
import java.time.Duration;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Clients that do not read what they look at, or not soon. */
@Timeout(60)
final class ViewPaceScenariosTest {
    @RegisterExtension
    private static final ViewGround ground = new ViewGround();

    @ParameterizedTest
    @EnumSource(Doorway.class)
    void aViewerThatStandsStillHoldsNobodyUp(Doorway doorway) {
        int size = 48 << 20;
        try (ViewClient owner = ground.client(doorway);
                ViewClient frozen = ground.client(doorway)) {
            owner.start(Start.shell("p", "read line; " + Numbers.script(size)).pipeStdin());
            frozen.attach(frozen.viewing("frozen", "p", owner));
            frozen.wire().pause();
            RpcClient.await(owner.wire().write("p", "go", "\n".getBytes(UTF_8)));
            owner.wire().drop();
            try (ViewClient live = ground.client(doorway)) {
                live.attach(live.viewing("live", "p", owner));
                live.awaitTold("live", "closed");
                assertThat(live.output("live").length()).isEqualTo(size);
                assertThat(frozen.told("frozen", "closed")).isEmpty();
            }
            frozen.wire().resume();
            frozen.awaitTold("frozen", "closed");
            assertThat(frozen.output("frozen").length()).isEqualTo(size);
        }
    }

    @ParameterizedTest
    @EnumSource(Doorway.class)
    void aViewerMayStandStillForLong(Doorway doorway) {
        Duration patience = Duration.ofMillis(500);
        int size = 16 << 20;
        try (TestServer brief =
                        TestServer.start(new TestSettings().eventBus().console().slowClient(patience));
                ViewClient owner = ViewClient.of(brief, doorway);
                ViewClient frozen = ViewClient.of(brief, doorway)) {
            owner.start(Start.shell("p", "read line; " + Numbers.script(size) + "; sleep 3")
                    .pipeStdin());
            frozen.attach(frozen.viewing("v", "p", owner));
            frozen.wire().pause();
            owner.wire().write("p", "go", "\n".getBytes(UTF_8));
            owner.wire().awaitClosed("p");
            frozen.wire().resume();
            frozen.awaitTold("v", "closed");
            assertThat(frozen.output("v").length()).isEqualTo(size);
        }
    }

    @ParameterizedTest
    @EnumSource(Doorway.class)
    void whoMissesWhatIsNoLongerKeptIsMoved(Doorway doorway) {
        try (TestServer small =
                        TestServer.start(new TestSettings().eventBus().console().spillBytes(1 << 20));
                ViewClient owner = ViewClient.of(small, doorway);
                ViewClient frozen = ViewClient.of(small, doorway)) {
            int bytes = 64 << 20;
            owner.start(Start.shell("p", "read line; " + Numbers.script(bytes)).pipeStdin());
            frozen.attach(frozen.viewing("v", "p", owner));
            frozen.wire().pause();
            owner.wire().write("p", "go", "\n".getBytes(UTF_8));
            owner.wire().awaitClosed("p");
            frozen.wire().resume();
            frozen.awaitTold("v", "closed");

            long missed = frozen.told("v", "moved").stream()
                    .mapToLong(moved -> moved.getLong("droppedBytes"))
                    .sum();
            assertThat(missed).isPositive();
            assertThat(frozen.output("v").length() + missed).isEqualTo(bytes);
            assertThat(frozen.output("v")).endsWith(new String(Numbers.bytes(bytes), UTF_8).substring(bytes - 1_000));
        }
    }
}
