package dev.execbus.processes;

import dev.execbus.protocol.StreamName;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;

/** Prints how long a process takes from spawn to exit, and how fast the output of one is read. Not a test. */
final class SpawnerTimings {
    private static final int WARM_UP = 1_000;
    private static final int ROUNDS = 2_000;
    private static final int MEBIBYTES = 200;

    private SpawnerTimings() {}

    public static void main(String[] args) throws Exception {
        try (ProcessSpawner spawner = new NativeSpawner(new ThreadDriver("timings"))) {
            print(spawner, WARM_UP, ROUNDS);
        }
        try (ProcessSpawner spawner = new JavaSpawner()) {
            print(spawner, WARM_UP / 5, ROUNDS / 5);
        }
    }

    private static void print(ProcessSpawner spawner, int warmUp, int rounds) throws Exception {
        Launch program = launch("/bin/true");
        for (int i = 0; i < warmUp; i++) {
            run(spawner, program);
        }
        long[] nanos = new long[rounds];
        for (int i = 0; i < rounds; i++) {
            long start = System.nanoTime();
            run(spawner, program);
            nanos[i] = System.nanoTime() - start;
        }
        Arrays.sort(nanos);
        System.out.printf(
                "%s: /bin/true to exit p50 %.3f ms, p99 %.3f ms%n",
                spawner.name(), nanos[rounds / 2] / 1e6, nanos[rounds * 99 / 100] / 1e6);
        Launch loud = launch("/usr/bin/head", "-c", Long.toString((long) MEBIBYTES << 20), "/dev/zero");
        run(spawner, loud);
        for (int i = 0; i < 3; i++) {
            long start = System.nanoTime();
            long bytes = run(spawner, loud);
            double seconds = (System.nanoTime() - start) / 1e9;
            System.out.printf("%s: %d bytes at %.0f MB/s%n", spawner.name(), bytes, bytes / 1e6 / seconds);
        }
    }

    private static Launch launch(String... argv) {
        return new Launch(List.of(argv), null, "/", Map.of("PATH", "/usr/bin:/bin"), null, false);
    }

    private static long run(ProcessSpawner spawner, Launch launch) throws Exception {
        Counting observer = new Counting();
        SpawnedProcess process = spawner.spawn(launch, observer);
        process.begin();
        observer.closed.await();
        process.release();
        return observer.bytes;
    }

    private static final class Counting implements ProcessObserver {
        private final CountDownLatch closed = new CountDownLatch(3);
        private volatile long bytes;

        @Override
        public synchronized void output(StreamName stream, byte[] chunk) {
            bytes += chunk.length;
        }

        @Override
        public void ended(StreamName stream) {
            closed.countDown();
        }

        @Override
        public void exited(ExitStatus status) {
            closed.countDown();
        }

        @Override
        public void writable() {}
    }
}
