package dev.execbus.processes;

import static org.assertj.core.api.Assertions.assertThat;

import dev.execbus.testkit.Eventually;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Pattern;

/** A command that does nothing for long, and that no other process of the machine has: whoever runs it is ours. */
final class Sleepers {
    private static final AtomicInteger NUMBERS = new AtomicInteger();

    private final String command = "sleep 500." + ProcessHandle.current().pid() + NUMBERS.incrementAndGet();

    String command() {
        return command;
    }

    /** A shell says that it is ready, or is done, before what it runs has begun. */
    void awaitOne() {
        Pattern itself = Pattern.compile("[^ ]*" + Pattern.quote(command));
        Eventually.holds("\"" + command + "\" runs", Duration.ofSeconds(10), () -> count(itself) == 1);
    }

    /** Shells and wrappers that have it among their arguments included. */
    private long count() {
        return count(Pattern.compile(".*" + Pattern.quote(command) + ".*", Pattern.DOTALL));
    }

    private static long count(Pattern pattern) {
        return ProcessHandle.allProcesses()
                .filter(process -> process.info()
                        .commandLine()
                        .map(line -> pattern.matcher(line).matches())
                        .orElse(false))
                .count();
    }

    void awaitGone() {
        Eventually.holds("all of \"" + command + "\" are gone", Duration.ofSeconds(10), () -> count() == 0);
        assertThat(count()).isZero();
    }
}
