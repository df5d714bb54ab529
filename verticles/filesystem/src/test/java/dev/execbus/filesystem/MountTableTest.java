package dev.execbus.filesystem;

import static org.assertj.core.api.Assertions.assertThat;

import dev.execbus.filesystem.MountTable.Mounted;
import java.util.List;
import org.junit.jupiter.api.Test;

final class MountTableTest {
    private static final String ROOT = "65 42 254:0 / / ro,nosuid,nodev,relatime - ext4 /dev/vda rw,discard";

    @Test
    void readsPlacesAndOptions() {
        MountTable table = MountTable.parse(List.of(
                ROOT,
                "93 65 0:42 / /proc rw,nosuid shared:7 master:1 - proc proc rw",
                "96 65 254:0 /a\\040b /ws/a\\040b\\134\\011\\303\\244 rw,relatime - ext4 /dev/vda ro",
                "97 65 0:1 / /row row,prow - x x ro"));

        assertThat(table)
                .isEqualTo(new MountTable(List.of(
                        new Mounted("65", "42", "/", true),
                        new Mounted("93", "65", "/proc", false),
                        new Mounted("96", "65", "/ws/a b\\\t\u00c3\u00a4", false),
                        new Mounted("97", "65", "/row", false))));
    }

    @Test
    void leavesOutWhatIsNoLine() {
        assertThat(MountTable.parse(List.of("", "65 42 254:0 / /"))).isEqualTo(new MountTable(List.of()));
    }

    @Test
    void knowsWhatNoPathLeadsTo() {
        MountTable table = MountTable.parse(List.of(
                ROOT,
                line(70, 65, "/dev"),
                line(71, 70, "/dev/shm"),
                line(72, 70, "/dev"),
                line(73, 72, "/dev/pts"),
                line(74, 65, "/data/inner"),
                line(75, 74, "/data/inner/deep"),
                line(76, 65, "/data"),
                line(77, 65, "/database"),
                line(78, 76, "/data/inner")));

        assertThat(table.visible())
                .containsExactly(
                        new Mounted("65", "42", "/", true),
                        new Mounted("72", "70", "/dev", false),
                        new Mounted("73", "72", "/dev/pts", false),
                        new Mounted("76", "65", "/data", false),
                        new Mounted("77", "65", "/database", false),
                        new Mounted("78", "76", "/data/inner", false));
    }

    @Test
    void isWithinItselfAndWhatHoldsIt() {
        Mounted mounted = new Mounted("1", "0", "/a/b", false);

        assertThat(List.of("/a/b", "/a", "/")).allMatch(mounted::isWithin);
        assertThat(List.of("/a/b/c", "/a/", "/b", "/a/bb")).noneMatch(mounted::isWithin);
    }

    private static String line(int id, int parent, String point) {
        return id + " " + parent + " 0:1 / " + point + " rw - tmpfs tmpfs rw";
    }
}
