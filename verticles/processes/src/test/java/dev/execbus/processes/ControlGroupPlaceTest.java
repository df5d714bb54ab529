package dev.execbus.processes;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;

final class ControlGroupPlaceTest {
    private static final String ONLY_V2 = """
            24 29 0:22 / /proc rw,nosuid - proc proc rw
            30 24 0:26 / /sys/fs/cgroup rw,nosuid,nodev shared:4 - cgroup2 cgroup2 rw,nsdelegate
            """;
    private static final String MIXED = """
            33 31 0:30 / /sys/fs/cgroup/cpu rw,relatime - cgroup cgroup rw,cpu
            41 31 0:38 / /sys/fs/cgroup/unified rw,relatime - cgroup2 cgroup2 rw
            """;

    @Test
    void findsTheOwnGroup() {
        assertThat(ControlGroupPlace.find(ONLY_V2, "0::/system.slice/execbus.service\n"))
                .contains(Path.of("/sys/fs/cgroup/system.slice/execbus.service"));
    }

    @Test
    void findsTheRoot() {
        assertThat(ControlGroupPlace.find(ONLY_V2, "0::/\n")).contains(Path.of("/sys/fs/cgroup"));
    }

    @Test
    void ignoresTheFirstVersion() {
        assertThat(ControlGroupPlace.find(MIXED, "4:memory:/a\n1:cpu:/b\n0::/c\n"))
                .contains(Path.of("/sys/fs/cgroup/unified/c"));
        assertThat(ControlGroupPlace.find(MIXED, "4:memory:/a\n1:cpu:/b\n")).isEmpty();
        assertThat(ControlGroupPlace.find(MIXED.lines().findFirst().orElseThrow(), "0::/c\n"))
                .isEmpty();
    }

    @Test
    void understandsPartsThatAreMountedElsewhere() {
        String mounts = "30 24 0:26 /pod/a /with\\040space rw - cgroup2 cgroup2 rw\n";
        assertThat(ControlGroupPlace.find(mounts, "0::/pod/a/b\n")).contains(Path.of("/with space/b"));
        assertThat(ControlGroupPlace.find(mounts, "0::/pod/a\n")).contains(Path.of("/with space"));
        assertThat(ControlGroupPlace.find(mounts, "0::/elsewhere\n")).isEmpty();
    }
}
