package dev.execbus.server;

import dev.execbus.bus.ProcessEvent.Exited;
import dev.execbus.protocol.StreamName;
import dev.execbus.testkit.RpcClient;
import dev.execbus.testkit.Start;
import dev.execbus.testkit.Transcript;
import io.vertx.core.json.JsonObject;
import java.util.Map;

/**
 * What a script did that ran in the workspace under a policy.
 *
 * @param output both streams, one after the other
 */
record ConfinedShell(String output, Exited exited) {

    /** {@code $R} is the ground's folder, {@code $SERVER} the server's process. */
    static ConfinedShell run(SandboxedServer server, EscapeGround ground, JsonObject sandbox, String script) {
        Start start = start(server.newProcessId(), ground, sandbox, script);
        RpcClient client = server.client();
        client.start(start).result();
        return ended(client.awaitClosed(start.params().getString("processId")));
    }

    static Start start(String processId, EscapeGround ground, JsonObject sandbox, String script) {
        return Start.shell(processId, script)
                .with("cwd", "file://" + ground.workspace())
                .with("sandbox", sandbox)
                .env(Map.of(
                        "R",
                        ground.root().toString(),
                        "SERVER",
                        String.valueOf(ProcessHandle.current().pid())));
    }

    static ConfinedShell ended(Transcript told) {
        String output = told.text(StreamName.STDOUT) + told.text(StreamName.STDERR) + told.text(StreamName.PTY);
        return new ConfinedShell(output, told.exited());
    }
}
