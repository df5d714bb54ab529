package dev.execbus.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.execbus.testkit.Eventually;
import dev.execbus.testkit.Frame;
import dev.execbus.testkit.RpcClient;
import dev.execbus.testkit.Start;
import dev.execbus.testkit.UpgradeRefusedException;
import dev.execbus.testkit.WebSocketWire;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Who comes to a server that asks for a token with a share instead, and who comes as a page of the console. */
@Timeout(60)
final class ConsoleGuestTest {
    private static final Duration SOON = Duration.ofSeconds(10);
    private static final String TOKEN = "the-token-of-this-test";

    private static TestServer server;

    @BeforeAll
    static void start() {
        server = TestServer.start(new TestSettings().console().eventBus().token(TOKEN));
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    private static RpcClient page(String path, String token) {
        InetSocketAddress address = new InetSocketAddress(InetAddress.getLoopbackAddress(), server.port());
        Map<String, String> headers = Map.of(
                "Origin", "http://" + address.getHostString() + ":" + server.port(),
                "Sec-WebSocket-Protocol", "execbus, execbus.bearer." + token);
        try {
            return RpcClient.over(WebSocketWire.connect(address, path, headers, SOON));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static RpcClient owner() {
        RpcClient owner = page("/console/rpc", TOKEN);
        assertThat(owner.initialize("page", null).result().getString("sessionId"))
                .isNotEmpty();
        owner.notify("initialized");
        return owner;
    }

    private static JsonObject share(RpcClient owner, String process) {
        return owner.call(
                        "share/create",
                        new JsonObject().put("processId", process).put("role", "observer"))
                .result();
    }

    private static JsonObject viewing(String process, String share) {
        return new JsonObject().put("viewId", "v").put("processId", process).put("share", share);
    }

    @ParameterizedTest
    @ValueSource(strings = {"/console/rpc", "/environments/test/console/rpc"})
    void aGuestSeesWhatIsSharedAndNothingElse(String path) {
        try (RpcClient owner = owner()) {
            owner.start(Start.shell("shared", "echo to be seen; exec sleep 60")).result();
            owner.start(Start.shell("own", "exec sleep 60")).result();
            String share = share(owner, "shared").getString("share");
            try (RpcClient guest = page(path, share)) {
                guest.initialize("guest", null).result();
                guest.notify("initialized");
                assertThat(guest.call("process/attach", viewing("shared", share))
                                .result()
                                .getString("level"))
                        .isEqualTo("share");
                guest.awaitNotification(frame -> frame.method().equals("view/output"));
                List<Frame> refused = List.of(
                        guest.start(Start.of("p", "true")),
                        guest.call("process/list", null),
                        guest.call("process/attach", viewing("own", share).put("viewId", "w")),
                        guest.call("session/list", new JsonObject()),
                        guest.call("node/list", new JsonObject()),
                        guest.call(
                                "share/create",
                                new JsonObject().put("processId", "shared").put("role", "driver")),
                        guest.call("fs/readFile", new JsonObject().put("path", "file:///etc/hostname")));
                assertThat(refused).allMatch(answer -> answer.json().containsKey("error"), "is refused");
            }
        }
    }

    @Test
    void aShareThatIsRevokedLetsNobodyIn() {
        try (RpcClient owner = owner()) {
            owner.start(Start.shell("shared", "exec sleep 60")).result();
            JsonObject share = share(owner, "shared");
            page("/console/rpc", share.getString("share")).close();
            owner.call("share/revoke", new JsonObject().put("shareId", share.getString("shareId")))
                    .result();
            Eventually.holds("it is refused", SOON, () -> isRefused(share.getString("share")));
        }
    }

    private static boolean isRefused(String token) {
        try {
            page("/console/rpc", token).close();
            return false;
        } catch (UncheckedIOException e) {
            return e.getCause() instanceof UpgradeRefusedException refused && refused.status() == 401;
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"a-wrong-token", "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA", "the-token-of-this-tes"})
    void nobodyElseComesIn(String token) {
        assertThatThrownBy(() -> page("/console/rpc", token).close())
                .hasRootCauseInstanceOf(UpgradeRefusedException.class)
                .rootCause()
                .hasMessageContaining("401");
    }
}
