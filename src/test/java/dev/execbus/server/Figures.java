package dev.execbus.server;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.List;

/** What was measured on the way: printed, and kept in {@code target/cluster-figures.txt}. Nothing is asserted here. */
final class Figures {
    private static final Path FILE = Path.of("target", "cluster-figures.txt");

    private Figures() {}

    static void tell(String sentence) {
        System.out.println(sentence);
        try {
            Files.createDirectories(FILE.getParent());
            Files.writeString(FILE, sentence + "\n", StandardOpenOption.CREATE, StandardOpenOption.APPEND);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static void since(String what, long nanos) {
        tell("%s: %d ms"
                .formatted(what, Duration.ofNanos(System.nanoTime() - nanos).toMillis()));
    }

    static void tell(String what, List<Duration> times) {
        List<Long> millis = times.stream().map(Duration::toMillis).sorted().toList();
        if (millis.isEmpty()) {
            tell(what + ": none");
            return;
        }
        tell("%s: %d, p50 %d ms, p90 %d ms, p99 %d ms, longest %d ms"
                .formatted(what, millis.size(), at(millis, 50), at(millis, 90), at(millis, 99), millis.getLast()));
    }

    private static long at(List<Long> sorted, int percent) {
        return sorted.get(Math.min(sorted.size() - 1, sorted.size() * percent / 100));
    }
}
