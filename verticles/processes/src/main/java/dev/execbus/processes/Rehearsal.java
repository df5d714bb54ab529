package dev.execbus.processes;

import dev.execbus.protocol.Signal;
import dev.execbus.protocol.StreamName;
import dev.execbus.protocol.TerminalSize;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executor;

/**
 * Starts that show nothing but what they need: a thread that has restricted itself may be unable to load classes, so all
 * that a start uses, or one that fails, is loaded before. Any thread; the first waits.
 */
final class Rehearsal {
    private static final Map<String, String> ENV = Map.of("PATH", "/usr/bin:/bin");
    private static final Duration DEADLINE = Duration.ofSeconds(10);

    private final ProcessSpawner spawner;
    private final Executor thread;
    private boolean done;

    /** @param thread where the starts will be */
    Rehearsal(ProcessSpawner spawner, Executor thread) {
        this.spawner = spawner;
        this.thread = thread;
    }

    synchronized void once() {
        if (!done) {
            done = true;
            start(new Launch(List.of("true"), null, "/", ENV, null, true));
            start(new Launch(List.of("true"), null, "/", ENV, TerminalSize.DEFAULT, false));
            start(new Launch(List.of("/dev/null/nothing"), null, "/", ENV, null, false));
        }
    }

    private void start(Launch launch) {
        PendingSpawn pending = new PendingSpawn(() -> spawner.spawn(launch, new Nobody()), Rehearsal::end, () -> {});
        try {
            end(pending.on(thread, DEADLINE));
        } catch (SpawnException e) {
            // As good as another end: what the real start meets, it will tell.
            return;
        }
    }

    private static void end(SpawnedProcess process) {
        process.begin();
        process.signalGroup(Signal.KILL);
        process.release();
    }

    private record Nobody() implements ProcessObserver {
        @Override
        public void output(StreamName stream, byte[] bytes) {}

        @Override
        public void ended(StreamName stream) {}

        @Override
        public void exited(ExitStatus status) {}

        @Override
        public void writable() {}
    }
}
