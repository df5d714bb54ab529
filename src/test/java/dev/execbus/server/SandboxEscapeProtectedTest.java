package dev.execbus.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.execbus.testkit.Frame;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** File calls leave alone what tools take orders from: {@code .git}, {@code .codex}, {@code .agents}, {@code .aws}. */
@Timeout(30)
final class SandboxEscapeProtectedTest {
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

    static Stream<FileEscape> escapes() {
        return Stream.of(
                        Stream.of("ws/.git", "ws/lgit", "ws/..%2Fws/.git")
                                .flatMap(SandboxEscapeProtectedTest::existing),
                        Stream.of("ws/.codex", "ws/.agents", "ws/.aws", "ws/lcodex", "ws/lup/ws/.aws")
                                .flatMap(SandboxEscapeProtectedTest::absent),
                        Stream.of("ws/.codex", "ws/.agents", "ws/.aws")
                                .flatMap(SandboxEscapeProtectedTest::absentItself),
                        Stream.of(FileEscapes.written("ws/lagents"), FileEscapes.opened("ws/lagents", "replace")))
                .flatMap(some -> some);
    }

    private static Stream<FileEscape> existing(String git) {
        return Stream.concat(
                Stream.of(git + "/config", git + "/new", git + "/hooks/sample").flatMap(FileEscapes::writes),
                Stream.of(
                        FileEscapes.directory(git + "/newdir"),
                        FileEscapes.copy("ws/src", git + "/src"),
                        FileEscapes.copy("ws/src", git),
                        FileEscapes.removal(git + "/config"),
                        FileEscapes.removal(git + "/hooks"),
                        FileEscape.between("fs/rename", git + "/config", "ws/stolen"),
                        FileEscape.between("fs/rename", "ws/a", git + "/config").with("replace", true),
                        FileEscape.between("fs/rename", "ws/src", git + "/hooks/src"),
                        FileEscapes.removal("ws/.git"),
                        FileEscapes.removal("ws/.git").with("recursive", false),
                        FileEscape.between("fs/rename", "ws/.git", "ws/moved"),
                        FileEscape.between("fs/rename", "ws/.git", "ws/src/deep/moved"),
                        FileEscape.between("fs/rename", "ws/src", "ws/.git").with("replace", true)));
    }

    private static Stream<FileEscape> absent(String name) {
        return Stream.concat(
                Stream.of(name, name + "/config").flatMap(FileEscapes::writes),
                Stream.of(
                        FileEscapes.directory(name + "/newdir"),
                        FileEscapes.directory(name).with("recursive", false),
                        FileEscapes.copy("ws/src", name + "/src")));
    }

    /** Without a link, which these would take the place of. */
    private static Stream<FileEscape> absentItself(String name) {
        return Stream.of(
                FileEscapes.copy("ws/src", name),
                FileEscapes.copy("ws/lout", name),
                FileEscape.between("fs/rename", "ws/src", name),
                FileEscape.between("fs/rename", "ws/a", name),
                FileEscape.between("fs/rename", "ws/lout", name),
                FileEscape.between("fs/rename", "ws/src", name).with("replace", true));
    }

    @ParameterizedTest
    @MethodSource("escapes")
    void isLeftAlone(FileEscape escape) {
        refused(escape, ground, before);
    }

    @Test
    void whatIsNotThereMayBeAskedForButDoesNotComeIntoBeing() {
        for (String name : List.of(".codex", ".agents", ".aws")) {
            FileEscapes.directory("ws/" + name).tried(SERVER.client(), ground, workspaceWrite(ground));
            FileEscape.of("fs/remove", "ws/" + name).tried(SERVER.client(), ground, workspaceWrite(ground));
            assertThat(ground.snapshot().changesSince(before)).isEmpty();
        }
    }

    @Test
    void theWorkspaceIsNeitherRemovedNorMoved() {
        for (FileEscape escape : List.of(
                FileEscapes.removal("ws"),
                FileEscape.between("fs/rename", "ws", "ws2"),
                FileEscape.between("fs/rename", "ws", "out/ws"))) {
            refused(escape, ground, before);
        }
    }

    @Test
    void anEntryOfItsOwnOpensAName() throws IOException {
        EscapeGround own = SERVER.ground();
        JsonObject opened = TestPolicy.workspaceWrite(own.workspace())
                .path(own.path("ws/.git"), "write")
                .json();
        FileEscapes.written("ws/.git/config")
                .tried(SERVER.client(), own, opened)
                .result();
        FileEscapes.written("ws/.git/new").tried(SERVER.client(), own, opened).result();

        assertThat(List.of(own.read("ws/.git/config"), own.read("ws/.git/new"))).containsOnly("Trojan");
        assertThat(FileEscapes.written("ws/.codex/x")
                        .tried(SERVER.client(), own, opened)
                        .isError(-32603))
                .isTrue();
    }

    @Test
    void aDeeperNameIsNotProtected() throws IOException {
        EscapeGround own = SERVER.ground();
        FileEscapes.written("ws/src/.aws")
                .tried(SERVER.client(), own, workspaceWrite(own))
                .result();
        assertThat(own.read("ws/src/.aws")).isEqualTo("Trojan");
    }

    @Test
    void aLinkInPlaceOfANameFailsClosed() throws IOException {
        for (String target : List.of("decoy", "../out/vault", "missing")) {
            EscapeGround own = SERVER.ground();
            Files.createDirectory(own.path("ws/decoy"));
            own.link("ws/.codex", target);
            DiskSnapshot untouched = own.snapshot();
            for (FileEscape escape : List.of(
                    FileEscapes.written("ws/.codex/config.toml"),
                    FileEscapes.written("ws/.codex"),
                    FileEscapes.directory("ws/.codex/x"),
                    FileEscapes.removal("ws/.codex"),
                    FileEscape.between("fs/rename", "ws/.codex", "ws/moved"))) {
                refused(escape, own, untouched);
            }
        }
    }

    @Test
    void whatAGitFilePointsAtIsProtectedToo() throws IOException {
        for (String target : List.of("elsewhere", "src/../elsewhere", "./elsewhere")) {
            EscapeGround own = SERVER.ground();
            Files.move(own.path("ws/.git"), own.path("ws/src/oldgit"));
            own.write("ws/.git", "gitdir: " + target + "\n");
            own.write("ws/elsewhere/config", "cfg");
            DiskSnapshot untouched = own.snapshot();
            for (FileEscape escape : List.of(
                    FileEscapes.written("ws/elsewhere/config"),
                    FileEscapes.written("ws/elsewhere/new"),
                    FileEscapes.removal("ws/elsewhere"),
                    FileEscape.between("fs/rename", "ws/elsewhere", "ws/moved"),
                    FileEscapes.written("ws/.git"),
                    FileEscapes.written("ws/.git").with("atomic", true),
                    FileEscapes.removal("ws/.git"),
                    FileEscape.between("fs/rename", "ws/.git", "ws/moved"))) {
                refused(escape, own, untouched);
            }
        }
    }

    private static void refused(FileEscape escape, EscapeGround ground, DiskSnapshot untouched) {
        Frame answer = escape.tried(SERVER.client(), ground, workspaceWrite(ground));

        assertThat(ground.snapshot().changesSince(untouched))
                .as(escape + " " + answer)
                .isEmpty();
        assertThat(answer.json().containsKey("error")).as(escape + " " + answer).isTrue();
    }

    private static JsonObject workspaceWrite(EscapeGround ground) {
        return TestPolicy.workspaceWrite(ground.workspace()).json();
    }
}
