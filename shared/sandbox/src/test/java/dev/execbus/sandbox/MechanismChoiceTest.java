package dev.execbus.sandbox;

import static dev.execbus.sandbox.Policies.ROOT_READ;
import static dev.execbus.sandbox.Policies.policy;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;

import dev.execbus.protocol.ErrorCode;
import dev.execbus.protocol.ExecbusException;
import dev.execbus.protocol.SandboxParams;
import dev.execbus.sandbox.SandboxSettings.Mode;
import dev.execbus.sandbox.SandboxSupport.Mechanism;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MechanismChoiceTest {
    private static final Sandbox.Command COMMAND = new Sandbox.Command(List.of("true"), null, "/", Map.of(), false);

    @TempDir
    private Path base;

    private WorkerSandbox start(Mode mode, String bubblewrap) {
        return WorkerSandbox.start(new SandboxSettings(mode, bubblewrap, false, base.resolve("own"), List.of()));
    }

    @Test
    void refusesWithTheReasonWhenNothingWorks() {
        try (WorkerSandbox sandbox = start(Mode.BUBBLEWRAP, "/nowhere/bwrap")) {
            String reason =
                    "bubblewrap is not installed; install bubblewrap and let it make user namespaces, see config/README.md";

            assertThat(sandbox.support()).isEqualTo(new SandboxSupport(Mechanism.NONE, reason));
            assertThat(((Confinement.Wrapped) sandbox.process(policy(ROOT_READ), COMMAND)).argv())
                    .containsExactly(
                            "/bin/sh",
                            "-c",
                            "printf '%s\\n' \"$0\" >&2; exit 1",
                            "error building bubblewrap command: Fatal error: the sandbox policy cannot be enforced: "
                                    + reason);
            assertThatThrownBy(() -> sandbox.files(policy(ROOT_READ), List.of()))
                    .isInstanceOfSatisfying(
                            ExecbusException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.INTERNAL))
                    .hasMessage("the sandbox policy cannot be enforced: " + reason);
            assertThat(sandbox.process(SandboxParams.NONE, COMMAND)).isEqualTo(new Confinement.Direct());
        }
    }

    @Test
    void doesWhatTheOperatorSays() {
        try (WorkerSandbox refusing = start(Mode.REFUSE, "bwrap");
                WorkerSandbox unprotected = start(Mode.UNPROTECTED, "bwrap")) {
            assertThat(refusing.support())
                    .isEqualTo(new SandboxSupport(Mechanism.NONE, "the configuration refuses restricted policies"));
            assertThat(unprotected.support())
                    .isEqualTo(new SandboxSupport(
                            Mechanism.UNPROTECTED, "the configuration says that policies are not enforced here"));
            assertThat(unprotected.process(policy(ROOT_READ), COMMAND)).isEqualTo(new Confinement.Direct());
            assertThat(unprotected.files(policy(ROOT_READ), List.of())).isEqualTo(new FileConfinement.Direct());
        }
    }

    @Test
    void fallsBackToLandlockAndSaysWhy() {
        assumeThat(Landlock.version().usable()).isTrue();
        try (WorkerSandbox sandbox = start(Mode.AUTO, "/nowhere/bwrap")) {
            assertThat(sandbox.support().mechanism()).isEqualTo(Mechanism.LANDLOCK);
            assertThat(sandbox.support().detail())
                    .startsWith("Landlock version ")
                    .contains(", because bubblewrap is not installed; install bubblewrap");
            assertThat(sandbox.process(policy(ROOT_READ), COMMAND)).isInstanceOf(Confinement.Restricted.class);
        }
    }

    @Test
    void doesNotTakeOverWhatIsNotItsOwn() throws IOException {
        assumeThat(TestMachine.bubblewrap()).isPresent();
        Files.createDirectory(base.resolve("other"));
        Files.createSymbolicLink(base.resolve("own"), base.resolve("other"));

        try (WorkerSandbox sandbox = start(Mode.BUBBLEWRAP, "bwrap")) {
            assertThat(sandbox.support().mechanism()).isEqualTo(Mechanism.NONE);
            assertThat(sandbox.support().detail())
                    .startsWith("the sandbox directory cannot be used: " + base.resolve("own") + " is no directory");
        }
        assertThat(base.resolve("other")).isEmptyDirectory();
    }
}
