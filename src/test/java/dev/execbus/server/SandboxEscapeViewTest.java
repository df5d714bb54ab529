package dev.execbus.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.execbus.testkit.Frame;
import dev.execbus.testkit.RpcClient;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Each file call is confined to the disk as it is then, whatever calls before it have left in use. */
@Timeout(30)
final class SandboxEscapeViewTest {
    @RegisterExtension
    static final SandboxedServer SERVER = SandboxedServer.confining();

    private static final List<String> PROTECTED = List.of(".git", ".codex", ".agents", ".aws");

    private EscapeGround ground;
    private JsonObject policy;

    @BeforeEach
    void warmUp() {
        ground = SERVER.ground();
        policy = TestPolicy.workspaceWrite(ground.workspace()).json();
        written("ws/warm", policy).result();
    }

    @Test
    void aGitThatIsMadeAnewIsProtected() throws IOException {
        Files.move(ground.path("ws/.git"), ground.path("ws/src/oldgit"));
        written("ws/warm", policy).result();
        ground.write("ws/.git/config", "new");

        refused(written("ws/.git/config", policy));
        assertThat(ground.read("ws/.git/config")).isEqualTo("new");
    }

    @Test
    void aGitThatGivesWayToAnotherIsProtected() throws IOException {
        ground.write("ws/git2/config", "second");
        Files.move(ground.path("ws/.git"), ground.path("ws/src/oldgit"));
        Files.move(ground.path("ws/git2"), ground.path("ws/.git"));

        refused(written("ws/.git/config", policy));
        assertThat(ground.read("ws/.git/config")).isEqualTo("second");
    }

    @Test
    void aNameThatComesIntoBeingIsProtected() throws IOException {
        ground.write("ws/.codex/config.toml", "mine");

        refused(written("ws/.codex/config.toml", policy));
        refused(call(FileEscapes.removal("ws/.codex"), policy));
        assertThat(ground.read("ws/.codex/config.toml")).isEqualTo("mine");
    }

    @Test
    void aNameThatBecomesALinkOutLeadsNowhere() throws IOException {
        Files.move(ground.path("ws/.git"), ground.path("ws/src/oldgit"));
        ground.link("ws/.git", "../out/git");
        Files.move(ground.path("ws/src"), ground.path("ws/src2"));
        ground.link("ws/src", "../out");

        refused(written("ws/.git/config", policy));
        refused(written("ws/src/secret", policy));
        refused(written("ws/src/new", policy));
        assertThat(ground.read("out/git/config")).isEqualTo(EscapeGround.MARKER);
    }

    @Test
    void aWorkspaceThatIsMadeAnewIsWrittenAndProtected() throws IOException {
        Files.move(ground.workspace(), ground.path("ws-old"));
        ground.write("ws/.git/config", "new");
        written("ws/fresh", policy).result();

        refused(written("ws/.git/config", policy));
        refused(written("ws-old/a", policy));
        assertThat(List.of(
                        ground.read("ws/fresh"),
                        ground.read("ws/.git/config"),
                        ground.read("ws-old/a"),
                        String.valueOf(ground.isThere("ws-old/fresh"))))
                .containsExactly("Trojan", "new", "a", "false");
    }

    @Test
    void aFileThatComesToMatchAGlobIsDenied() throws IOException {
        JsonObject denied =
                TestPolicy.workspaceWrite(ground.workspace()).denied("**/*.env").json();
        written("ws/warm", denied).result();
        ground.write("ws/src/late.env", EscapeGround.MARKER);

        Frame answer = call(FileEscape.of("fs/readFile", "ws/src/late.env"), denied);
        refused(answer);
        assertThat(EscapeGround.leaks(answer)).isEmpty();
    }

    @Test
    void aDirectoryThatComesIntoBeingAtADeniedPlaceIsDenied() throws IOException {
        JsonObject denied = TestPolicy.workspaceWrite(ground.workspace())
                .path(ground.path("ws/late"), "deny")
                .json();
        written("ws/warm", denied).result();
        ground.write("ws/late/secret", EscapeGround.MARKER);

        Frame answer = call(FileEscape.of("fs/readFile", "ws/late/secret"), denied);
        refused(answer);
        assertThat(EscapeGround.leaks(answer)).isEmpty();
        refused(written("ws/late/secret", denied));
    }

    @Test
    void onePolicyDoesNotServeAnother() throws IOException {
        JsonObject narrow = TestPolicy.in(ground.workspace())
                .special("root", "read")
                .path(ground.path("ws/src"), "write")
                .json();
        JsonObject open = TestPolicy.workspaceWrite(ground.workspace())
                .path(ground.path("out"), "write")
                .json();
        written("out/new", open).result();

        refused(written("out/new2", policy));
        refused(written("ws/a", narrow));
        written("ws/src/b", narrow).result();
        refused(written("out/new2", narrow));
        assertThat(List.of(ground.read("ws/a"), ground.read("ws/src/b"))).containsExactly("a", "Trojan");
        assertThat(ground.isThere("out/new2")).isFalse();
    }

    @Test
    void aHandleIsForOneFileAndOneConnection() throws IOException {
        call(FileEscapes.opened("ws/a", "replace").with("handleId", "mine"), policy)
                .result();
        Files.move(ground.path("ws/a"), ground.path("ws/moved"));
        ground.link("ws/a", "../out/secret");
        JsonObject block =
                new JsonObject().put("handleId", "mine").put("offset", 0).put("chunk", "VHJvamFu");
        SERVER.client().call("fs/writeBlock", block).result();
        try (RpcClient other = SERVER.newClient()) {
            assertThat(other.call("fs/writeBlock", block).errorCode()).isEqualTo(-32004);
        }
        SERVER.client()
                .call("fs/close", new JsonObject().put("handleId", "mine"))
                .result();

        assertThat(ground.read("ws/moved")).isEqualTo("Trojan");
        assertThat(ground.read("out/secret")).startsWith(EscapeGround.MARKER);
    }

    @Test
    void nothingIsLeftBehindByACall() throws IOException {
        EscapeGround bare = SERVER.ground();
        Files.move(bare.path("ws/.git"), bare.path("ws/src/oldgit"));
        JsonObject sandbox = TestPolicy.workspaceWrite(bare.workspace()).json();
        DiskSnapshot before = bare.snapshot();
        for (String name : PROTECTED) {
            call(bare, FileEscapes.written("ws/" + name + "/x"), sandbox);
            assertThat(bare.snapshot().changesSince(before)).isEmpty();
        }
        call(bare, FileEscapes.written("ws/new"), sandbox).result();
        assertThat(bare.snapshot().without("ws/new").changesSince(before)).isEmpty();
    }

    private Frame written(String path, JsonObject sandbox) {
        return call(FileEscapes.written(path), sandbox);
    }

    private Frame call(FileEscape call, JsonObject sandbox) {
        return call(ground, call, sandbox);
    }

    private static Frame call(EscapeGround ground, FileEscape call, JsonObject sandbox) {
        return call.tried(SERVER.client(), ground, sandbox);
    }

    private static void refused(Frame answer) {
        assertThat(answer.json().containsKey("error"))
                .as(answer.json().encode())
                .isTrue();
    }
}
