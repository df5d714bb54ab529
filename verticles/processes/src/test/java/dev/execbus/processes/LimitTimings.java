package dev.execbus.processes;

import dev.execbus.protocol.ResourceLimits;
import java.util.Arrays;

/** Prints what limits cost at the start of a process. Not a test. */
final class LimitTimings {
    private static final int WARM_UP = 1_000;
    private static final int ROUNDS = 2_000;

    private LimitTimings() {}

    public static void main(String[] args) throws Exception {
        LaunchLimits limits = new LaunchLimits(Rlimits.of(new ResourceLimits(0, 0, 7, 65, 4_096, 0)), null, false, 0);
        try (ProcessSpawner spawner = new NativeSpawner(new ThreadDriver("timings"))) {
            print("without limits", spawner, Launches.pipes("/bin/true"));
            print("with limits", spawner, Launches.pipes("/bin/true").within(limits));
        }
    }

    private static void print(String what, ProcessSpawner spawner, Launch launch) {
        long[] nanos = new long[ROUNDS];
        for (int i = -WARM_UP; i < ROUNDS; i++) {
            long start = System.nanoTime();
            Run.finished(spawner, launch);
            nanos[Math.max(0, i)] = System.nanoTime() - start;
        }
        Arrays.sort(nanos);
        System.out.printf(
                "%s: /bin/true to exit p50 %.3f ms, p99 %.3f ms%n",
                what, nanos[ROUNDS / 2] / 1e6, nanos[ROUNDS * 99 / 100] / 1e6);
    }
}
