package dev.execbus.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.execbus.testkit.RpcClient;
import dev.execbus.testkit.Start;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What a sandbox needs on the disk is gone with its last process, and protects while it is there. */
@Timeout(30)
final class SandboxEscapeTraceTest {
    @RegisterExtension
    static final SandboxedServer SERVER = SandboxedServer.confining();

    private EscapeGround ground;
    private JsonObject policy;

    /** Without any of the protected names. */
    @BeforeEach
    void build() throws IOException {
        ground = SERVER.ground();
        Files.move(ground.path("ws/.git"), ground.path("ws/src/oldgit"));
        policy = TestPolicy.workspaceWrite(ground.workspace())
                .path(ground.path("ws/later/denied"), "deny")
                .json();
    }

    @Test
    void aProcessLeavesNothingBehind() {
        DiskSnapshot before = ground.snapshot();
        ConfinedShell shell = ConfinedShell.run(
                SERVER,
                ground,
                policy,
                "for n in .git .codex .agents .aws later; do mkdir $n/x || echo > $n/x || echo > $n; done;"
                        + " rm -rf .git .codex later");
        assertThat(shell.output()).contains("Read-only file system");
        EscapeGround.awaitUnchanged(ground::snapshot, before);
    }

    @Test
    void aProcessThatIsKilledLeavesNothingBehind() {
        DiskSnapshot before = ground.snapshot();
        String id = SERVER.newProcessId();
        started(id, "echo up; exec sleep 60");
        SERVER.client().terminate(id);
        SERVER.client().awaitClosed(id);
        EscapeGround.awaitUnchanged(ground::snapshot, before);
    }

    @Test
    void whatOneProcessNeedsOnTheDiskIsProtectedFromTheOthers() {
        DiskSnapshot before = ground.snapshot();
        String first = SERVER.newProcessId();
        String second = SERVER.newProcessId();
        started(first, "echo up; read line");
        started(second, "echo up; read line; echo x > .git/x; mkdir .codex/x; mv .git moved; echo done");
        String intrusion = "echo x > .git/x; mkdir .git/x; rmdir .git; mv .codex moved; echo x > later; echo tried";
        assertThat(ConfinedShell.run(SERVER, ground, policy, intrusion).output())
                .contains("tried");
        for (FileEscape escape : List.of(
                FileEscapes.written("ws/.git/config"),
                FileEscapes.written("ws/.codex"),
                FileEscapes.directory("ws/.agents/skill"),
                FileEscape.between("fs/rename", "ws/a", "ws/.aws"),
                FileEscape.between("fs/rename", "ws/.git", "ws/moved"))) {
            assertThat(escape.tried(SERVER.client(), ground, policy).json().containsKey("error"))
                    .as(escape.toString())
                    .isTrue();
        }
        end(first);
        assertThat(ConfinedShell.run(SERVER, ground, policy, intrusion).output())
                .contains("tried");
        end(second);
        EscapeGround.awaitUnchanged(ground::snapshot, before);
    }

    @Test
    void aRepositoryAboveTheWorkspaceIsFound() {
        assumeTrue(Files.isExecutable(Path.of("/usr/bin/git")), "no git on this machine");
        ConfinedShell.run(SERVER, ground, new JsonObject(DISABLED), "git init -q ..")
                .exited();
        DiskSnapshot before = ground.snapshot();
        ConfinedShell found = ConfinedShell.run(
                SERVER,
                ground,
                TestPolicy.workspaceWrite(ground.workspace()).json(),
                "git rev-parse --show-toplevel; mkdir .codex; echo x > .codex/x; echo x > ../.git/config");

        assertThat(found.output().lines().findFirst()).contains(ground.root().toString());
        EscapeGround.awaitUnchanged(ground::snapshot, before);
    }

    private static final String DISABLED =
            "{\"permissions\":{\"type\":\"disabled\"},\"windowsSandboxLevel\":\"disabled\"}";

    private void started(String id, String script) {
        RpcClient client = SERVER.client();
        Start start = ConfinedShell.start(id, ground, policy, script).pipeStdin();
        client.start(start).result();
        client.awaitNotification(frame -> frame.method().equals("process/output") && frame.isAbout(id));
    }

    /** It waits for a line. */
    private static void end(String id) {
        RpcClient client = SERVER.client();
        client.write(id, "1", new byte[] {'\n'});
        client.awaitClosed(id);
    }
}
