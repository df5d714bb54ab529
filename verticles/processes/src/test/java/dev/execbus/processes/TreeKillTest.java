package dev.execbus.processes;

import static org.assertj.core.api.Assertions.assertThat;

import dev.execbus.protocol.ResourceLimits;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

final class TreeKillTest {
    private static final int ROOT = 10;

    private final WatchedTree tree =
            new WatchedTree(ROOT, 0, ResourceLimits.NONE, new WatchedSession(ResourceLimits.NONE), new VerdictNote());
    private final WatchedTree other =
            new WatchedTree(20, 0, ResourceLimits.NONE, new WatchedSession(ResourceLimits.NONE), new VerdictNote());
    private final List<String> sent = new ArrayList<>();
    private final List<ProcessRow> rows = new ArrayList<>(List.of(row(ROOT)));
    private final TreeKill kill =
            new TreeKill((row, signal) -> sent.add((signal == MemberSignals.STOP ? "STOP " : "KILL ") + row.pid()));

    private Map<WatchedTree, List<ProcessRow>> found() {
        return Map.of(tree, List.copyOf(rows), other, List.of(row(20)));
    }

    @Test
    void stopsBeforeItKills() {
        rows.add(row(11));
        kill.kill(List.of(tree), found(), this::found);
        assertThat(sent).containsExactly("STOP 10", "STOP 11", "KILL 10", "KILL 11");
    }

    @Test
    void stopsWhoCameMeanwhile() {
        List<ProcessRow> late = new ArrayList<>(List.of(row(11), row(12), row(13)));
        kill.kill(List.of(tree), found(), () -> {
            if (!late.isEmpty()) {
                rows.add(late.removeFirst());
            }
            return found();
        });
        assertThat(sent)
                .containsExactly(
                        "STOP 10", "STOP 11", "STOP 12", "STOP 13", "KILL 10", "KILL 11", "KILL 12", "KILL 13");
    }

    @Test
    void endsEvenWhenTheyNeverStopComing() {
        kill.kill(List.of(tree), found(), () -> {
            rows.add(row(ROOT + rows.size()));
            return found();
        });
        assertThat(rows).hasSize(21);
        assertThat(sent).filteredOn(text -> text.startsWith("KILL")).hasSize(21);
    }

    @Test
    void leavesAloneWhoHasEnded() {
        rows.add(new ProcessRow(11, ROOT, ROOT, 'Z', 1, 0));
        kill.kill(List.of(tree), found(), this::found);
        assertThat(sent).containsExactly("STOP 10", "KILL 10");
    }

    private static ProcessRow row(int pid) {
        return new ProcessRow(pid, ROOT, ROOT, 'S', 1, 1);
    }
}
