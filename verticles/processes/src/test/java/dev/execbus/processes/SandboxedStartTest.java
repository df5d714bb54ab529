package dev.execbus.processes;

import static dev.execbus.processes.Starts.GIVEN;
import static dev.execbus.processes.Starts.shell;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.execbus.bus.ProcessEvent.Exited;
import dev.execbus.protocol.ErrorCode;
import dev.execbus.protocol.ExecbusException;
import dev.execbus.protocol.ProcessMethods.StartResponse;
import dev.execbus.protocol.SandboxParams;
import dev.execbus.protocol.Verdict;
import dev.execbus.sandbox.Confinement;
import dev.execbus.sandbox.FileIdentity;
import dev.execbus.sandbox.Inherited;
import dev.execbus.sandbox.Sandbox;
import dev.execbus.testkit.Eventually;
import io.vertx.core.Vertx;
import io.vertx.junit5.VertxExtension;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
@ExtendWith(VertxExtension.class)
@EnabledIf("dev.execbus.processes.Bubblewraps#available")
class SandboxedStartTest {
    private final FakeSandbox sandbox = new FakeSandbox();
    private StartRoom room;

    @BeforeEach
    void deploy(Vertx vertx) throws Exception {
        room = new StartRoom(vertx, sandbox);
    }

    @Test
    void asksNobodyWithoutASandbox() throws Exception {
        StartResponse response = room.start(shell("p", SandboxParams.NONE, "echo permission denied; exit 1"));
        assertThat(response).isEqualTo(new StartResponse("p", "none"));
        assertThat(room.awaitClosed("p")).isEqualTo(new Exited("p", 2, 1, null, false, null));
        assertThat(sandbox.asked).isEmpty();
    }

    @Test
    void startsDirectlyWhatNeedsNoConfinement() throws Exception {
        StartResponse response = room.start(shell("p", GIVEN, "echo permission denied; exit 1"));
        assertThat(response).isEqualTo(new StartResponse("p", "linuxSeccomp"));
        assertThat(room.awaitClosed("p")).isEqualTo(new Exited("p", 2, 1, null, false, null));
        assertThat(sandbox.asked)
                .containsExactly(new Sandbox.Command(
                        List.of("/bin/sh", "-c", "echo permission denied; exit 1"),
                        null,
                        "/",
                        Map.of("PATH", "/usr/bin:/bin"),
                        false));
    }

    @Test
    void runsWrappedAndGivesBackOnce() throws Exception {
        Confinement.Wrapped how = Bubblewraps.confinement("echo $$; sleep 0.1 & exit 5");
        sandbox.answer(how);
        assertThat(room.start(shell("p", GIVEN, "true"))).isEqualTo(new StartResponse("p", "linuxSeccomp"));
        assertThat(room.awaitClosed("p")).isEqualTo(new Exited("p", 2, 5, null, false, null));
        assertThat(room.output("p")).isEqualTo("2\n");
        awaitGivenBack(how);
        room.endSession();
        room.stop();
        assertThat(sandbox.ended).containsExactly(how);
    }

    @Test
    void tellsDenialsOfEnforcedPoliciesOnly() throws Exception {
        assertThat(wrapped("a", "echo Permission DENIED >&2; exit 1"))
                .isEqualTo(new Exited("a", 2, 1, null, true, null));
        assertThat(wrapped("b", "exit 159")).isEqualTo(new Exited("b", 1, 159, null, true, null));
        assertThat(wrapped("c", "echo permission denied")).isEqualTo(new Exited("c", 2, 0, null, false, null));
        assertThat(wrapped("d", "echo denied; exit 126")).isEqualTo(new Exited("d", 2, 126, null, false, null));
        assertThat(room.read("a").sandboxDenied()).isTrue();
        assertThat(room.read("b").sandboxDenied()).isTrue();
        assertThat(room.read("c").sandboxDenied()).isFalse();
        assertThat(room.read("d").sandboxDenied()).isFalse();
    }

    @Test
    void signalsTheCommandAlsoRightAfterTheStart() throws Exception {
        sandbox.answer(
                Bubblewraps.confinement("trap 'echo got; exit 7' INT; echo ready; while :; do sleep 0.05; done"));
        room.start(shell("p", GIVEN, "true"));
        room.awaitOutput("p", "ready");
        room.signal("p", "interrupt");
        assertThat(room.awaitClosed("p").exitCode()).isEqualTo(7);

        sandbox.answer(Bubblewraps.confinement("sleep 30"));
        room.start(shell("q", GIVEN, "true"));
        room.signal("q", "TERM");
        assertThat(room.awaitClosed("q")).isEqualTo(new Exited("q", 1, 143, null, false, null));
    }

    @Test
    void endsWhatRunsOutOfTime() throws Exception {
        sandbox.answer(Bubblewraps.confinement("sleep 30"));
        room.start(Starts.withTimeout("p", 100, "true"));
        assertThat(room.awaitClosed("p")).isEqualTo(new Exited("p", 1, 124, null, false, Verdict.TIMEOUT));
        assertThat(room.read("p").verdict()).isEqualTo(Verdict.TIMEOUT);
    }

    @Test
    void aTerminatedOneIsGivenBackToo() throws Exception {
        Sleepers sleepers = new Sleepers();
        Confinement.Wrapped how = Bubblewraps.confinement(sleepers.command());
        sandbox.answer(how);
        room.start(shell("p", GIVEN, "true"));
        room.terminate("p");
        assertThat(room.awaitClosed("p")).isEqualTo(new Exited("p", 1, 137, "KILL", false, null));
        awaitGivenBack(how);
        sleepers.awaitGone();
    }

    @Test
    void theEndOfTheSessionEndsAll() throws Exception {
        Sleepers sleepers = new Sleepers();
        Confinement.Wrapped how = Bubblewraps.confinement("echo ready; " + sleepers.command());
        sandbox.answer(how);
        room.start(shell("p", GIVEN, "true"));
        room.awaitOutput("p", "ready");
        room.endSession();
        awaitGivenBack(how);
        sleepers.awaitGone();
    }

    @Test
    void theStopOfTheWorkerEndsAllBeforeItIsDone() throws Exception {
        Sleepers sleepers = new Sleepers();
        Confinement.Wrapped how = Bubblewraps.confinement("setsid " + sleepers.command() + " & echo ready; wait");
        sandbox.answer(how);
        room.start(shell("p", GIVEN, "true"));
        room.awaitOutput("p", "ready");
        room.stop();
        assertThat(sandbox.ended).containsExactly(how);
        sleepers.awaitGone();
    }

    @Test
    void aRefusalIsToldAndNothingRuns() {
        sandbox.answer(command -> {
            throw new ExecbusException(ErrorCode.UNSUPPORTED, "there is no sandbox here");
        });
        refused("p", "/", ErrorCode.UNSUPPORTED, "there is no sandbox here");
    }

    @Test
    void aFailedStartIsGivenBack() {
        Confinement.Wrapped missing = new Confinement.Wrapped(List.of("/nothing"), "/", List.of(), List.of());
        sandbox.answer(missing);
        refused("p", "/", ErrorCode.INTERNAL, "No such file or directory (os error 2)");
        awaitGivenBack(missing);
    }

    @Test
    void aChangedDirectoryFailsTheStart() {
        Confinement.Wrapped plan = Bubblewraps.confinement("true");
        Confinement.Wrapped changed = new Confinement.Wrapped(
                plan.argv(), "/", List.of(new Inherited.Pinned("/", new FileIdentity(1, 1))), List.of());
        sandbox.answer(changed);
        refused("p", "/", ErrorCode.INTERNAL, "the sandboxed directories changed while the process was started");
        awaitGivenBack(changed);
    }

    @Test
    void aWrongDirectoryIsFoundBeforeAnythingIsPlanned(@TempDir Path folder) throws Exception {
        Path file = Files.createFile(folder.resolve("file"));
        refused("p", folder + "/nothing", ErrorCode.INTERNAL, "No such file or directory (os error 2)");
        refused("p", file.toString(), ErrorCode.INTERNAL, "Not a directory (os error 20)");
        assertThat(sandbox.asked).isEmpty();
    }

    @Test
    void aRequiredManagedNetworkIsRefused() {
        assertThatThrownBy(() -> room.start(Starts.managed("p")))
                .isInstanceOfSatisfying(
                        ExecbusException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.UNSUPPORTED));
        assertThat(sandbox.asked).isEmpty();
    }

    @Test
    void restrictsAThreadOfItsOwnBeforeItStarts() throws Exception {
        List<Thread> restricted = new CopyOnWriteArrayList<>();
        sandbox.answer(new Confinement.Restricted(() -> restricted.add(Thread.currentThread())));
        room.start(shell("p", GIVEN, "echo permission denied; exit 1"));
        assertThat(room.awaitClosed("p")).isEqualTo(new Exited("p", 2, 1, null, true, null));
        room.start(shell("q", GIVEN, "kill -TERM $$"));
        assertThat(room.awaitClosed("q")).isEqualTo(new Exited("q", 1, 143, "TERM", false, null));
        assertThat(restricted).hasSize(2).doesNotHaveDuplicates().noneMatch(Thread::isVirtual);
        Eventually.holds(
                "the threads have ended",
                Duration.ofSeconds(10),
                () -> restricted.stream().noneMatch(Thread::isAlive));
    }

    @Test
    void aRestrictionThatFailsFailsTheStart(@TempDir Path folder) throws Exception {
        Path trace = folder.resolve("trace");
        sandbox.answer(new Confinement.Restricted(() -> {
            throw new IllegalStateException("the kernel refuses");
        }));
        assertThatThrownBy(() -> room.start(shell("p", GIVEN, "touch " + trace)))
                .isInstanceOf(ExecbusException.class)
                .hasMessage("the sandbox could not be put on: the kernel refuses");
        assertThat(trace).doesNotExist();
    }

    private Exited wrapped(String processId, String script) throws Exception {
        sandbox.answer(Bubblewraps.confinement(script));
        room.start(shell(processId, GIVEN, "true"));
        return room.awaitClosed(processId);
    }

    private void refused(String processId, String cwd, ErrorCode code, String sentence) {
        assertThatThrownBy(() -> room.start(shell(processId, GIVEN, cwd, "true")))
                .isInstanceOfSatisfying(
                        ExecbusException.class, e -> assertThat(e.code()).isEqualTo(code))
                .hasMessage(sentence);
    }

    private void awaitGivenBack(Confinement.Wrapped how) {
        Eventually.holds(
                "the confinement is given back", Duration.ofSeconds(10), () -> sandbox.ended.equals(List.of(how)));
    }
}
