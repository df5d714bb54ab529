package dev.execbus.server;

import static dev.execbus.server.ExecClient.command;
import static org.assertj.core.api.Assertions.assertThat;

import dev.execbus.sandbox.SandboxSettings.Mode;
import dev.execbus.testkit.Frame;
import dev.execbus.unifiedexec.ApprovalMode;
import dev.execbus.unifiedexec.SandboxChoice;
import dev.execbus.unifiedexec.UnifiedExecSettings;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Commands in a real sandbox, and how they get out of it. */
@Timeout(60)
final class ExecSandboxScenariosTest {
    @TempDir
    private Path folder;

    @BeforeEach
    void look() {
        Assumptions.assumeTrue(SandboxedServer.bubblewrapIsInstalled(), "no bwrap on the PATH");
    }

    private static TestSettings settings(ApprovalMode approval) {
        return new TestSettings()
                .sandboxMode(Mode.BUBBLEWRAP)
                .unifiedExec(UnifiedExecSettings.DEFAULTS.confining(approval, SandboxChoice.READ_ONLY));
    }

    private String writing() {
        return "echo x > " + folder.resolve("file");
    }

    @Test
    void byDefaultNothingLeavesIt() {
        try (TestServer server = TestServer.start(settings(ApprovalMode.SANDBOXED));
                ExecClient client = ExecClient.through(ClientDoor.WEB_SOCKET, server, null, false)) {
            assertThat(client.run(command("echo fine")).getString("output")).isEqualTo("fine\n");
            Frame denied = client.call("exec/command", command(writing()));
            assertThat(denied.errorMessage())
                    .startsWith("exec_command failed: Command denied by sandbox: ")
                    .contains("Read-only file system");
            assertThat(client.call("exec/command", command(writing()).put("sandboxPermissions", "require_escalated"))
                            .errorMessage())
                    .contains("running outside the sandbox is not allowed here");
            assertThat(Files.exists(folder.resolve("file"))).isFalse();
        }
    }

    @Test
    void whereItMayItRunsOnceMoreWithout() {
        try (TestServer server = TestServer.start(settings(ApprovalMode.ALLOW));
                ExecClient client = ExecClient.through(ClientDoor.WEB_SOCKET, server, null, false)) {
            assertThat(client.run(command(writing())).getInteger("exitCode")).isZero();
            assertThat(folder.resolve("file")).hasContent("x");
        }
    }
}
