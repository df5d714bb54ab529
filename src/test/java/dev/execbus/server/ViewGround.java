package dev.execbus.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.execbus.server.ViewClient.Doorway;
import dev.execbus.testkit.Frame;
import dev.execbus.testkit.Start;
import io.vertx.core.json.JsonObject;
import java.util.List;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/** A server with views and operators that the tests of one class share, and what they run there. */
final class ViewGround implements BeforeAllCallback, AfterAllCallback {
    private static final int REFUSED = -32600;

    private TestServer server;

    @Override
    public void beforeAll(ExtensionContext context) {
        server = TestServer.start(new TestSettings().gateways(2).eventBus().console());
    }

    @Override
    public void afterAll(ExtensionContext context) {
        server.close();
    }

    /** The caller closes it. */
    ViewClient client(Doorway doorway) {
        return ViewClient.of(server, doorway);
    }

    static void assertRefused(Frame answer, String message) {
        assertThat(List.of(answer.errorCode(), answer.errorMessage())).isEqualTo(List.of(REFUSED, message));
    }

    static Start echo(String processId) {
        return Start.shell(processId, "while read line; do echo \"<$line>\"; done")
                .pipeStdin();
    }

    static Start terminal(String processId) {
        return Start.shell(processId, "stty -echo; echo ready; while read line; do stty size; done")
                .tty(24, 80);
    }

    static JsonObject size(int rows, int cols) {
        return new JsonObject().put("rows", rows).put("cols", cols);
    }
}
