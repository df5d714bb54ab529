package dev.execbus.filesystem;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;

final class PlannedMountsTest {
    @Test
    void findsWritableMountsThatNobodyPlanned() {
        MountTable table = MountTable.parse(List.of(
                "1 0 0:1 / / ro - ext4 x rw",
                "2 1 0:1 / /dev rw - tmpfs x rw",
                "3 2 0:1 / /dev/pts rw - devpts x rw",
                "4 1 0:1 / /ws rw - ext4 x rw",
                "5 4 0:1 / /ws/disk rw - ext4 x rw",
                "6 1 0:1 / /ws2 rw - ext4 x rw",
                "7 1 0:1 / /out ro - ext4 x rw",
                "8 7 0:1 / /out/a\\040b rw - ext4 x rw",
                "9 1 0:1 / /\\303\\244 rw - ext4 x rw"));

        assertThat(new PlannedMounts(List.of("/dev", "/ws", "/\u00e4")).strays(table))
                .containsExactly("/ws2", "/out/a b");
        assertThat(new PlannedMounts(List.of("/")).strays(table)).isEmpty();
    }

    @Test
    void findsARootThatShouldBeReadOnly() {
        MountTable table = MountTable.parse(List.of("1 0 0:1 / / rw - ext4 x rw"));

        assertThat(new PlannedMounts(List.of("/dev")).strays(table)).containsExactly("/");
    }

    @Test
    void findsWhatIsNotThereOrCovered() {
        MountTable table = MountTable.parse(List.of(
                "1 0 0:1 / / ro - ext4 x rw", "2 1 0:1 / /ws rw - ext4 x rw", "3 2 0:1 / /ws/secret ro - tmpfs x rw"));

        assertThat(new PlannedMounts(List.of("/", "/proc", "/ws", "/ws/secret", "/ws/.git")).lacking(table))
                .containsExactly("/ws/.git");
    }

    @Test
    void takesNoOffenceWhereNothingWasPlanned() throws IOException {
        assertThat(new PlannedMounts(List.of()).areKept()).isTrue();
        assertThat(new PlannedMounts(List.of("/nowhere")).areKept()).isFalse();
    }
}
