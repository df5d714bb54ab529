package dev.execbus.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.execbus.testkit.Frame;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** No file call gets out of the workspace, under any of the usual policies. */
@Timeout(30)
final class SandboxEscapeFileTest {
    @RegisterExtension
    static final SandboxedServer SERVER = SandboxedServer.confining();

    private static EscapeGround ground;
    private static DiskSnapshot before;

    /** The same ground, and with it the same confined helper, for as long as nobody has got out. */
    @BeforeEach
    void restore() {
        if (ground == null || !ground.snapshot().equals(before)) {
            ground = SERVER.ground();
            before = ground.snapshot();
        }
    }

    static Stream<FileEscape> changes() {
        return FileEscapes.changes();
    }

    static Stream<FileEscape> changesAndReads() {
        return Stream.concat(FileEscapes.changes(), FileEscapes.reads());
    }

    @ParameterizedTest
    @MethodSource("changes")
    void mayNotChangeWhatItMayRead(FileEscape escape) {
        refused(escape, TestPolicy.workspaceWrite(ground.workspace()).json());
    }

    @ParameterizedTest
    @MethodSource("changesAndReads")
    void seesNothingButTheWorkspace(FileEscape escape) {
        refused(escape, TestPolicy.workspaceOnly(ground.workspace()).json());
    }

    @ParameterizedTest
    @MethodSource("changesAndReads")
    void mayNotUseWhatIsDenied(FileEscape escape) {
        refused(
                escape,
                TestPolicy.workspaceWrite(ground.workspace())
                        .path(ground.path("out"), "deny")
                        .json());
    }

    @ParameterizedTest
    @MethodSource("changes")
    void mayChangeNothingUnderReadOnly(FileEscape escape) {
        refused(
                escape,
                TestPolicy.in(ground.workspace()).special("root", "read").json());
    }

    @ParameterizedTest
    @MethodSource("changes")
    void mayNotChangeWhatTheFirstReleasesLetItRead(FileEscape escape) {
        refused(escape, TestPolicy.early(ground.workspace(), workspaceWrite()));
    }

    @ParameterizedTest
    @MethodSource("changesAndReads")
    void seesOnlyWhatTheFirstReleasesNamed(FileEscape escape) {
        JsonObject readable = new JsonObject()
                .put("type", "restricted")
                .put("include_platform_defaults", true)
                .put("readable_roots", new JsonArray());
        refused(escape, TestPolicy.early(ground.workspace(), workspaceWrite().put("read_only_access", readable)));
    }

    private static JsonObject workspaceWrite() {
        return new JsonObject()
                .put("type", "workspace-write")
                .put("writable_roots", new JsonArray())
                .put("network_access", false)
                .put("exclude_tmpdir_env_var", true)
                .put("exclude_slash_tmp", true);
    }

    private static void refused(FileEscape escape, JsonObject sandbox) {
        Frame answer = escape.tried(SERVER.client(), ground, sandbox);

        assertThat(EscapeGround.leaks(answer)).isEmpty();
        assertThat(ground.snapshot().changesSince(before)).isEmpty();
        assertThat(answer.json().containsKey("error"))
                .as(answer.json().encode())
                .isTrue();
    }
}
