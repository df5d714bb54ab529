package dev.execbus.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.execbus.testkit.Frame;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What a policy takes away inside a workspace stays away: files, directories, globs and names not there yet. */
@Timeout(30)
final class SandboxEscapeDenyTest {
    @RegisterExtension
    static final SandboxedServer SERVER = SandboxedServer.confining();

    private static EscapeGround ground;
    private static JsonObject policy;
    private static DiskSnapshot before;

    @BeforeEach
    void restore() throws IOException {
        if (ground == null || !ground.snapshot().equals(before)) {
            ground = SERVER.ground();
            ground.write("ws/private/secret", EscapeGround.MARKER);
            ground.write("ws/private/open/b", "b");
            ground.write("ws/keys/key.pem", EscapeGround.MARKER);
            ground.write("ws/keys/.hidden.pem", EscapeGround.MARKER);
            ground.write("ws/src/prod.env", EscapeGround.MARKER);
            ground.write("ws/src/deep/.env", EscapeGround.MARKER);
            ground.write("ws/fixed/file", "fixed");
            ground.link("ws/lprivate", "private");
            ground.link("ws/lkey", "keys/key.pem");
            before = ground.snapshot();
            policy = TestPolicy.workspaceWrite(ground.workspace())
                    .path(ground.path("ws/private"), "deny")
                    .path(ground.path("ws/private/open"), "write")
                    .path(ground.path("ws/keys/key.pem"), "deny")
                    .path(ground.path("ws/keys/.hidden.pem"), "none")
                    .path(ground.path("ws/fixed"), "read")
                    .path(ground.path("ws/later/denied"), "deny")
                    .path(ground.path("ws/fixed2/readonly"), "read")
                    .denied("**/*.env")
                    .denied("src/deep/.e?[v]")
                    .json();
        }
    }

    static Stream<FileEscape> reads() {
        return Stream.concat(
                Stream.of(
                        FileEscape.of("fs/readDirectory", "ws/private"),
                        FileEscape.of("fs/readDirectory", "ws/lprivate"),
                        FileEscapes.copy("ws/src/prod.env", "ws/stolen"),
                        FileEscapes.copy("ws/keys/key.pem", "ws/stolen")),
                Stream.of(
                                "ws/private/secret",
                                "ws/lprivate/secret",
                                "ws/src/..%2Fprivate/secret",
                                "/proc/self/root{R}/ws/private/secret",
                                "/proc/1/root{R}/ws/private/secret",
                                "ws/keys/key.pem",
                                "ws/lkey",
                                "ws/keys/.hidden.pem",
                                "ws/src/prod.env",
                                "ws/src/deep/.env",
                                "/proc/self/root{R}/ws/src/prod.env")
                        .flatMap(path -> Stream.of(
                                FileEscape.of("fs/readFile", path),
                                FileEscape.of("fs/readFile", path).with("followSymlinks", false),
                                FileEscapes.opened(path, "read"))));
    }

    static Stream<FileEscape> changes() {
        return Stream.of(
                        Stream.of("ws/private/secret", "ws/private/new", "ws/lprivate/new", "ws/keys/key.pem")
                                .flatMap(FileEscapes::writes),
                        Stream.of("ws/src/prod.env", "ws/src/deep/.env", "ws/fixed/file", "ws/fixed/new")
                                .flatMap(FileEscapes::writes),
                        Stream.of("ws/later", "ws/later/denied", "ws/fixed2", "ws/fixed2/readonly", "ws/fixed2/x")
                                .flatMap(FileEscapes::writes),
                        Stream.of("ws/private", "ws/keys/key.pem", "ws/src/prod.env", "ws/fixed", "ws/private/open")
                                .flatMap(SandboxEscapeDenyTest::movesAndRemovals),
                        Stream.of("ws/later", "ws/later/denied", "ws/fixed2", "ws/fixed2/readonly")
                                .flatMap(path -> Stream.of(
                                        FileEscapes.directory(path).with("recursive", false),
                                        FileEscape.between("fs/rename", "ws/tree", path),
                                        FileEscapes.copy("ws/lout", path))),
                        Stream.of(
                                FileEscapes.directory("ws/later/denied/x"),
                                FileEscapes.directory("ws/private/newdir"),
                                FileEscape.between("fs/rename", "ws/private/secret", "ws/stolen"),
                                FileEscape.between("fs/rename", "ws/keys", "ws/moved"),
                                FileEscape.between("fs/rename", "ws/src", "ws/moved"),
                                FileEscapes.removal("ws/keys"),
                                FileEscapes.removal("ws/src")))
                .flatMap(some -> some);
    }

    private static Stream<FileEscape> movesAndRemovals(String path) {
        return Stream.of(
                FileEscapes.removal(path),
                FileEscape.between("fs/rename", path, "ws/moved"),
                FileEscape.between("fs/rename", "ws/a", path).with("replace", true),
                FileEscape.between("fs/rename", "ws/tree", path).with("replace", true));
    }

    @ParameterizedTest
    @MethodSource("reads")
    void isNotRead(FileEscape escape) {
        refused(escape);
    }

    @ParameterizedTest
    @MethodSource("changes")
    void isNotChanged(FileEscape escape) {
        refused(escape);
    }

    @Test
    void aWalkDoesNotTellOfIt() {
        Frame answer = FileEscapes.walk("ws").tried(SERVER.client(), ground, policy);
        assertThat(answer.result().encode())
                .contains("/ws/src/b")
                .contains("/ws/private")
                .doesNotContain("/ws/private/secret");
    }

    @Test
    void aCopyBringsNothingOfIt() throws IOException {
        Frame answer = FileEscapes.copy("ws/private", "ws/stolen").tried(SERVER.client(), ground, policy);

        assertThat(answer.json().containsKey("error")).isTrue();
        assertThat(ground.snapshot().without("ws/stolen")).isEqualTo(before);
        assertThat(ground.isThere("ws/stolen/secret")).isFalse();
    }

    @Test
    void aWritableChildOfADeniedParentIsWritable() throws IOException {
        EscapeGround own = SERVER.ground();
        own.write("ws/private/open/b", "b");
        JsonObject opened = TestPolicy.workspaceWrite(own.workspace())
                .path(own.path("ws/private"), "deny")
                .path(own.path("ws/private/open"), "write")
                .json();
        FileEscapes.written("ws/private/open/b")
                .tried(SERVER.client(), own, opened)
                .result();
        assertThat(own.read("ws/private/open/b")).isEqualTo("Trojan");
        assertThat(FileEscape.of("fs/readFile", "ws/private/open/b")
                        .tried(SERVER.client(), own, opened)
                        .result())
                .isEqualTo(new JsonObject().put("dataBase64", "VHJvamFu"));
    }

    @Test
    void atOnePlaceDenyBeatsWriteAndWriteBeatsRead() throws IOException {
        EscapeGround own = SERVER.ground();
        JsonObject contested = TestPolicy.workspaceWrite(own.workspace())
                .path(own.path("ws/src"), "read")
                .path(own.path("ws/src"), "write")
                .path(own.path("ws/tree"), "write")
                .path(own.path("ws/tree"), "deny")
                .path(own.path("ws/tree"), "write")
                .json();
        FileEscapes.written("ws/src/b").tried(SERVER.client(), own, contested).result();
        Frame denied = FileEscapes.written("ws/tree/leaf").tried(SERVER.client(), own, contested);

        assertThat(denied.json().containsKey("error")).isTrue();
        assertThat(List.of(own.read("ws/src/b"), own.read("ws/tree/leaf"))).containsExactly("Trojan", "leaf");
    }

    @Test
    void whatIsMissingElsewhereIsIgnored() throws IOException {
        EscapeGround own = SERVER.ground();
        JsonObject missing = TestPolicy.workspaceWrite(own.workspace())
                .path(own.path("nowhere/writable"), "write")
                .path(own.path("nowhere/readable"), "read")
                .path(own.path("nowhere/denied"), "deny")
                .json();
        FileEscapes.written("ws/a").tried(SERVER.client(), own, missing).result();
        assertThat(own.read("ws/a")).isEqualTo("Trojan");
        assertThat(own.isThere("nowhere")).isFalse();
    }

    private static void refused(FileEscape escape) {
        Frame answer = escape.tried(SERVER.client(), ground, policy);

        assertThat(EscapeGround.leaks(answer)).isEmpty();
        assertThat(ground.snapshot().changesSince(before))
                .as(escape + " " + answer)
                .isEmpty();
        assertThat(answer.json().containsKey("error")).as(escape + " " + answer).isTrue();
    }
}
