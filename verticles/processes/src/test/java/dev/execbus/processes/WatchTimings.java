package dev.execbus.processes;

import dev.execbus.protocol.ResourceLimits;
import dev.execbus.protocol.StreamName;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** What a look of the watch costs with so many processes in a tree; run by hand, prints microseconds. */
final class WatchTimings {
    private static final int LOOKS = 300;

    private WatchTimings() {}

    public static void main(String[] arguments) {
        int count = arguments.length == 0 ? 500 : Integer.parseInt(arguments[0]);
        try (NativeSpawner spawner = new NativeSpawner(new ThreadDriver("timings"));
                Run run = Run.start(
                        spawner,
                        Launches.shell("i=0; while [ $i -lt " + (count - 1)
                                + " ]; do sleep 20 & i=$((i+1)); done; echo ready; exec sleep 20"))) {
            run.seen().awaitOutput(StreamName.STDOUT, "ready");
            WatchedTree tree = new WatchedTree(
                    (int) run.process().pid(),
                    0,
                    ResourceLimits.NONE,
                    new WatchedSession(ResourceLimits.NONE),
                    new VerdictNote());
            KernelProcessTable table = new KernelProcessTable();
            Trees trees = new Trees((int) ProcessHandle.current().pid());
            List<Long> reading = new ArrayList<>();
            List<Long> finding = new ArrayList<>();
            int found = 0;
            for (int look = 0; look < LOOKS; look++) {
                long start = System.nanoTime();
                List<ProcessRow> rows = table.read();
                long read = System.nanoTime();
                found = trees.find(List.of(tree), rows).get(tree).size();
                finding.add(System.nanoTime() - read);
                reading.add(read - start);
            }
            System.out.printf("%d processes: reading %d, finding %d%n", found, median(reading), median(finding));
        }
    }

    private static long median(List<Long> nanos) {
        long[] sorted = nanos.stream().mapToLong(Long::longValue).sorted().toArray();
        return Arrays.stream(sorted).skip(sorted.length / 2).findFirst().orElse(0) / 1_000;
    }
}
