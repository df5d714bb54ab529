package dev.execbus.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.execbus.testkit.RpcClient;
import dev.execbus.testkit.Start;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

final class ExportCommandTest {
    private final StringWriter err = new StringWriter();

    @TempDir
    private Path folder;

    @Test
    void writesWhatAProcessHasPrinted() throws IOException {
        try (TestServer server = TestServer.start(new TestSettings().console());
                RpcClient client = RpcClient.open(server.port())) {
            client.start(Start.of("p", "printf", "one"));
            client.awaitClosed("p");
            Path file = folder.resolve("p.cast");

            assertThat(execute(server, "--out", file.toString(), "p"))
                    .as(err.toString())
                    .isZero();

            List<String> lines = Files.readAllLines(file);
            assertThat(new JsonObject(lines.getFirst()).getInteger("version")).isEqualTo(3);
            assertThat(told(lines)).containsExactly("o one", "x 0");
        }
    }

    @Test
    void writesALongRecordingPageByPage() throws IOException {
        try (TestServer server = TestServer.start(new TestSettings().console());
                RpcClient client = RpcClient.open(server.port())) {
            client.start(Start.of("p", "sh", "-c", "head -c 3000000 /dev/zero | tr '\\0' x"));
            client.awaitClosed("p");
            Path file = folder.resolve("p.cast");

            assertThat(execute(server, "--out", file.toString(), "p"))
                    .as(err.toString())
                    .isZero();

            assertThat(String.join("", told(Files.readAllLines(file))).replaceAll("[^x]", ""))
                    .hasSize(3_000_001);
        }
    }

    @Test
    void asksWhichOneWhereSeveralHaveThatName() {
        try (TestServer server = TestServer.start(new TestSettings().console());
                RpcClient one = RpcClient.open(server.port());
                RpcClient other = RpcClient.open(server.port())) {
            one.start(Start.of("p", "true"));
            other.start(Start.of("p", "true"));

            assertThat(execute(server, "p")).isEqualTo(1);
            assertThat(err.toString())
                    .startsWith(
                            "execbus export: several sessions have a process of that name, choose one by --session: ")
                    .contains(one.sessionId().substring(0, 8))
                    .contains(other.sessionId().substring(0, 8));
            assertThat(execute(
                            server,
                            "--session",
                            one.sessionId().substring(0, 8),
                            "--out",
                            folder.resolve("p.cast").toString(),
                            "p"))
                    .isZero();
        }
    }

    @Test
    void saysThatThereIsNone() {
        try (TestServer server = TestServer.start(new TestSettings().console())) {
            assertThat(execute(server, "nobody")).isEqualTo(1);
            assertThat(err)
                    .hasToString("execbus export: no session that this client may see has a process of that name\n");
        }
    }

    @Test
    void saysThatNobodyListens() {
        assertThat(new CommandLine(new ExportCommand(Map.of()))
                        .setErr(new PrintWriter(err, true))
                        .execute("--url", "ws://127.0.0.1:1", "p"))
                .isEqualTo(1);
        assertThat(err.toString()).startsWith("execbus export: cannot connect to the server: ");
    }

    /** The code and the data of every line but the first. */
    private static List<String> told(List<String> lines) {
        List<String> told = new ArrayList<>();
        for (String line : lines.subList(1, lines.size())) {
            JsonArray event = new JsonArray(line);
            told.add(event.getString(1) + " " + event.getString(2));
        }
        return told;
    }

    private int execute(TestServer server, String... arguments) {
        return new CommandLine(new ExportCommand(Map.of("EXECBUS_URL", "ws://127.0.0.1:" + server.port())))
                .setErr(new PrintWriter(err, true))
                .execute(arguments);
    }
}
