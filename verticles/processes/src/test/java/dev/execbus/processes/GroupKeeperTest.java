package dev.execbus.processes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.execbus.protocol.ResourceLimits;
import dev.execbus.protocol.Verdict;
import dev.execbus.testkit.Eventually;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

final class GroupKeeperTest {
    private static final Path PLACE = Path.of("/groups/own");
    private static final String SESSION = "session-7-0";
    private static final String FIRST = SESSION + "/process-0";
    private static final String SECOND = SESSION + "/process-1";

    private final FakeGroups groups = new FakeGroups(PLACE, Set.of("cpu", "memory", "pids"), List.of());
    private final GroupKeeper keeper =
            new GroupKeeper("test", new Delegation(groups, PLACE, false, 7), 1.5, 7, Duration.ofMillis(5));
    private final VerdictNote note = new VerdictNote();
    private final VerdictNote other = new VerdictNote();

    @AfterEach
    void close() {
        keeper.close();
        assertThat(groups.groupsIn(PLACE)).isEmpty();
    }

    @Test
    void limitsTheSessionAndTheProcess() throws Exception {
        keeper.session(limits(2_000, 20)).admit(42, 0, limits(1_000, 10), note);
        assertThat(groups.orders())
                .isEqualTo(Map.of(
                        "",
                        Map.of(),
                        SESSION,
                        Map.of(
                                "memory.max", "2000",
                                "memory.swap.max", "0",
                                "pids.max", "1344",
                                "cpu.max", "150000 100000"),
                        FIRST,
                        Map.of(
                                "memory.max", "1000",
                                "memory.swap.max", "0",
                                "memory.oom.group", "1",
                                "pids.max", "1184")));
        assertThat(groups.in(FIRST)).containsExactly(42L);
    }

    @Test
    void removesTheGroupOfWhoHasEnded() throws Exception {
        TreeKeeper.Tree tree = keeper.session(ResourceLimits.NONE).admit(42, 0, ResourceLimits.NONE, note);
        groups.leave(FIRST, 42);
        tree.exited();
        await("the group is gone", () -> groups.groupsIn(PLACE.resolve(SESSION)).isEmpty());
        assertThat(note.get()).isNull();
    }

    @Test
    void keepsTheGroupWhileSomebodyIsInIt() throws Exception {
        TreeKeeper.Session session = keeper.session(ResourceLimits.NONE);
        TreeKeeper.Tree tree = session.admit(42, 0, ResourceLimits.NONE, note);
        groups.write(PLACE.resolve(FIRST + "/cgroup.procs"), "43");
        groups.leave(FIRST, 42);
        tree.exited();
        session.admit(50, 0, ResourceLimits.NONE, other).exited();
        groups.leave(SECOND, 50);
        await(
                "the second is gone",
                () -> groups.groupsIn(PLACE.resolve(SESSION)).size() == 1);
        assertThat(groups.in(FIRST)).containsExactly(43L);
        session.end();
        await("the session is gone", () -> groups.groupsIn(PLACE).isEmpty());
    }

    @Test
    void tellsThatTheKernelHasEndedIt() throws Exception {
        TreeKeeper.Tree tree = keeper.session(ResourceLimits.NONE).admit(42, 0, limits(1_000, 0), note);
        groups.event(FIRST, "memory.events", "low 0\nhigh 0\nmax 3\noom 1\noom_kill 1\noom_group_kill 1\n");
        groups.leave(FIRST, 42);
        tree.exited();
        assertThat(note.get()).isEqualTo(Verdict.OOM);
    }

    @Test
    void endsWhoStartsTooMany() throws Exception {
        TreeKeeper.Session session = keeper.session(ResourceLimits.NONE);
        session.admit(42, 0, limits(0, 2), note);
        session.admit(50, 0, limits(0, 2), other);
        groups.write(PLACE.resolve(FIRST + "/cgroup.procs"), "43");
        groups.write(PLACE.resolve(FIRST + "/cgroup.procs"), "44");
        await("the end of the first", () -> groups.in(FIRST).isEmpty());
        assertThat(note.get()).isEqualTo(Verdict.PIDS);
        assertThat(other.get()).isNull();
        assertThat(groups.in(SECOND)).containsExactly(50L);
    }

    @Test
    void endsWhoStartsMoreThanTheKernelAllows() throws Exception {
        keeper.session(ResourceLimits.NONE).admit(42, 0, limits(0, 2), note);
        groups.event(FIRST, "pids.events", "max 9\n");
        await("the end of the first", () -> groups.in(FIRST).isEmpty());
        assertThat(note.get()).isEqualTo(Verdict.PIDS);
    }

    @Test
    void endsTheLargestOfASession() throws Exception {
        TreeKeeper.Session session = keeper.session(limits(0, 3));
        session.admit(42, 0, ResourceLimits.NONE, note);
        session.admit(50, 0, ResourceLimits.NONE, other);
        groups.write(PLACE.resolve(SECOND + "/cgroup.procs"), "51");
        groups.write(PLACE.resolve(SECOND + "/cgroup.procs"), "52");
        await("the end of the second", () -> groups.in(SECOND).isEmpty());
        assertThat(other.get()).isEqualTo(Verdict.PIDS);
        assertThat(note.get()).isNull();
        assertThat(groups.in(FIRST)).containsExactly(42L);
    }

    @Test
    void aSessionThatHasEndedTakesNobody() throws Exception {
        TreeKeeper.Session session = keeper.session(ResourceLimits.NONE);
        session.admit(42, 0, ResourceLimits.NONE, note);
        session.end();
        assertThatThrownBy(() -> session.admit(43, 0, ResourceLimits.NONE, other))
                .hasMessage("the session has ended");
        await("the session is gone", () -> groups.groupsIn(PLACE).isEmpty());
    }

    private static ResourceLimits limits(long memoryBytes, long processes) {
        return new ResourceLimits(memoryBytes, processes, 0, 0, 0, 0);
    }

    private static void await(String what, Supplier<Boolean> condition) {
        Eventually.holds(what, Duration.ofSeconds(5), condition);
    }
}
