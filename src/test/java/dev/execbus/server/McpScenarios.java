package dev.execbus.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.modelcontextprotocol.spec.McpSchema;
import io.modelcontextprotocol.spec.McpSchema.CallToolRequest;
import io.modelcontextprotocol.spec.McpSchema.ReadResourceRequest;
import io.modelcontextprotocol.spec.McpSchema.TextResourceContents;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What an agent can do, whichever way it comes. One agent does it all, in shells that read no profile. */
@Timeout(120)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class McpScenarios {
    @TempDir
    private Path folder;

    private McpAgent agent;

    abstract McpAgent connect() throws Exception;

    @BeforeAll
    void begin() throws Exception {
        agent = connect();
    }

    @AfterAll
    void end() {
        agent.close();
        disconnect();
    }

    abstract void disconnect();

    McpAgent agent() {
        return agent;
    }

    @Test
    void offersEveryTool() {
        assertThat(agent.client().listTools().tools())
                .extracting(McpSchema.Tool::name)
                .containsExactlyInAnyOrder(
                        "exec_command",
                        "write_stdin",
                        "list_processes",
                        "terminate",
                        "read_file",
                        "write_file",
                        "list_directory");
    }

    @Test
    void runsACommandToItsEnd() {
        Map<String, Object> outcome = agent.structured(
                "exec_command", Map.of("login", false, "cmd", "echo hi; exit 3", "workdir", folder.toString()));

        assertThat(outcome).containsEntry("exit_code", 3).containsEntry("output", "hi\n");
        assertThat(outcome).doesNotContainKey("session_id");
    }

    @Test
    void talksWithACommandThatGoesOn() {
        Map<String, Object> first = agent.structured(
                "exec_command",
                Map.of(
                        "login",
                        false,
                        "cmd",
                        "echo ready; read line; echo got $line",
                        "tty",
                        true,
                        "yield_time_ms",
                        3_000));
        Object session = first.get("session_id");
        assertThat(session).isInstanceOf(Integer.class);
        assertThat((String) first.get("output")).contains("ready");
        assertThat(listed()).containsExactly(session);

        Map<String, Object> second = agent.structured(
                "write_stdin", Map.of("session_id", session, "chars", "you\n", "yield_time_ms", 5_000));

        assertThat((String) second.get("output")).contains("got you");
        assertThat(second).containsEntry("exit_code", 0);
        assertThat(listed()).isEmpty();
        assertThat(agent.failure("write_stdin", Map.of("session_id", session)))
                .isEqualTo("write_stdin failed: Unknown process id " + session);
        assertThat(agent.client()
                        .readResource(ReadResourceRequest.builder("execbus://process/" + session + "/output")
                                .build())
                        .contents())
                .singleElement()
                .isInstanceOfSatisfying(
                        TextResourceContents.class,
                        contents -> assertThat(contents.text()).contains("ready", "got you"));
    }

    @SuppressWarnings("unchecked")
    private List<Object> listed() {
        List<Map<String, Object>> processes = (List<Map<String, Object>>)
                agent.structured("list_processes", Map.of()).get("processes");
        return processes.stream().map(process -> process.get("session_id")).toList();
    }

    @Test
    void endsACommand() {
        Object session = agent.structured(
                        "exec_command", Map.of("login", false, "cmd", "sleep 600", "yield_time_ms", 250))
                .get("session_id");

        assertThat(agent.structured("terminate", Map.of("session_id", session))).containsEntry("was_running", true);
        assertThat(listed()).isEmpty();
    }

    @Test
    void tellsHowFarACommandIs() {
        agent.progress.clear();
        agent.structured(
                "exec_command",
                Map.of("login", false, "cmd", "for i in 1 2 3; do sleep 0.4; echo line $i; done; sleep 0.4"));

        assertThat(agent.progress).isNotEmpty();
        assertThat(agent.progress)
                .extracting(McpSchema.ProgressNotification::progressToken)
                .containsOnly("exec_command");
        assertThat(agent.progress.stream().map(McpSchema.ProgressNotification::message))
                .anyMatch(message -> message.contains("line 2"));
        assertThat(agent.progress.stream().map(McpSchema.ProgressNotification::progress))
                .isSorted();
    }

    @Test
    void tellsOfTwoCommandsThatAreAlike() {
        agent.progress.clear();
        CompletableFuture.allOf(alike("one"), alike("two")).join();

        assertThat(agent.progress)
                .filteredOn(told -> told.message().contains("line 2"))
                .extracting(McpSchema.ProgressNotification::progressToken)
                .containsExactlyInAnyOrder("one", "two");
    }

    private CompletableFuture<Void> alike(String progressToken) {
        // Not in the common pool, which the client needs for its answers.
        return CompletableFuture.runAsync(
                () -> agent.client()
                        .callTool(CallToolRequest.builder("exec_command")
                                .arguments(Map.of("login", false, "cmd", "sleep 1; echo line 2; sleep 1"))
                                .progressToken(progressToken)
                                .build()),
                Thread::startVirtualThread);
    }

    @Test
    void readsAndWritesFiles() {
        String file = folder.resolve("a/b/text").toString();

        agent.structured("write_file", Map.of("path", file, "content", "héllo", "create_directories", true));

        assertThat(agent.structured("read_file", Map.of("path", file)))
                .containsEntry("content", "héllo")
                .containsEntry("file_size", 6)
                .containsEntry("eof", true);
        assertThat(agent.structured("read_file", Map.of("path", file, "offset", 3, "length", 2)))
                .containsEntry("content", "ll")
                .containsEntry("eof", false);
        assertThat(agent.structured(
                        "list_directory", Map.of("path", folder.resolve("a").toString())))
                .containsEntry("entries", List.of(Map.of("name", "b", "type", "directory")));
        assertThat(agent.failure(
                        "read_file", Map.of("path", folder.resolve("none").toString())))
                .isNotBlank();
        assertThat(agent.failure("read_file", Map.of("path", folder.toString())))
                .contains("is a directory");
        assertThat(agent.failure("read_file", Map.of("path", "relative"))).contains("must be absolute");
    }

    @Test
    void saysWhatIsWrong() {
        assertThat(agent.failure("exec_command", Map.of()))
                .isEqualTo("failed to parse function arguments: missing field `cmd` at line 1 column 2");
        assertThat(agent.failure("exec_command", Map.of("login", false, "cmd", "true", "shell", "/none/sh")))
                .startsWith("exec_command failed: ");
    }
}
