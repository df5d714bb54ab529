package dev.execbus.transport;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The table of addresses and permissions in the documentation is the one the door decides by. */
class EventBusDocumentTest {
    private static final Path DOCUMENT = Path.of("..", "..", "src", "main", "docs", "protocol.md");
    private static final String HEADING = "### The event-bus door";

    private static String table() {
        return Arrays.stream(BridgeRule.values())
                .map(BridgeRule::row)
                .collect(Collectors.joining(
                        "\n", "| Frame | Address | Allowed | What it does |\n|---|---|---|---|\n", ""));
    }

    @Test
    void theDocumentHasTheTable() throws IOException {
        String section = Files.readString(DOCUMENT).split(HEADING, 2)[1];
        String written = section.lines()
                .dropWhile(line -> !line.startsWith("|"))
                .takeWhile(line -> line.startsWith("|"))
                .collect(Collectors.joining("\n"));
        assertThat(written)
                .as("the first table under \"%s\" in %s; put this there:%n%s%n", HEADING, DOCUMENT, table())
                .isEqualTo(table());
    }

    @ParameterizedTest
    @CsvSource({
        "send, execbus.rpc, REQUEST",
        "register, execbus.client, LISTEN",
        "unregister, execbus.client, LISTEN",
        "ping, , PING",
        "ping, execbus.beats, PING",
        "publish, execbus.rpc, PUBLISH",
        "publish, execbus.client, PUBLISH",
        "send, execbus.client, ELSEWHERE",
        "send, execbus.processes.node, ELSEWHERE",
        "send, , ELSEWHERE",
        "register, execbus.rpc, ELSEWHERE",
        "unregister, execbus.client.1, ELSEWHERE",
        "SEND, execbus.rpc, UNKNOWN",
        "rec, execbus.client, UNKNOWN",
        ", execbus.rpc, UNKNOWN"
    })
    void theFirstRuleThatFitsDecides(String type, String address, BridgeRule rule) {
        assertThat(BridgeRule.of(type, address)).isEqualTo(rule);
    }
}
