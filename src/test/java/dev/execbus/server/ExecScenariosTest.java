package dev.execbus.server;

import static dev.execbus.server.BackendGround.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.execbus.client.ExecBackend;
import dev.execbus.protocol.ExecMethods.CommandParams;
import dev.execbus.protocol.ExecMethods.OutcomeResponse;
import dev.execbus.protocol.ExecMethods.WriteStdinParams;
import dev.execbus.protocol.ExecbusException;
import dev.execbus.server.BackendGround.Way;
import dev.execbus.testkit.Eventually;
import dev.execbus.unifiedexec.Approver;
import dev.execbus.unifiedexec.ExecPlaces.ExecPlace;
import dev.execbus.unifiedexec.Progress;
import dev.execbus.unifiedexec.UnifiedExec;
import dev.execbus.unifiedexec.UnifiedExecFactory;
import dev.execbus.unifiedexec.UnifiedExecSettings;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** What an agent sees of commands is the same whatever the way to the place where they run. */
@Timeout(60)
@ParameterizedClass
@EnumSource(Way.class)
final class ExecScenariosTest {
    private static final Duration SOON = Duration.ofSeconds(10);

    private static BackendGround ground;
    private static Vertx vertx;

    @TempDir
    private Path folder;

    private final Way way;
    private ExecBackend backend;
    private UnifiedExec exec;

    ExecScenariosTest(Way way) {
        this.way = way;
    }

    @BeforeAll
    static void begin() {
        ground = new BackendGround();
        vertx = Vertx.vertx();
    }

    @AfterAll
    static void end() {
        await(vertx.close());
        ground.close();
    }

    @BeforeEach
    void open() {
        backend = ground.open(way);
        ExecPlace place = new ExecPlace(backend, way != Way.LOCAL);
        exec = new UnifiedExecFactory(vertx.getOrCreateContext(), UnifiedExecSettings.DEFAULTS, "9.9")
                .create(environmentId -> place, Approver.NOBODY);
    }

    @AfterEach
    void close() {
        await(exec.close().transform(closed -> backend.close()));
    }

    private static CommandParams command(String cmd, boolean tty, long yieldTimeMs) {
        return new CommandParams(cmd, null, "/bin/sh", false, tty, yieldTimeMs, null, null, null, null, null, null);
    }

    private Future<OutcomeResponse> start(String cmd, boolean tty, long yieldTimeMs) {
        return exec.execCommand(command(cmd, tty, yieldTimeMs), Progress.NONE);
    }

    private OutcomeResponse run(String cmd) {
        return await(start(cmd, false, 10_000));
    }

    /** A command that runs on. */
    private int running(String cmd, boolean tty) {
        OutcomeResponse outcome = await(start(cmd, tty, 250));
        assertThat(outcome.exitCode()).as(outcome.output()).isNull();
        return outcome.sessionId();
    }

    private OutcomeResponse write(int sessionId, String chars, long yieldTimeMs) {
        return await(exec.writeStdin(new WriteStdinParams(sessionId, chars, yieldTimeMs, null), Progress.NONE));
    }

    private void assertFails(Future<?> future, String message) {
        assertThatThrownBy(() -> await(future))
                .hasCauseInstanceOf(ExecbusException.class)
                .hasRootCauseMessage(message);
    }

    @Test
    void aQuickCommandTellsItsOutputAndItsCode() {
        OutcomeResponse outcome = run("echo hi; exit 3");
        assertThat(outcome)
                .isEqualTo(new OutcomeResponse(
                        outcome.chunkId(), outcome.wallTimeSeconds(), 3, null, 1, "hi\n", outcome.text(), null));
        assertThat(outcome.text()).matches("""
                        Chunk ID: [0-9a-f]{6}
                        Wall time: [0-9]+\\.[0-9]{4} seconds
                        Process exited with code 3
                        Original token count: 1
                        Output:
                        hi
                        """);
    }

    @Test
    void aSlowCommandIsPolledToItsEnd() {
        OutcomeResponse first = await(start("echo one; sleep 1.5; echo two; exit 4", false, 250));
        assertThat(first.output()).isEqualTo("one\n");
        OutcomeResponse second = write(first.sessionId(), "", 10_000);
        assertThat(second.output()).isEqualTo("two\n");
        assertThat(second.exitCode()).isEqualTo(4);
        assertFails(
                exec.writeStdin(new WriteStdinParams(first.sessionId(), "", null, null), Progress.NONE),
                "write_stdin failed: Unknown process id " + first.sessionId());
    }

    @Test
    void aTerminalEchoesAndEnds() {
        int id = running("cat", true);
        assertThat(write(id, "hello\n", 1_000).output()).contains("hello\r\n");
        assertThat(write(id, "\u0004", 5_000).exitCode()).isZero();
    }

    @Test
    void controlCInterrupts() {
        int pipe = running("sleep 60", false);
        assertThat(write(pipe, "\u0003", 5_000).exitCode()).isEqualTo(130);
        int terminal = running("trap 'exit 7' INT; while :; do sleep 0.05; done", true);
        assertThat(write(terminal, "\u0003", 5_000).exitCode()).isEqualTo(7);
    }

    @Test
    void withoutATerminalNothingCanBeWritten() {
        int id = running("sleep 60", false);
        assertFails(
                exec.writeStdin(new WriteStdinParams(id, "x", null, null), Progress.NONE),
                "write_stdin failed: stdin is closed for this session; rerun exec_command with tty=true to keep stdin open");
        assertThat(await(exec.terminate(id))).isTrue();
    }

    @Test
    void commandsRunSideBySide() {
        run("true");
        long began = System.nanoTime();
        Future<OutcomeResponse> one = start("sleep 2", false, 20_000);
        Future<OutcomeResponse> other = start("sleep 2", false, 20_000);
        assertThat(List.of(await(one).exitCode(), await(other).exitCode())).isEqualTo(List.of(0, 0));
        assertThat(TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - began)).isLessThan(3_900);
    }

    @Test
    void whoHoldsTheOutputIsNotWaitedFor() {
        OutcomeResponse outcome = run("echo front; (sleep 5; echo back) &");
        assertThat(outcome.output()).isEqualTo("front\n");
        assertThat(outcome.exitCode()).isZero();
        assertThat(outcome.wallTimeSeconds()).isLessThan(2);
    }

    @Test
    void whatCannotBeStartedSaysWhy() {
        CommandParams none = new CommandParams(
                "true", null, "/no/such/shell", false, false, null, null, null, null, null, null, null);
        String remote = way == Way.LOCAL ? "" : "exec-server rejected request (-32603): ";
        assertFails(
                exec.execCommand(none, Progress.NONE),
                "exec_command failed: CreateProcess { message: \"Rejected(\\\"Failed to create unified exec process: "
                        + remote + "No such file or directory (os error 2)\\\")\" }");
        assertThat(run("echo on").output()).isEqualTo("on\n");
    }

    @Test
    void theMiddleOfMuchOutputIsLeftOut() {
        OutcomeResponse outcome = run("head -c 3000002 /dev/zero | tr '\\0' x");
        assertThat(outcome.originalTokenCount()).isEqualTo(750_001);
        assertThat(outcome.output())
                .isEqualTo("Warning: truncated output (original token count: 750001)\n... 1951426 bytes omitted ...\n\n"
                        + "x".repeat(5_000) + "…1038607 chars truncated…" + "x".repeat(5_000));
    }

    @Test
    void signalsShowInTheCode() {
        assertThat(run("kill -TERM $$").exitCode()).isEqualTo(143);
    }

    @Test
    void commandsFindTheirVariables() {
        assertThat(run("echo $TERM,$PAGER,$GIT_PAGER,$NO_COLOR,$LC_ALL,$CODEX_CI,$CODEX_VERSION,${COLORTERM-unset},"
                                + "${#CODEX_THREAD_ID}")
                        .output())
                .isEqualTo("dumb,cat,cat,1,C.UTF-8,1,9.9,,36\n");
    }

    @Test
    void commandsRunWhereTheyAreTold() {
        CommandParams there = new CommandParams(
                "pwd", folder + "/a/..", "/bin/sh", false, false, null, null, null, null, null, null, null);
        assertThat(await(exec.execCommand(there, Progress.NONE)).output()).isEqualTo(folder + "\n");
    }

    @Test
    void outputIsToldInPiecesOfWholeCharacters() {
        HeardCommand heard = new HeardCommand();
        await(exec.execCommand(
                command(
                        "sleep 0.5; for i in 1 2 3 4 5 6 7 8 9 10; do printf '%3000s' | sed 's/ /€/g'; done",
                        false, 10_000),
                heard));
        Eventually.holds("the end is told", SOON, () -> heard.end() != null);
        assertThat(heard.longest()).isLessThanOrEqualTo(8_192);
        assertThat(heard.output()).isEqualTo("€".repeat(30_000));
        assertThat(heard.end().output()).isEqualTo("€".repeat(30_000));
        assertThat(heard.end().exitCode()).isZero();
    }

    @Test
    void nothingIsLeftWhenAllAreTerminated() {
        String name = "61." + System.nanoTime() % 1_000_000;
        running("exec sleep " + name, false);
        running("exec sleep " + name, true);
        assertThat(sleepers(name)).isEqualTo(2);
        await(exec.terminateAll());
        Eventually.holds("nobody sleeps", SOON, () -> sleepers(name) == 0);
        assertThat(await(exec.list())).isEmpty();
    }

    private static long sleepers(String name) {
        return ProcessHandle.allProcesses()
                .filter(process -> process.info().commandLine().orElse("").endsWith("sleep " + name))
                .count();
    }
}
