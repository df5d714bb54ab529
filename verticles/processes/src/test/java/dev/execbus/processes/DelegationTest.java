package dev.execbus.processes;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

final class DelegationTest {
    private static final Path PLACE = Path.of("/groups/own");
    private static final Set<String> ALL = Set.of("cpu", "memory", "pids", "io");
    private static final long SERVER = ProcessHandle.current().pid();

    @Test
    void takesAGroupWithNobodyButTheServer() throws Exception {
        FakeGroups groups = new FakeGroups(PLACE, ALL, List.of(SERVER));
        Delegation delegation = new Delegation(groups, PLACE, true, SERVER);
        assertThat(delegation.whyNot()).isEmpty();
        assertThat(delegation.take().path()).isEqualTo(PLACE);
        assertThat(groups.in("")).isEmpty();
        assertThat(groups.in("server")).containsExactly(SERVER);
    }

    @Test
    void takesAnEmptyGroupThatWasMadeForTheServer() throws Exception {
        FakeGroups groups = new FakeGroups(PLACE, ALL, List.of());
        Delegation delegation = new Delegation(groups, PLACE, false, SERVER);
        assertThat(delegation.whyNot()).isEmpty();
        delegation.take();
        assertThat(groups.groupsIn(PLACE)).isEmpty();
    }

    @Test
    void removesEmptyGroupsOfAnEarlierServer() throws Exception {
        FakeGroups groups = new FakeGroups(PLACE, ALL, List.of());
        groups.make(PLACE.resolve("session-1-0"));
        groups.make(PLACE.resolve("session-1-1"));
        groups.write(PLACE.resolve("session-1-1/cgroup.procs"), "77");
        groups.make(PLACE.resolve("other"));
        new Delegation(groups, PLACE, false, SERVER).take();
        assertThat(groups.groupsIn(PLACE)).containsExactly(PLACE.resolve("other"), PLACE.resolve("session-1-1"));
    }

    @Test
    void saysWhyNot() {
        assertThat(whyNot(Set.of("cpu"), List.of(SERVER), true))
                .isEqualTo("the cgroup /groups/own has no controller for memory, pids");
        assertThat(whyNot(Set.of(), List.of(SERVER), true))
                .isEqualTo("the cgroup /groups/own has no controller for cpu, memory, pids");
        assertThat(whyNot(ALL, List.of(SERVER, 1L), true))
                .isEqualTo("the cgroup /groups/own has 1 processes in it that are not this server's, so it cannot be"
                        + " divided");
        assertThat(whyNot(ALL, List.of(SERVER), false))
                .isEqualTo("the cgroup /groups/own has 1 processes in it that are not this server's, so it cannot be"
                        + " divided");
        assertThat(new Delegation(new FakeGroups(PLACE, ALL, List.of()), Path.of("/groups/missing"), false, SERVER)
                        .whyNot())
                .contains("the cgroup /groups/missing cannot be read");
    }

    @Test
    void canBeSwitchedOff() {
        LimitSettings off = new LimitSettings(
                LimitSettings.DEFAULTS.perProcess(),
                LimitSettings.DEFAULTS.perSession(),
                LimitSettings.ControlGroupMode.OFF,
                null,
                0,
                Duration.ofMillis(100));
        assertThat(LimitSupport.whyNoControlGroups(off)).contains("cgroups are switched off by the configuration");
    }

    private static String whyNot(Set<String> controllers, List<Long> processes, boolean ownGroup) {
        return new Delegation(new FakeGroups(PLACE, controllers, processes), PLACE, ownGroup, SERVER)
                .whyNot()
                .orElseThrow();
    }
}
