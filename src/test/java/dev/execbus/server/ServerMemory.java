package dev.execbus.server;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What a server holds, looked at now and then: what of its heap lives, and what it has of the machine. */
final class ServerMemory {
    private static final Pattern USED = Pattern.compile("used (\\d+)K");

    /** In KiB. */
    record Look(long live, long resident) {}

    private final long pid;
    private final List<Look> looks = new ArrayList<>();

    ServerMemory(long pid) {
        this.pid = pid;
    }

    /** Garbage is collected before. */
    void look() {
        String jcmd = Path.of(System.getProperty("java.home"), "bin", "jcmd").toString();
        Commands.run(jcmd, Long.toString(pid), "GC.run");
        Matcher used = USED.matcher(Commands.run(jcmd, Long.toString(pid), "GC.heap_info"));
        long live = 0;
        // The young generation and the old one; what follows is of classes.
        for (int generation = 0; generation < 2 && used.find(); generation++) {
            live += Long.parseLong(used.group(1));
        }
        looks.add(new Look(live, resident()));
    }

    private long resident() {
        try {
            return Files.readAllLines(Path.of("/proc/" + pid + "/status")).stream()
                    .filter(line -> line.startsWith("VmRSS:"))
                    .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")))
                    .findFirst()
                    .orElseThrow();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    List<Look> looks() {
        return List.copyOf(looks);
    }

    void print() {
        Figures.tell("live heap in MiB: "
                + looks.stream().map(look -> look.live() >> 10).toList());
        Figures.tell("resident in MiB: "
                + looks.stream().map(look -> look.resident() >> 10).toList());
    }
}
