package dev.execbus.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.execbus.testkit.Frame;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Links themselves belong to the workspace; what they lead to does not. */
@Timeout(30)
final class SandboxEscapeLinkTest {
    @RegisterExtension
    static final SandboxedServer SERVER = SandboxedServer.confining();

    private EscapeGround ground;
    private DiskSnapshot before;

    @BeforeEach
    void build() {
        ground = SERVER.ground();
        before = ground.snapshot();
    }

    @Test
    void removingALinkLeavesWhatItLeadsTo() {
        for (String link : List.of("lout", "lsecret", "ldangling", "chain1", "labsolute", "lslash", "lproc")) {
            call(FileEscapes.removal("ws/" + link)).result();
            assertThat(ground.isThere("ws/" + link)).isFalse();
        }
        call(FileEscapes.removal("ws/tree")).result();

        assertThat(ground.isThere("ws/tree")).isFalse();
        assertThat(ground.untouchable()).isEqualTo(untouched());
    }

    @Test
    void copyingAndRenamingALinkKeepsItALink() throws IOException {
        call(FileEscapes.copy("ws/lsecret", "ws/copied")).result();
        call(FileEscape.between("fs/rename", "ws/lsecret", "ws/renamed")).result();
        call(FileEscapes.copy("ws/tree", "ws/tree2")).result();

        for (String link : List.of("ws/copied", "ws/renamed")) {
            assertThat(Files.readSymbolicLink(ground.path(link))).isEqualTo(Path.of("../out/secret"));
        }
        assertThat(Files.readSymbolicLink(ground.path("ws/tree2/lsecret"))).isEqualTo(Path.of("../../out/secret"));
        assertThat(ground.read("ws/tree2/leaf")).isEqualTo("leaf");
        assertThat(ground.untouchable()).isEqualTo(untouched());
    }

    /** It replaces the link or is refused; it does not write through it. */
    @ParameterizedTest
    @ValueSource(strings = {"lsecret", "fchain1", "ldangling", "ldanglingabsolute", "lagents", "lgit", "lcodex"})
    void anAtomicWriteDoesNotFollowALinkOut(String link) {
        call(FileEscapes.written("ws/" + link).with("atomic", true));
        call(FileEscape.between("fs/rename", "ws/a", "ws/" + link).with("replace", true));

        assertThat(ground.untouchable()).isEqualTo(untouched());
        assertThat(ground.isThere("ws/.agents")).isFalse();
    }

    /** Dot segments are taken away before anybody looks at a link: the parent meant is the link's own. */
    @ParameterizedTest
    @ValueSource(strings = {"ws/lout/../beside", "ws/lout/..%2Fbeside", "ws/lout/%2e%2e/beside", "ws/lout/%2E./beside"})
    void dotsBehindALinkStayInTheWorkspace(String path) throws IOException {
        Frame read = call(FileEscape.of("fs/readFile", path));
        call(FileEscapes.written(path)).result();

        assertThat(read.errorCode()).isEqualTo(-32004);
        assertThat(List.of(ground.read("ws/beside"), ground.read("beside")))
                .containsExactly("Trojan", EscapeGround.MARKER);
    }

    @Test
    void aLinkAsWorkspaceStandsForItsDirectory() throws IOException {
        ground.link("alias", "ws");
        JsonObject aliased = TestPolicy.workspaceWrite(ground.path("alias")).json();
        for (String path : List.of("alias/new1", "ws/new2")) {
            FileEscapes.written(path).tried(SERVER.client(), ground, aliased).result();
            assertThat(ground.read(path)).isEqualTo("Trojan");
        }
        for (String path : List.of("alias/.git/config", "ws/.git/config", "alias/lout/new", "out/new")) {
            assertThat(FileEscapes.written(path)
                            .tried(SERVER.client(), ground, aliased)
                            .errorCode())
                    .as(path)
                    .isEqualTo(-32603);
        }
        assertThat(ground.untouchable().without("alias")).isEqualTo(untouched());
    }

    /** Whoever may write the one directory could otherwise have the other opened to the next call or process. */
    @Test
    void aWritablePathThatHasBecomeALinkFailsClosed() throws IOException {
        JsonObject nested = TestPolicy.workspaceWrite(ground.workspace())
                .path(ground.path("ws/cache"), "write")
                .path(ground.path("ws/later/cache"), "write")
                .json();
        ConfinedShell.run(SERVER, ground, nested, "ln -s ../out cache; mkdir later; ln -s ../../out later/cache");
        for (String path : List.of("ws/cache/new", "ws/later/cache/secret", "out/new")) {
            Frame answer = FileEscapes.written(path).tried(SERVER.client(), ground, nested);
            assertThat(answer.json().containsKey("error")).as(path).isTrue();
        }
        ConfinedShell.run(SERVER, ground, nested, "echo x > cache/new; echo x > later/cache/secret");

        assertThat(ground.untouchable()).isEqualTo(untouched());
    }

    @Test
    void aWalkOfTheWorkspaceDoesNotLeaveIt() {
        JsonObject only = TestPolicy.workspaceOnly(ground.workspace()).json();
        Frame walk = FileEscapes.walk("ws").tried(SERVER.client(), ground, only);
        Frame parent = FileEscape.of("fs/readDirectory", "ws/lup").tried(SERVER.client(), ground, only);

        assertThat(EscapeGround.leaks(walk)).isEmpty();
        assertThat(walk.result().encode()).contains("/ws/src/b").doesNotContain("lout/");
        assertThat(parent.json().encode()).doesNotContain("beside").doesNotContain("\"out\"");
    }

    /** The accepted limit: a file has no place of its own, and this one has a name inside. */
    @Test
    void aHardLinkThatIsInsideAlreadyIsWritten() throws IOException {
        Files.createLink(ground.path("ws/hard"), ground.path("out/secret"));
        call(FileEscapes.written("ws/hard")).result();

        assertThat(ground.read("out/secret")).isEqualTo("Trojan");
        assertThat(Files.getAttribute(ground.path("ws/hard"), "unix:ino"))
                .isEqualTo(Files.getAttribute(ground.path("out/secret"), "unix:ino"));
    }

    private DiskSnapshot untouched() {
        DiskSnapshot untouched = before.without("ws");
        untouched.names().putAll(before.only("ws/.git").names());
        return untouched;
    }

    private Frame call(FileEscape call) {
        return call.tried(
                SERVER.client(),
                ground,
                TestPolicy.workspaceWrite(ground.workspace()).json());
    }
}
