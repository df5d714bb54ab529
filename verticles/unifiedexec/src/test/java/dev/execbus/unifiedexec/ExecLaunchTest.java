package dev.execbus.unifiedexec;

import static org.assertj.core.api.Assertions.assertThat;

import dev.execbus.protocol.EnvironmentPolicyParams;
import dev.execbus.protocol.EnvironmentPolicyParams.Inherit;
import dev.execbus.protocol.ExecMethods.CommandParams;
import dev.execbus.protocol.ResourceLimits;
import dev.execbus.protocol.SandboxParams;
import dev.execbus.protocol.StartParams;
import dev.execbus.protocol.TerminalSize;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What a command becomes at the place where it runs. */
final class ExecLaunchTest {
    private final ExecGround ground = new ExecGround();

    private StartParams started(String workdir, String shell, Boolean login, boolean tty) {
        CommandParams command =
                new CommandParams("ls -l", workdir, shell, login, tty, null, null, null, null, null, null, null);
        ground.exec().execCommand(command, Progress.NONE);
        return ground.backend().last().params();
    }

    private String cwd(String workdir) {
        return started(workdir, null, null, false).cwd();
    }

    @Test
    void startsAsTheReferenceDoes() {
        StartParams params = started(null, null, null, false);
        assertThat(params.processId()).matches("[0-9]{4,5}-uuid1");
        assertThat(params)
                .isEqualTo(new StartParams(
                        params.processId(),
                        List.of("/bin/bash", "-lc", "ls -l"),
                        "/work",
                        Map.ofEntries(
                                Map.entry("NO_COLOR", "1"),
                                Map.entry("TERM", "dumb"),
                                Map.entry("LANG", "C.UTF-8"),
                                Map.entry("LC_CTYPE", "C.UTF-8"),
                                Map.entry("LC_ALL", "C.UTF-8"),
                                Map.entry("COLORTERM", ""),
                                Map.entry("PAGER", "cat"),
                                Map.entry("GIT_PAGER", "cat"),
                                Map.entry("GH_PAGER", "cat"),
                                Map.entry("CODEX_CI", "1"),
                                Map.entry("CODEX_THREAD_ID", "session"),
                                Map.entry("CODEX_SESSION_ID", "session"),
                                Map.entry("CODEX_TOOL_CALL_ID", "uuid2"),
                                Map.entry("CODEX_VERSION", "1.2"),
                                Map.entry("CODEX_APPLY_PATCH_PRESERVE_LINE_ENDINGS", "1")),
                        false,
                        false,
                        null,
                        new EnvironmentPolicyParams(
                                Inherit.ALL,
                                false,
                                List.of(
                                        "CODEX_PERMISSION_PROFILE",
                                        "CODEX_VERSION",
                                        "CODEX_APPLY_PATCH_PRESERVE_LINE_ENDINGS",
                                        "CODEX_PLUGIN_METRICS_OUTPUT"),
                                Map.of(),
                                List.of()),
                        SandboxParams.NONE,
                        false,
                        null,
                        null,
                        null,
                        0,
                        ResourceLimits.NONE,
                        false));
    }

    @Test
    void theShellAndItsKindCanBeChosen() {
        assertThat(started(null, "zsh", true, false).argv()).containsExactly("zsh", "-lc", "ls -l");
        assertThat(started(null, "", false, false).argv()).containsExactly("/bin/bash", "-c", "ls -l");
    }

    @Test
    void aTerminalHasTheUsualSize() {
        StartParams params = started(null, null, null, true);
        assertThat(params.tty()).isTrue();
        assertThat(params.size()).isEqualTo(new TerminalSize(24, 80));
    }

    @Test
    void pathsAreJoinedWithoutALook() {
        assertThat(cwd("")).isEqualTo("/work");
        assertThat(cwd("sub/../peer")).isEqualTo("/work/peer");
        assertThat(cwd("../../..")).isEqualTo("/");
        assertThat(cwd("/not/there/./x")).isEqualTo("/not/there/x");
    }
}
