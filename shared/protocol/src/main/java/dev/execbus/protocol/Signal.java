package dev.execbus.protocol;

import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** A POSIX signal by name and by its Linux number. */
public record Signal(String name, int number) {
    private static final Map<String, Integer> NUMBERS = Map.ofEntries(
            Map.entry("HUP", 1),
            Map.entry("INT", 2),
            Map.entry("QUIT", 3),
            Map.entry("ILL", 4),
            Map.entry("TRAP", 5),
            Map.entry("ABRT", 6),
            Map.entry("BUS", 7),
            Map.entry("FPE", 8),
            Map.entry("KILL", 9),
            Map.entry("USR1", 10),
            Map.entry("SEGV", 11),
            Map.entry("USR2", 12),
            Map.entry("PIPE", 13),
            Map.entry("ALRM", 14),
            Map.entry("TERM", 15),
            Map.entry("CHLD", 17),
            Map.entry("CONT", 18),
            Map.entry("STOP", 19),
            Map.entry("TSTP", 20),
            Map.entry("TTIN", 21),
            Map.entry("TTOU", 22),
            Map.entry("URG", 23),
            Map.entry("XCPU", 24),
            Map.entry("XFSZ", 25),
            Map.entry("VTALRM", 26),
            Map.entry("PROF", 27),
            Map.entry("WINCH", 28),
            Map.entry("IO", 29),
            Map.entry("PWR", 30),
            Map.entry("SYS", 31));

    public static final Signal INT = new Signal("INT", 2);
    public static final Signal KILL = new Signal("KILL", 9);
    public static final Signal TERM = new Signal("TERM", 15);

    private static final Map<Integer, String> NAMES = names();

    /** {@code TERM} and {@code SIGTERM} alike, in capitals. */
    public static Optional<Signal> named(String name) {
        String bare = name.startsWith("SIG") ? name.substring(3) : name;
        return Optional.ofNullable(NUMBERS.get(bare)).map(number -> new Signal(bare, number));
    }

    /** The name of a number, {@code RTn} for one without a name of its own. */
    public static Signal numbered(int number) {
        String name = NAMES.get(number);
        return new Signal(name == null ? "RT" + number : name, number);
    }

    private static Map<Integer, String> names() {
        Map<Integer, String> names = new TreeMap<>();
        NUMBERS.forEach((name, number) -> names.put(number, name));
        return Map.copyOf(names);
    }
}
