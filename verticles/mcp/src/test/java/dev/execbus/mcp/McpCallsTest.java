package dev.execbus.mcp;

import static org.assertj.core.api.Assertions.assertThat;

import dev.execbus.protocol.ByteChunk;
import dev.execbus.testkit.Eventually;
import io.modelcontextprotocol.client.McpSyncClient;
import io.modelcontextprotocol.spec.McpSchema.CallToolRequest;
import io.modelcontextprotocol.spec.McpSchema.CallToolResult;
import io.modelcontextprotocol.spec.McpSchema.ProgressNotification;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Calls of the SDK's own client while they run, and those of another beside them. */
@Timeout(30)
final class McpCallsTest {
    private static final Duration SOON = Duration.ofSeconds(20);

    private final SdkAgent agent = new SdkAgent();

    @AfterEach
    void stop() {
        agent.close();
    }

    @Test
    void tellsHowFarACommandIs() {
        CompletableFuture<CallToolResult> answer = CompletableFuture.supplyAsync(
                () -> agent.client()
                        .callTool(CallToolRequest.builder("exec_command")
                                .arguments(Map.of("cmd", "wait"))
                                .progressToken("token")
                                .build()),
                Thread::startVirtualThread);
        FakeTools.Asked asked = asked(0);
        // The SDK's client hands two that come together to two threads.
        asked.listener().began(1_000);
        Eventually.holds("the beginning is told", SOON, () -> agent.progress().size() == 1);
        asked.listener().printed(ByteChunk.utf8("one\n"));
        Eventually.holds("the first is told", SOON, () -> agent.progress().size() == 2);
        asked.listener().printed(ByteChunk.utf8("two\n"));
        asked.listener().printed(ByteChunk.utf8("three\n"));
        Eventually.holds("the others are told", SOON, () -> agent.progress().size() == 3);
        asked.answer().complete(FakeTools.exited("done"));

        assertThat(answer).succeedsWithin(SOON);
        assertThat(agent.progress())
                .containsExactly(
                        progress(0.0, "running with session ID 1000"),
                        progress(4.0, "one\n"),
                        progress(14.0, "two\nthree\n"));
    }

    @Test
    void callsRunSideBySide() {
        CompletableFuture<CallToolResult> slow = CompletableFuture.supplyAsync(
                () -> agent.call("exec_command", Map.of("cmd", "wait")), Thread::startVirtualThread);
        FakeTools.Asked asked = asked(0);

        assertThat(agent.call("exec_command", Map.of("cmd", "quick")).isError()).isFalse();
        asked.answer().complete(FakeTools.exited("slow"));

        assertThat(slow).succeedsWithin(SOON);
    }

    @Test
    void agentsDoNotShareASession() {
        try (McpSyncClient other = agent.server().client(ignored -> {})) {
            other.callTool(CallToolRequest.builder("exec_command")
                    .arguments(Map.of("cmd", "theirs"))
                    .build());
            agent.call("exec_command", Map.of("cmd", "ours"));

            assertThat(agent.server().opener.opened)
                    .extracting(tools -> tools.commands.getFirst().command().cmd())
                    .containsExactly("ours", "theirs");
        }
        Eventually.holds(
                "the other has ended",
                SOON,
                () -> agent.server().opener.opened.get(1).ends.equals(List.of("end")));
        assertThat(agent.server().opener.opened.getFirst().ends).isEmpty();
    }

    private static ProgressNotification progress(double bytes, String text) {
        return ProgressNotification.builder("token", bytes).message(text).build();
    }

    private FakeTools.Asked asked(int index) {
        Eventually.holds(
                "the command is asked for",
                SOON,
                () -> agent.server().opener.last().commands.size() > index);
        return agent.server().opener.last().commands.get(index);
    }
}
