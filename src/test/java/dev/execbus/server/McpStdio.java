package dev.execbus.server;

import io.modelcontextprotocol.client.transport.ServerParameters;
import io.modelcontextprotocol.client.transport.StdioClientTransport;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/** {@code execbus mcp} as a process of its own, which the SDK's client starts and ends. */
final class McpStdio {
    private McpStdio() {}

    static McpAgent start(Map<String, String> variables, String... arguments) {
        List<String> command = new ArrayList<>(List.of(
                "--enable-native-access=ALL-UNNAMED",
                "--sun-misc-unsafe-memory-access=allow",
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-cp",
                System.getProperty("java.class.path"),
                Main.class.getName(),
                "mcp"));
        command.addAll(Arrays.asList(arguments));
        String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        return McpAgent.over(new StdioClientTransport(
                ServerParameters.builder(java).args(command).env(variables).build(), McpAgent.JSON));
    }
}
