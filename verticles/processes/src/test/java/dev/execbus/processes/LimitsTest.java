package dev.execbus.processes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.execbus.processes.LimitSettings.ControlGroupMode;
import dev.execbus.protocol.ProcessMethods.ReadResponse;
import dev.execbus.protocol.ResourceLimits;
import dev.execbus.protocol.SandboxParams;
import dev.execbus.protocol.Verdict;
import dev.execbus.sandbox.Sandbox;
import dev.execbus.sandbox.SandboxSettings;
import dev.execbus.sandbox.WorkerSandbox;
import dev.execbus.testkit.Eventually;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Culprits that only their limits end. Each is bounded by itself as well: 500 processes, 2 GiB of memory, 1 GiB of
 * disk, 20 s.
 */
@EnabledIf("available")
final class LimitsTest {
    private static final long MIB = 1 << 20;
    /** Each doubles itself, seven times: 255 in all if nobody ends it. */
    private static final String FORK_BOMB =
            "b() { if [ $1 -lt 7 ]; then b $(($1 + 1)) & b $(($1 + 1)) & fi; exec sleep 20.717171; }; b 0";

    private static final String MEMORY_HOG = "head -c 2G /dev/zero | timeout 20 tail";
    private static final String DISK_FILLER = "exec head -c 1G /dev/zero >filled";
    private static final String CPU_BURNER = "timeout 20 sh -c 'while :; do :; done'";
    private static final String OUTPUT_FLOOD = "exec timeout 20 yes";
    private static final Duration ECHO = Duration.ofSeconds(2);

    @TempDir
    private Path folder;

    private LimitedRoom room;

    static boolean available() {
        return NativeSupport.probe().isEmpty();
    }

    @AfterEach
    void nothingIsLeftRunning() {
        if (room != null) {
            room.close();
        }
        Eventually.holds(
                "nothing is left running",
                Duration.ofSeconds(5),
                () -> running().isEmpty());
    }

    @Test
    void culpritsEndAndTheOtherSessionGoesOn() throws Exception {
        open(ResourceLimits.NONE, ResourceLimits.NONE);
        LimitedRoom.Session bad = room.session("bad");
        LimitedRoom.Session good = room.session("good");
        good.start("cat", folder, ResourceLimits.NONE, 0, "cat");
        good.echo("cat", 0);
        bad.shell("bomb", limits(0, 60, 0, 0, 0), FORK_BOMB);
        bad.shell("hog", limits(200 * MIB, 0, 0, 0, 0), MEMORY_HOG);
        bad.start("filler", folder, limits(0, 0, 0, 16 * MIB, 0), 0, "sh", "-c", DISK_FILLER);
        bad.shell("burner", limits(0, 0, 1, 0, 0), CPU_BURNER);
        bad.shell("flood", limits(0, 0, 0, 0, MIB), OUTPUT_FLOOD);
        List<Long> echoes = new ArrayList<>();
        for (long seq = 1; seq <= 100; seq++) {
            echoes.add(good.echo("cat", seq));
        }
        assertThat(echoes).allMatch(millis -> millis < ECHO.toMillis());
        assertThat(verdict(bad, "bomb")).contains(Verdict.PIDS);
        assertThat(verdict(bad, "hog")).contains(Verdict.OOM);
        assertThat(verdict(bad, "filler")).contains(Verdict.FILE_SIZE);
        assertThat(verdict(bad, "burner")).contains(Verdict.CPU);
        assertThat(verdict(bad, "flood")).contains(Verdict.OUTPUT_QUOTA);
        assertThat(Files.size(folder.resolve("filled"))).isEqualTo(16 * MIB);
        good.echo("cat", 101);
    }

    /** For a cgroup that was made for this and is empty: {@code -Dexecbus.test.cgroup=/sys/fs/cgroup/...}. */
    @Test
    @EnabledIfSystemProperty(named = "execbus.test.cgroup", matches = ".+")
    void culpritsEndInControlGroups() {
        LimitSettings settings = new LimitSettings(
                ResourceLimits.NONE,
                ResourceLimits.NONE,
                ControlGroupMode.AUTO,
                Path.of(System.getProperty("execbus.test.cgroup")),
                1,
                Duration.ofMillis(100));
        assertThat(LimitSupport.whyNoControlGroups(settings)).isEmpty();
        open(settings, sandbox(SandboxSettings.Mode.REFUSE));
        LimitedRoom.Session bad = room.session("bad");
        bad.shell("bomb", limits(0, 60, 0, 0, 0), FORK_BOMB);
        bad.shell("hog", limits(200 * MIB, 0, 0, 0, 0), MEMORY_HOG);
        bad.shell("fine", limits(200 * MIB, 60, 0, 0, 0), "echo fine");
        assertThat(verdict(bad, "fine")).isEmpty();
        assertThat(verdict(bad, "bomb")).contains(Verdict.PIDS);
        assertThat(verdict(bad, "hog")).contains(Verdict.OOM);
        bad.shell("daemon", ResourceLimits.NONE, "setsid setsid sleep 20.717171 >/dev/null 2>&1 & sleep 0.2");
        assertThat(verdict(bad, "daemon")).isEmpty();
        bad.end();
        Eventually.holds(
                "the daemon has ended", Duration.ofSeconds(5), () -> running().isEmpty());
    }

    /** What wraps the culprits does not hide them. */
    @ParameterizedTest
    @EnumSource(names = {"BUBBLEWRAP", "LANDLOCK"})
    void culpritsEndInASandbox(SandboxSettings.Mode mode) throws Exception {
        Sandbox sandbox = sandbox(mode);
        boolean works = sandbox.support().mechanism().name().equals(mode.name());
        if (!works) {
            sandbox.close();
        }
        assumeThat(works).isTrue();
        open(ResourceLimits.NONE, ResourceLimits.NONE, sandbox);
        LimitedRoom.Session bad = room.session("bad");
        Path work = Files.createDirectory(folder.resolve("work"));
        SandboxParams policy = SandboxParams.decode(new ObjectMapper()
                .readTree("{\"sandboxPolicy\":{\"type\":\"workspace-write\"},\"sandboxPolicyCwd\":\"" + work.toUri()
                        + "\"}"));
        bad.start("bomb", work, policy, limits(0, 60, 0, 0, 0), 0, "sh", "-c", FORK_BOMB);
        bad.start("hog", work, policy, limits(200 * MIB, 0, 0, 0, 0), 0, "sh", "-c", MEMORY_HOG);
        bad.start("filler", work, policy, limits(0, 0, 0, 16 * MIB, 0), 0, "sh", "-c", DISK_FILLER);
        bad.start("burner", work, policy, limits(0, 0, 1, 0, 0), 0, "sh", "-c", CPU_BURNER);
        bad.start("flood", work, policy, limits(0, 0, 0, 0, MIB), 0, "sh", "-c", OUTPUT_FLOOD);
        bad.start("single", work, policy, limits(0, 1, 0, 0, 0), 0, "sleep", "0.5");
        assertThat(verdict(bad, "single")).isEmpty();
        assertThat(verdict(bad, "bomb")).contains(Verdict.PIDS);
        assertThat(verdict(bad, "hog")).contains(Verdict.OOM);
        assertThat(verdict(bad, "filler")).contains(Verdict.FILE_SIZE);
        assertThat(verdict(bad, "burner")).contains(Verdict.CPU);
        assertThat(verdict(bad, "flood")).contains(Verdict.OUTPUT_QUOTA);
        assertThat(Files.size(work.resolve("filled"))).isEqualTo(16 * MIB);
    }

    @Test
    void outputUpToTheQuotaIsDelivered() {
        open(ResourceLimits.NONE, ResourceLimits.NONE);
        LimitedRoom.Session session = room.session("one");
        session.shell("flood", limits(0, 0, 0, 0, 100_000), OUTPUT_FLOOD);
        session.awaitClosed("flood");
        ReadResponse all = session.read("flood", 0);
        assertThat(all.chunks().stream()
                        .mapToLong(chunk -> chunk.chunk().length())
                        .sum())
                .isEqualTo(100_000);
        assertThat(all.signal()).isEqualTo("TERM");
    }

    @Test
    void anEarlierEndIsNotBlamedOnALimit() {
        open(ResourceLimits.NONE, ResourceLimits.NONE);
        LimitedRoom.Session session = room.session("one");
        ResourceLimits limits = limits(200 * MIB, 60, 10, MIB, MIB);
        session.shell("fine", limits, "echo fine; exit 3");
        ReadResponse fine = session.awaitClosed("fine");
        assertThat(fine.exitCode()).isEqualTo(3);
        assertThat(fine.verdict()).isNull();
        session.start("slow", folder, limits, 100, "sleep", "20.717171");
        ReadResponse slow = session.awaitClosed("slow");
        assertThat(slow.exitCode()).isEqualTo(124);
        assertThat(slow.verdict()).isEqualTo(Verdict.TIMEOUT);
    }

    @Test
    void aSessionHasLimitsOfItsOwn() {
        open(ResourceLimits.NONE, limits(0, 6, 0, 0, 3_000));
        LimitedRoom.Session session = room.session("one");
        LimitedRoom.Session other = room.session("other");
        session.shell("small", ResourceLimits.NONE, "sleep 20.717171 & exec sleep 20.717171");
        other.shell("small", ResourceLimits.NONE, "sleep 20.717171 & exec sleep 20.717171");
        session.shell("large", ResourceLimits.NONE, "for i in 1 2 3 4 5; do sleep 20.717171 & done; wait");
        assertThat(verdict(session, "large")).contains(Verdict.PIDS);
        session.shell("first", ResourceLimits.NONE, "head -c 2000 /dev/zero; exec sleep 0.2");
        assertThat(verdict(session, "first")).isEmpty();
        session.shell("second", ResourceLimits.NONE, "head -c 2000 /dev/zero; exec sleep 20.717171");
        assertThat(verdict(session, "second")).contains(Verdict.OUTPUT_QUOTA);
        assertThat(running()).hasSize(4);
        session.end();
        other.end();
    }

    @Test
    void aClientMayOnlyAskForLess() {
        open(limits(0, 0, 0, 16 * MIB, 0), ResourceLimits.NONE);
        LimitedRoom.Session session = room.session("one");
        session.start("less", folder, limits(0, 0, 0, MIB, 0), 0, "sh", "-c", "ulimit -f");
        session.start("more", folder, limits(0, 0, 0, 32 * MIB, 0), 0, "sh", "-c", "ulimit -f");
        session.start("none", folder, ResourceLimits.NONE, 0, "sh", "-c", "ulimit -f");
        assertThat(List.of(text(session, "less"), text(session, "more"), text(session, "none")))
                .containsExactly("2048\n", "32768\n", "32768\n");
    }

    @Test
    void failuresOfAStartStayWhatTheyAre() {
        open(limits(500 * MIB, 100, 10, 16 * MIB, MIB), ResourceLimits.NONE);
        LimitedRoom.Session session = room.session("one");
        assertThatThrownBy(() -> session.start("missing", folder, ResourceLimits.NONE, 0, "no-such-program"))
                .hasMessage("No such file or directory (os error 2)");
        assertThatThrownBy(() -> session.start("folder", folder, ResourceLimits.NONE, 0, "/tmp"))
                .hasMessage("Permission denied (os error 13)");
    }

    @Test
    void whoHasLeftTheGroupEndsWithTheSession() {
        open(limits(0, 50, 0, 0, 0), ResourceLimits.NONE);
        LimitedRoom.Session session = room.session("one");
        session.shell("daemon", ResourceLimits.NONE, "setsid sleep 20.717171 >/dev/null 2>&1 & sleep 0.4");
        session.awaitClosed("daemon");
        assertThat(running()).hasSize(1);
        session.end();
        Eventually.holds(
                "the daemon has ended", Duration.ofSeconds(5), () -> running().isEmpty());
    }

    private void open(ResourceLimits perProcess, ResourceLimits perSession) {
        open(perProcess, perSession, sandbox(SandboxSettings.Mode.REFUSE));
    }

    private Sandbox sandbox(SandboxSettings.Mode mode) {
        return WorkerSandbox.start(new SandboxSettings(mode, "bwrap", true, folder.resolve("sandbox"), List.of()));
    }

    private void open(ResourceLimits perProcess, ResourceLimits perSession, Sandbox sandbox) {
        Duration interval = LimitSettings.DEFAULTS.watchInterval();
        open(new LimitSettings(perProcess, perSession, ControlGroupMode.OFF, null, 0, interval), sandbox);
    }

    private void open(LimitSettings limits, Sandbox sandbox) {
        ProcessSettings all = ProcessSettings.DEFAULTS;
        room = new LimitedRoom(
                new ProcessSettings(
                        all.spawner(),
                        all.perSession(),
                        all.perNode(),
                        all.retention(),
                        all.memoryBytes(),
                        all.memoryBytesPerNode(),
                        all.spillBytes(),
                        all.spillBytesPerNode(),
                        all.spillDirectory(),
                        all.stdinBytes(),
                        all.argumentBytes(),
                        all.killGrace(),
                        all.longPolls(),
                        all.creditTimeout(),
                        limits),
                sandbox);
    }

    private static Optional<Verdict> verdict(LimitedRoom.Session session, String processId) {
        return Optional.ofNullable(session.awaitClosed(processId).verdict());
    }

    private static String text(LimitedRoom.Session session, String processId) {
        session.awaitClosed(processId);
        return session.read(processId, 0).chunks().stream()
                .map(chunk -> new String(chunk.chunk().bytes(), StandardCharsets.US_ASCII))
                .collect(Collectors.joining());
    }

    private static ResourceLimits limits(
            long memoryBytes, long processes, long cpuSeconds, long fileBytes, long outputBytes) {
        return new ResourceLimits(memoryBytes, processes, cpuSeconds, 0, fileBytes, outputBytes);
    }

    private static List<ProcessHandle> running() {
        return ProcessHandle.allProcesses()
                .filter(handle -> handle.info()
                        .arguments()
                        .map(arguments -> List.of(arguments).contains("20.717171"))
                        .orElse(false))
                .toList();
    }
}
