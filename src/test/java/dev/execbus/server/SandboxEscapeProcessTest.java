package dev.execbus.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.execbus.testkit.Start;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** No process gets out of the workspace by way of the disk. */
@Timeout(30)
final class SandboxEscapeProcessTest {
    @RegisterExtension
    static final SandboxedServer SERVER = SandboxedServer.confining();

    private static EscapeGround ground;
    private static DiskSnapshot before;

    @BeforeEach
    void restore() {
        if (ground == null || !ground.snapshot().equals(before)) {
            ground = SERVER.ground();
            before = ground.snapshot();
        }
    }

    static Stream<String> changes() {
        return ShellEscapes.changes();
    }

    static Stream<String> reads() {
        return ShellEscapes.reads();
    }

    @ParameterizedTest
    @MethodSource("changes")
    void mayNotChangeWhatItMayRead(String escape) {
        JsonObject policy = TestPolicy.workspaceWrite(ground.workspace()).json();
        failed(escape, policy);
        // Some tried to move things in, and may have left a copy of what they were allowed to read.
        EscapeGround.awaitUnchanged(ground::untouchable, untouched());
    }

    @ParameterizedTest
    @MethodSource("reads")
    void seesNothingButTheWorkspace(String escape) {
        failed(escape, TestPolicy.workspaceOnly(ground.workspace()).json());
        EscapeGround.awaitUnchanged(ground::snapshot, before);
    }

    @ParameterizedTest
    @MethodSource("reads")
    void mayNotReadWhatIsDenied(String escape) {
        JsonObject policy = TestPolicy.workspaceWrite(ground.workspace())
                .path(ground.path("out"), "deny")
                .path(ground.path("beside"), "deny")
                .json();
        ConfinedShell shell = ConfinedShell.run(SERVER, ground, policy, ShellEscapes.reporting(escape));
        assertThat(shell.output())
                .contains("tried\n")
                .doesNotContain(EscapeGround.MARKER)
                .doesNotContain(EscapeGround.HIDDEN_NAME);
        EscapeGround.awaitUnchanged(ground::untouchable, untouched());
    }

    private static void failed(String escape, JsonObject policy) {
        ConfinedShell shell = ConfinedShell.run(SERVER, ground, policy, ShellEscapes.reporting(escape));
        assertThat(shell.output()).contains("tried\n").doesNotContain(ShellEscapes.ESCAPED);
    }

    private static DiskSnapshot untouched() {
        DiskSnapshot untouched = before.without("ws");
        untouched.names().putAll(before.only("ws/.git").names());
        return untouched;
    }

    @Test
    void whatIsAllowedWorks() throws IOException {
        EscapeGround own = SERVER.ground();
        JsonObject policy = TestPolicy.workspaceWrite(own.workspace()).json();
        ConfinedShell shell = ConfinedShell.run(
                SERVER,
                own,
                policy,
                "set -e; cat ../out/secret | wc -c; echo x > new; echo y > /dev/null; rm a; mv src s");

        assertThat(List.of(shell.output().trim(), shell.exited().exitCode()))
                .containsExactly(String.valueOf(EscapeGround.SECRET_BYTES), 0);
        assertThat(List.of(own.read("ws/new"), own.read("ws/s/b"))).containsExactly("x\n", "b");
        assertThat(own.isThere("ws/a")).isFalse();
    }

    @Test
    void aDenialIsTold() {
        ConfinedShell shell = ConfinedShell.run(
                SERVER, ground, TestPolicy.workspaceWrite(ground.workspace()).json(), "echo x > ../out/new");
        assertThat(List.of(shell.exited().exitCode(), shell.exited().sandboxDenied()))
                .containsExactly(2, true);
    }

    @Test
    void aLinkInPlaceOfANameFailsClosed() throws IOException {
        EscapeGround own = SERVER.ground();
        Files.createDirectory(own.path("ws/decoy"));
        own.link("ws/.codex", "decoy");
        DiskSnapshot untouched = own.snapshot();
        Start start = ConfinedShell.start(
                SERVER.newProcessId(),
                own,
                TestPolicy.workspaceWrite(own.workspace()).json(),
                "echo x > .codex/config.toml; rm .codex; mkdir .codex");
        if (SERVER.client().start(start).json().containsKey("result")) {
            ConfinedShell shell = ConfinedShell.ended(
                    SERVER.client().awaitClosed(start.params().getString("processId")));
            assertThat(shell.exited().exitCode()).isNotZero();
        }
        EscapeGround.awaitUnchanged(own::snapshot, untouched);
    }

    @Test
    void whatAGitFilePointsAtIsProtectedToo() throws IOException {
        EscapeGround own = SERVER.ground();
        Files.move(own.path("ws/.git"), own.path("ws/elsewhere"));
        own.write("ws/.git", "gitdir: elsewhere\n");
        DiskSnapshot untouched = own.snapshot();
        ConfinedShell shell = ConfinedShell.run(
                SERVER,
                own,
                TestPolicy.workspaceWrite(own.workspace()).json(),
                "echo x > elsewhere/config; echo x > .git; rm -f .git; mv elsewhere moved; rm -rf elsewhere");

        assertThat(shell.output()).contains("Read-only file system");
        EscapeGround.awaitUnchanged(own::snapshot, untouched);
    }

    @Test
    void aHardLinkThatIsInsideAlreadyIsWritten() throws IOException {
        EscapeGround own = SERVER.ground();
        Files.createLink(own.path("ws/hard"), own.path("out/secret"));
        ConfinedShell.run(
                SERVER, own, TestPolicy.workspaceWrite(own.workspace()).json(), "printf Trojan > hard");

        assertThat(own.read("out/secret")).isEqualTo("Trojan");
    }

    /** The fresh devices come before what a policy opens below them. */
    @Test
    void aWritableDirectoryBelowTheDevicesIsTheRealOne() throws IOException {
        Path shared = Files.createTempDirectory(Path.of("/dev/shm"), "execbus-escapes-");
        try {
            JsonObject policy = TestPolicy.workspaceWrite(ground.workspace())
                    .path(shared, "write")
                    .json();
            ConfinedShell.run(
                    SERVER, ground, policy, "printf x > " + shared + "/new; printf y > " + shared + "-beside");

            assertThat(Files.readString(shared.resolve("new"))).isEqualTo("x");
            assertThat(Path.of(shared + "-beside")).doesNotExist();
        } finally {
            Files.deleteIfExists(shared.resolve("new"));
            Files.delete(shared);
        }
    }
}
