package dev.execbus.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.execbus.testkit.RpcClient;
import dev.execbus.testkit.Start;
import io.vertx.core.json.JsonObject;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.io.PipedInputStream;
import java.io.PipedOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The door on standard input and output, which this test borrows from its own virtual machine. */
@Timeout(30)
final class StdioTest {
    private static final int PIPE_BYTES = 1 << 20;

    private final InputStream realIn = System.in;
    private final PrintStream realOut = System.out;
    private OutputStream to;
    private BufferedReader from;
    private TestServer server;

    @BeforeEach
    void start() throws IOException {
        PipedInputStream in = new PipedInputStream(PIPE_BYTES);
        to = new PipedOutputStream(in);
        PipedInputStream answers = new PipedInputStream(PIPE_BYTES);
        from = new BufferedReader(new InputStreamReader(answers, StandardCharsets.UTF_8));
        System.setIn(in);
        System.setOut(new PrintStream(new PipedOutputStream(answers), false, StandardCharsets.UTF_8));
        try {
            server = TestServer.start(new TestSettings().stdio());
        } finally {
            System.setIn(realIn);
            System.setOut(realOut);
        }
    }

    @AfterEach
    void stop() {
        server.close();
    }

    private void line(String text) throws IOException {
        to.write((text + "\n").getBytes(StandardCharsets.UTF_8));
        to.flush();
    }

    private void request(int id, String method, JsonObject params) throws IOException {
        line(new JsonObject()
                .put("id", id)
                .put("method", method)
                .put("params", params)
                .encode());
    }

    private JsonObject next() throws IOException {
        return new JsonObject(from.readLine());
    }

    private void introduce() throws IOException {
        request(1, "initialize", new JsonObject().put("clientName", "test"));
        assertThat(next().getJsonObject("result").getString("sessionId")).isNotEmpty();
        line("{\"method\":\"initialized\"}");
    }

    @Test
    void answersALineWithALine() throws IOException {
        introduce();
        request(2, "process/start", Start.of("p", "echo", "hi").params());
        assertThat(next()).isEqualTo(new JsonObject("""
                        {"id":2,"result":{"processId":"p","sandboxType":"none"}}"""));
        assertThat(next()).isEqualTo(new JsonObject("""
                        {"method":"process/output","params":
                          {"processId":"p","seq":1,"stream":"stdout","chunk":"aGkK"}}"""));
        assertThat(next().getString("method")).isEqualTo("process/exited");
        assertThat(next().getString("method")).isEqualTo("process/closed");
    }

    @Test
    void blankLinesAndCarriageReturnsAreNoMessages() throws IOException {
        line("");
        line("  \t ");
        line("{\"id\":7,\"method\":\"environment/status\"}\r");
        JsonObject answer = next();
        assertThat(answer.getInteger("id")).isEqualTo(7);
        assertThat(answer.getJsonObject("error").getString("message"))
                .isEqualTo("client must call initialize before using environment status methods");
    }

    @Test
    void complainsOfWhatIsNoMessageAndGoesOn() throws IOException {
        line("garbage");
        JsonObject answer = next();
        assertThat(answer.getInteger("id")).isEqualTo(-1);
        assertThat(answer.getJsonObject("error").getInteger("code")).isEqualTo(-32600);
        assertThat(answer.getJsonObject("error").getString("message"))
                .startsWith("failed to parse JSON-RPC message from exec-server stdio: ");
        introduce();
    }

    @Test
    void theEndOfTheInputEndsEverything() throws IOException {
        introduce();
        request(
                2,
                "process/start",
                Start.shell("p", "sleep 1000 & echo $!; wait").params());
        assertThat(next().getInteger("id")).isEqualTo(2);
        String chunk = next().getJsonObject("params").getString("chunk");
        OsProcess grandchild =
                OsProcess.numbered(new String(Base64.getDecoder().decode(chunk), StandardCharsets.US_ASCII));
        to.close();

        RpcClient.await(server.stdioEnded());
        server.close();
        grandchild.awaitEnd();
    }

    @Test
    void theEndOfTheInputEndsProcessesWithHandles() throws IOException {
        request(
                1,
                "initialize",
                new JsonObject()
                        .put("clientName", "test")
                        .put("capabilities", new JsonObject().put("experimentalApi", true)));
        next();
        request(2, "process/spawn", HandleClient.streaming("h", "echo $$; exec sleep 1000"));
        assertThat(next()).isEqualTo(new JsonObject("{\"id\":2,\"result\":{}}"));
        String delta = next().getJsonObject("params").getString("deltaBase64");
        OsProcess child = OsProcess.numbered(new String(Base64.getDecoder().decode(delta), StandardCharsets.US_ASCII));
        to.close();

        RpcClient.await(server.stdioEnded());
        child.awaitEnd();
    }
}
