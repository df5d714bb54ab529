package dev.execbus.server;

import dev.execbus.protocol.TerminalSize;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The terminal on standard input, by way of {@code stty}. Any thread. */
final class LocalTerminal {
    /** Runs {@code stty}; nothing if it fails, which it does where there is no terminal. */
    @FunctionalInterface
    interface Stty {
        Optional<String> run(String... arguments);
    }

    private static final Pattern SIZE = Pattern.compile("([1-9][0-9]{0,4}) ([1-9][0-9]{0,4})");
    private static final int MAX = 65_535;

    private final Stty stty;
    private final String settings;
    private boolean raw;
    private boolean restored;

    private LocalTerminal(Stty stty, String settings) {
        this.stty = stty;
        this.settings = settings;
    }

    /** Nothing if standard input is not a terminal. */
    static Optional<LocalTerminal> open(Stty stty) {
        return stty.run("-g").map(settings -> new LocalTerminal(stty, settings));
    }

    TerminalSize size() {
        return stty.run("size").flatMap(LocalTerminal::parse).orElse(TerminalSize.DEFAULT);
    }

    /** Every key becomes a byte of input and nothing else; without effect once the terminal was restored. */
    synchronized void makeRaw() {
        if (!restored && !raw) {
            raw = true;
            stty.run("raw", "-echo");
        }
    }

    /** As it was in the beginning, for good. */
    synchronized void restore() {
        restored = true;
        if (raw) {
            raw = false;
            stty.run(settings);
        }
    }

    private static Optional<TerminalSize> parse(String text) {
        Matcher size = SIZE.matcher(text);
        if (!size.matches()) {
            return Optional.empty();
        }
        int rows = Integer.parseInt(size.group(1));
        int cols = Integer.parseInt(size.group(2));
        return rows > MAX || cols > MAX ? Optional.empty() : Optional.of(new TerminalSize(rows, cols));
    }
}
