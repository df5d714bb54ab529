package dev.execbus.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.execbus.client.ExecEvent;
import dev.execbus.client.ExecEvent.Closed;
import dev.execbus.client.ExecEvent.Exited;
import dev.execbus.client.ExecEvent.Failed;
import dev.execbus.client.ExecEvent.Numbered;
import dev.execbus.client.ExecEvent.Output;
import dev.execbus.client.ExecProcess;
import dev.execbus.protocol.StreamName;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;

/** A process of a backend, and what was heard of it. */
final class HeardProcess {
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final ExecProcess process;
    private final List<ExecEvent> events = new ArrayList<>();

    HeardProcess(ExecProcess process) {
        this.process = process;
        process.events(this::hear);
    }

    private synchronized void hear(ExecEvent event) {
        events.add(event);
        notifyAll();
    }

    ExecProcess process() {
        return process;
    }

    synchronized List<ExecEvent> events() {
        return List.copyOf(events);
    }

    /** Until its last event. */
    HeardProcess ended() {
        await("its end", all -> !all.isEmpty() && (all.getLast() instanceof Closed || all.getLast() instanceof Failed));
        return this;
    }

    HeardProcess hasSaid(String text) {
        await("the text " + text, all -> text(all, null).contains(text));
        return this;
    }

    private synchronized void await(String what, Predicate<List<ExecEvent>> condition) {
        long end = System.nanoTime() + PATIENCE.toNanos();
        while (!condition.test(events)) {
            long left = (end - System.nanoTime()) / 1_000_000;
            if (left <= 0) {
                throw new AssertionError("not within " + PATIENCE.toSeconds() + " s: " + what + " of " + process.id()
                        + ", which is " + process.state() + " and has had " + events.size() + " events, the last "
                        + (events.isEmpty() ? "none" : events.getLast()));
            }
            try {
                wait(left);
            } catch (InterruptedException e) {
                throw new AssertionError(e);
            }
        }
    }

    Integer exitCode() {
        return events().stream()
                .filter(Exited.class::isInstance)
                .map(event -> ((Exited) event).exitCode())
                .findFirst()
                .orElse(null);
    }

    Closed close() {
        return (Closed) events().getLast();
    }

    /** Numbers without a gap, from 1 to the close. */
    HeardProcess hasEveryNumberOnce() {
        List<ExecEvent> all = events();
        for (int i = 0; i < all.size(); i++) {
            assertThat(((Numbered) all.get(i)).seq()).isEqualTo(i + 1);
        }
        return this;
    }

    String stdout() {
        return text(events(), StreamName.STDOUT);
    }

    String text(StreamName stream) {
        return text(events(), stream);
    }

    /** @param stream null for all */
    private static String text(List<ExecEvent> events, StreamName stream) {
        return new String(bytes(events, stream), StandardCharsets.UTF_8);
    }

    byte[] bytes(StreamName stream) {
        return bytes(events(), stream);
    }

    private static byte[] bytes(List<ExecEvent> events, StreamName stream) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        for (ExecEvent event : events) {
            if (event instanceof Output output && (stream == null || output.stream() == stream)) {
                bytes.writeBytes(output.chunk().bytes());
            }
        }
        return bytes.toByteArray();
    }
}
