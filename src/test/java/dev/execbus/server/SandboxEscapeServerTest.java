package dev.execbus.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.execbus.testkit.Frame;
import dev.execbus.testkit.RpcClient;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The server, and what it keeps to confine others, are no way out either. */
@Timeout(30)
final class SandboxEscapeServerTest {
    @RegisterExtension
    static final SandboxedServer SERVER = SandboxedServer.confining();

    private static EscapeGround ground;

    @BeforeAll
    static void build() {
        ground = SERVER.ground();
    }

    static Stream<FileEscape> onItself() {
        return Stream.of(
                        "/proc/self/mem",
                        "/proc/1/mem",
                        "/proc/self/comm",
                        "/proc/self/oom_score_adj",
                        "/proc/self/clear_refs",
                        "/proc/self/fd/0",
                        "/proc/self/fd/1",
                        "/proc/self/fd/2",
                        "/proc/thread-self/mem",
                        "/proc/sys/kernel/core_pattern",
                        "/proc/sysrq-trigger")
                .flatMap(path -> Stream.of(
                        FileEscapes.written(path).with("dataBase64", ""), FileEscapes.opened(path, "replace")));
    }

    /** Whoever could write to the memory or the pipes of the process that does the call would be that process. */
    @ParameterizedTest
    @MethodSource("onItself")
    void theProcessThatDoesACallIsNotWrittenTo(FileEscape escape) {
        for (JsonObject policy : policies()) {
            Frame answer = escape.tried(SERVER.client(), ground, policy);
            assertThat(answer.json().containsKey("error"))
                    .as(answer.json().encode())
                    .isTrue();
            FileEscapes.written("ws/a").tried(SERVER.client(), ground, policy).result();
        }
    }

    @Test
    void theProcessThatDoesACallHoldsNothingOpenOutside() {
        JsonObject only = TestPolicy.workspaceOnly(ground.workspace()).json();
        for (int descriptor : IntStream.range(0, 64).toArray()) {
            for (String path : List.of("", "/out", "/out/secret", "/secret")) {
                String name = "/proc/self/fd/" + descriptor + path;
                for (FileEscape escape :
                        List.of(FileEscape.of("fs/readDirectory", name), FileEscape.of("fs/getMetadata", name))) {
                    Frame answer = escape.tried(SERVER.client(), ground, only);
                    assertThat(EscapeGround.leaks(answer)).isEmpty();
                    assertThat(answer.json().encode()).doesNotContain("\"beside\"");
                }
            }
        }
    }

    @Test
    void theProcessThatDoesACallKnowsNothingOfTheServers() {
        JsonObject only = TestPolicy.workspaceOnly(ground.workspace()).json();
        String server = "/proc/" + ProcessHandle.current().pid();
        assertThat(FileEscape.of("fs/readFile", server + "/environ")
                        .tried(SERVER.client(), ground, only)
                        .errorCode())
                .isEqualTo(-32004);
        String environment =
                text(FileEscape.of("fs/readFile", "/proc/self/environ").tried(SERVER.client(), ground, only));
        assertThat(environment).doesNotContain("HOME=").doesNotContain("USER=");
    }

    private static String text(Frame answer) {
        JsonObject result = answer.json().getJsonObject("result", new JsonObject());
        byte[] bytes = Base64.getDecoder().decode(result.getString("dataBase64", ""));
        return new String(bytes, StandardCharsets.UTF_8);
    }

    /** A policy that opens {@code /tmp} does not open what servers keep there, this one or another. */
    @Test
    void theServersOwnFolderIsOutOfReachForFileCalls() throws IOException {
        try (AnothersFolder other = new AnothersFolder()) {
            DiskSnapshot before = DiskSnapshot.of(other.folder());
            List<String> files = Stream.concat(ownFiles().stream(), Stream.of(other.program()))
                    .map(Path::toString)
                    .toList();
            assertThat(files).hasSizeGreaterThan(1);
            for (String file : files) {
                changes(file).forEach(escape -> refused(escape, slashTmp()));
                changes(file).forEach(escape -> refused(escape, slashTmpOnly()));
                reads(file).forEach(escape -> refused(escape, slashTmpOnly()));
            }
            assertThat(DiskSnapshot.of(other.folder()).changesSince(before)).isEmpty();
        }
    }

    private static void refused(FileEscape escape, JsonObject policy) {
        Frame answer = escape.tried(SERVER.client(), ground, policy);
        assertThat(EscapeGround.leaks(answer)).isEmpty();
        assertThat(answer.json().containsKey("error")).as(escape + " " + answer).isTrue();
    }

    private static Stream<FileEscape> changes(String file) {
        return Stream.concat(
                FileEscapes.writes(file),
                Stream.of(
                        FileEscapes.removal(file),
                        FileEscapes.removal(file).with("recursive", false),
                        FileEscape.between("fs/rename", file, "ws/stolen"),
                        FileEscape.between("fs/rename", "ws/a", file).with("replace", true)));
    }

    private static Stream<FileEscape> reads(String file) {
        return Stream.of(
                FileEscape.of("fs/readFile", file),
                FileEscapes.opened(file, "read"),
                FileEscapes.copy(file, "ws/stolen"));
    }

    @Test
    void theServersOwnFolderIsOutOfReachForProcesses() throws IOException {
        try (AnothersFolder other = new AnothersFolder()) {
            DiskSnapshot before = DiskSnapshot.of(other.folder());
            for (Path file : Stream.concat(ownFiles().stream(), Stream.of(other.program()))
                    .toList()) {
                for (String use : List.of("cat", "chmod 777", "rm", "cp a", "ls -l", "mv src/b")) {
                    ConfinedShell shell =
                            ConfinedShell.run(SERVER, ground, slashTmp(), ShellEscapes.reporting(use + " " + file));
                    assertThat(shell.output())
                            .contains("tried")
                            .doesNotContain(ShellEscapes.ESCAPED)
                            .doesNotContain(EscapeGround.MARKER);
                }
            }
            assertThat(DiskSnapshot.of(other.folder()).changesSince(before)).isEmpty();
        }
    }

    private static JsonObject slashTmp() {
        return TestPolicy.workspaceWrite(ground.workspace())
                .special("slash_tmp", "write")
                .json();
    }

    /** What is readable then is what is mounted; else everything is, and read without a sandbox. */
    private static JsonObject slashTmpOnly() {
        return TestPolicy.workspaceOnly(ground.workspace())
                .special("slash_tmp", "write")
                .json();
    }

    /** What this server keeps, such as the program for the kernel's filter. */
    private static List<Path> ownFiles() throws IOException {
        String sign = "-" + ProcessHandle.current().pid() + "-";
        try (Stream<Path> all = Files.walk(SERVER.privateFolder())) {
            return all.filter(Files::isRegularFile)
                    .filter(file -> file.toString().contains(sign))
                    .toList();
        }
    }

    /** As another server of this user would have it. */
    private record AnothersFolder(Path folder) implements AutoCloseable {
        AnothersFolder() throws IOException {
            this(Files.createTempDirectory(SERVER.privateFolder(), "sandbox-of-another-"));
            Files.writeString(program(), EscapeGround.MARKER);
        }

        Path program() {
            return folder.resolve("program");
        }

        @Override
        public void close() throws IOException {
            Files.deleteIfExists(program());
            Files.delete(folder);
        }
    }

    /** Answers do not tell whether there is something behind the wall. */
    @ParameterizedTest
    @ValueSource(strings = {"out", "ws/lout", "ws/lslash{R}/out", "/proc/1/root{R}/out"})
    void whatIsThereAndWhatIsNotLookAlike(String way) {
        JsonObject only = TestPolicy.workspaceOnly(ground.workspace()).json();
        for (String method : List.of("fs/readFile", "fs/getMetadata", "fs/canonicalize", "fs/readDirectory")) {
            Frame there = FileEscape.of(method, way + "/secret").tried(SERVER.client(), ground, only);
            Frame missing = FileEscape.of(method, way + "/missing").tried(SERVER.client(), ground, only);
            assertThat(there.errorMessage()).isEqualTo(missing.errorMessage());
        }
        String right = Numbers.sha256(EscapeGround.MARKER.getBytes(StandardCharsets.UTF_8));
        FileEscape write = FileEscapes.written(way + "/git/config");
        assertThat(write.with("expectedSha256", right)
                        .tried(SERVER.client(), ground, only)
                        .errorMessage())
                .isEqualTo(write.with("expectedSha256", Numbers.sha256(new byte[0]))
                        .tried(SERVER.client(), ground, only)
                        .errorMessage());
    }

    @Test
    void whatIsBehindTheWallIsNotWatched() {
        try (RpcClient client = SERVER.newClient()) {
            JsonObject only = TestPolicy.workspaceOnly(ground.workspace()).json();
            JsonObject denied = TestPolicy.workspaceWrite(ground.workspace())
                    .path(ground.path("out"), "deny")
                    .json();
            for (String path : List.of("out", "out/vault", "ws/lout", "ws/chain1", "ws/lup/out")) {
                FileEscape watch = FileEscape.of("fs/watch", path).with("recursive", true);
                for (JsonObject policy : List.of(only, denied)) {
                    Frame answer = watch.with("watchId", path).tried(client, ground, policy);
                    assertThat(answer.json().containsKey("error")).as(path).isTrue();
                }
            }
        }
    }

    private static List<JsonObject> policies() {
        return List.of(
                TestPolicy.workspaceWrite(ground.workspace()).json(),
                TestPolicy.workspaceOnly(ground.workspace()).json());
    }
}
