package dev.execbus.server;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** {@code execbus nodes} and {@code execbus sessions} against a server that says what the test wants. */
@Timeout(30)
final class AdminCommandsTest {
    private record Outcome(int exitCode, List<String> out, String err) {}

    private static final String NODES = """
            {"nodes":[
             {"role":"gateway","name":"g1-0-ab","state":"serving","sessions":null,"capacity":null,"loadPercent":null,
              "labels":[],"connections":12,"lastBeatMs":320,"version":"0.1"},
             {"role":"worker","name":"w1","state":"lost","sessions":3,"capacity":4096,"loadPercent":7,
              "labels":["gpu","eu"],"connections":null,"lastBeatMs":61500,"version":"0.1"}]}""";

    private static final String SESSIONS = """
            {"sessions":[
             {"id":"7eb1a449…","worker":"w1","gateway":"g1-0-ab","epoch":2,"ageMs":7260000},
             {"id":"99999999…","worker":"w1","gateway":null,"epoch":1,"ageMs":90000000}],"unanswered":["w2"]}""";

    private final List<String> asked = new ArrayList<>();
    private HttpServer server;
    private int status = 200;
    private String answer = "";

    @BeforeEach
    void start() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", exchange -> {
            asked.add(exchange.getRequestURI() + " "
                    + exchange.getRequestHeaders().getFirst("Authorization"));
            byte[] body = answer.getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(status, body.length == 0 ? -1 : body.length);
            exchange.getResponseBody().write(body);
            exchange.close();
        });
        server.start();
    }

    @AfterEach
    void stop() {
        server.stop(0);
    }

    @Test
    void showsNodesAsATable() {
        answer = NODES;

        String table = """
                ROLE     NAME     STATE    SESSIONS  CAPACITY  LOAD  CONNECTIONS  LABELS  HEARD      VERSION
                gateway  g1-0-ab  serving  -         -         -     12           -       0.3s ago   0.1
                worker   w1       lost     3         4096      7%    -            gpu,eu  1m 1s ago  0.1
                """;
        assertThat(run(Map.of(), "nodes", "--url", url()))
                .isEqualTo(new Outcome(0, table.lines().toList(), ""));
        assertThat(asked).containsExactly("/nodes null");
    }

    @Test
    void showsSessionsAsATableAndWhoDidNotAnswer() {
        answer = SESSIONS;

        assertThat(run(Map.of(), "sessions", "--url", url() + "/"))
                .isEqualTo(new Outcome(
                        0,
                        List.of(
                                "SESSION    WORKER  GATEWAY  EPOCH  AGE",
                                "7eb1a449…  w1      g1-0-ab  2      2h 1m",
                                "99999999…  w1      -        1      1d 1h"),
                        "execbus sessions: no answer from w2\n"));
        assertThat(asked).containsExactly("/sessions null");
    }

    @Test
    void passesTheAnswerOnToPrograms() {
        answer = "{\"sessions\":[],\"unanswered\":[],\"more\":1}";

        Outcome outcome = run(Map.of(), "sessions", "--json", "--url", url());
        assertThat(outcome.exitCode()).isZero();
        assertThat(String.join("", outcome.out()).replace(" ", "")).isEqualTo(answer);
    }

    @Test
    void showsItsToken(@TempDir Path folder) throws IOException {
        answer = NODES;
        Path file = Files.writeString(folder.resolve("token"), "from-file\n");

        run(Map.of("EXECBUS_ADMIN_TOKEN", "from-environment"), "nodes", "--url", url());
        run(Map.of("EXECBUS_ADMIN_TOKEN", "unused"), "nodes", "--url", url(), "--token-file", file.toString());
        assertThat(asked).containsExactly("/nodes Bearer from-environment", "/nodes Bearer from-file");
    }

    @Test
    void saysInOneSentenceWhatIsWrong() throws IOException {
        status = 401;
        assertThat(run(Map.of(), "nodes", "--url", url()))
                .isEqualTo(failed("it wants another token (HTTP status 401)"));
        status = 503;
        assertThat(run(Map.of(), "nodes", "--url", url())).isEqualTo(failed("it answered with HTTP status 503"));
        status = 200;
        answer = "<html>";
        assertThat(run(Map.of(), "nodes", "--url", url())).isEqualTo(failed("its answer is not JSON"));
    }

    @Test
    void saysThatNobodyListens() throws IOException {
        int free;
        try (ServerSocket socket = new ServerSocket(0)) {
            free = socket.getLocalPort();
        }
        String url = "http://127.0.0.1:" + free;

        assertThat(run(Map.of(), "sessions", "--url", url))
                .isEqualTo(new Outcome(
                        1, List.of(), "Error: cannot ask the server at " + url + ": nothing listens there\n"));
    }

    @Test
    void refusesAUrlItCannotUse() {
        Outcome outcome = run(Map.of(), "nodes", "--url", "ws://127.0.0.1:1");
        assertThat(outcome.exitCode()).isEqualTo(2);
        assertThat(outcome.err())
                .startsWith("Invalid value for option '--url': invalid URL \"ws://127.0.0.1:1\"; expected"
                        + " http://HOST:PORT");
    }

    private String url() {
        return "http://127.0.0.1:" + server.getAddress().getPort();
    }

    private Outcome failed(String reason) {
        return new Outcome(1, List.of(), "Error: cannot ask the server at " + url() + ": " + reason + "\n");
    }

    private static Outcome run(Map<String, String> environment, String... arguments) {
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        CommandLine commandLine = ExecbusCommand.commandLine(environment, (config, access) -> {
                    throw new AssertionError("these commands start no server");
                })
                .setOut(new PrintWriter(out))
                .setErr(new PrintWriter(err));
        int exitCode = commandLine.execute(arguments);
        return new Outcome(exitCode, out.toString().lines().toList(), err.toString());
    }
}
