package dev.execbus.processes;

import dev.execbus.protocol.StreamName;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/** Remembers what a spawner reports and lets a test wait for it. Every wait has a deadline. */
final class RecordingObserver implements ProcessObserver {
    private static final Duration DEADLINE = Duration.ofSeconds(20);

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private final Map<StreamName, ByteArrayOutputStream> outputs = new EnumMap<>(StreamName.class);
    private final Set<StreamName> open;
    private final List<String> violations = new ArrayList<>();
    private ExitStatus status;
    private String textBeforeExit = "";
    private int rooms;

    private RecordingObserver(Set<StreamName> open) {
        this.open = open;
        open.forEach(stream -> outputs.put(stream, new ByteArrayOutputStream()));
    }

    static RecordingObserver of(Launch launch) {
        return new RecordingObserver(
                launch.onTerminal() ? EnumSet.of(StreamName.PTY) : EnumSet.of(StreamName.STDOUT, StreamName.STDERR));
    }

    @Override
    public void output(StreamName stream, byte[] bytes) {
        change(() -> {
            if (!open.contains(stream) || bytes.length == 0 || bytes.length > 65_536) {
                violations.add("output of " + bytes.length + " bytes on " + stream + ", open are " + open);
            }
            outputs.get(stream).writeBytes(bytes);
        });
    }

    @Override
    public void ended(StreamName stream) {
        change(() -> {
            if (!open.remove(stream)) {
                violations.add(stream + " ended twice");
            }
        });
    }

    @Override
    public void exited(ExitStatus exit) {
        change(() -> {
            if (status != null) {
                violations.add("exited twice");
            }
            status = exit;
            textBeforeExit = all();
        });
    }

    @Override
    public void writable() {
        change(() -> rooms++);
    }

    Outcome awaitClosed() {
        awaitThat("exit and end of all streams", () -> status != null && open.isEmpty());
        return outcome();
    }

    ExitStatus awaitExit() {
        awaitThat("exit", () -> status != null);
        return status;
    }

    void awaitOutput(StreamName stream, String part) {
        awaitThat("output", () -> text(stream).contains(part));
    }

    void awaitBytes(int count) {
        awaitThat("bytes", () -> size() >= count);
    }

    void awaitEnded() {
        awaitThat("end of all streams", open::isEmpty);
    }

    /** Consumes one report of room. */
    void awaitRoom() {
        awaitThat("room", () -> rooms > 0);
        change(() -> rooms--);
    }

    byte[] bytes(StreamName stream) {
        return read(() -> outputs.get(stream).toByteArray());
    }

    String textBeforeExit() {
        return read(() -> textBeforeExit);
    }

    boolean hasEnded() {
        return read(() -> open.isEmpty());
    }

    String text(StreamName stream) {
        return new String(bytes(stream), StandardCharsets.UTF_8);
    }

    private Outcome outcome() {
        return read(() -> {
            Map<StreamName, String> texts = new EnumMap<>(StreamName.class);
            outputs.forEach((stream, bytes) -> texts.put(stream, bytes.toString(StandardCharsets.UTF_8)));
            return new Outcome(status, texts, List.copyOf(violations));
        });
    }

    private String all() {
        StringBuilder all = new StringBuilder();
        outputs.values().forEach(bytes -> all.append(bytes.toString(StandardCharsets.UTF_8)));
        return all.toString();
    }

    private int size() {
        return outputs.values().stream().mapToInt(ByteArrayOutputStream::size).sum();
    }

    private void change(Runnable action) {
        lock.lock();
        try {
            action.run();
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    private <T> T read(Supplier<T> action) {
        lock.lock();
        try {
            return action.get();
        } finally {
            lock.unlock();
        }
    }

    private void awaitThat(String what, BooleanSupplier condition) {
        long deadline = System.nanoTime() + DEADLINE.toNanos();
        lock.lock();
        try {
            while (!condition.getAsBoolean()) {
                long left = deadline - System.nanoTime();
                if (left <= 0) {
                    throw new AssertionError("no " + what + " within " + DEADLINE + ": " + outcome());
                }
                changed.await(left, TimeUnit.NANOSECONDS);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError("interrupted", e);
        } finally {
            lock.unlock();
        }
    }
}
