package dev.execbus.processes;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/** What Linux tells of processes in /proc: a few small reads that do not wait. Nothing of a process that is gone. */
final class KernelView {
    private static final Path ROOT = Path.of("/proc");
    private static final String NAMESPACE_PIDS = "NSpid:";
    /** After the name, which may contain anything: state, parent, group. */
    private static final int GROUP_FIELD = 2;

    private KernelView() {}

    /** In the order in which they came. */
    static List<Integer> children(int pid) {
        List<Integer> children = new ArrayList<>();
        try (DirectoryStream<Path> threads = Files.newDirectoryStream(ROOT.resolve(pid + "/task"))) {
            for (Path thread : threads) {
                read(thread.resolve("children")).ifPresent(line -> addNumbers(line, children));
            }
        } catch (IOException e) {
            return children;
        }
        return children;
    }

    static OptionalInt group(int pid) {
        return read(ROOT.resolve(pid + "/stat"))
                .map(line -> line.substring(line.lastIndexOf(')') + 2).split(" ", GROUP_FIELD + 2))
                .map(fields -> OptionalInt.of(Integer.parseInt(fields[GROUP_FIELD])))
                .orElse(OptionalInt.empty());
    }

    /** In how many pid namespaces, of those that can be seen from here, the process has a number. */
    static int namespaces(int pid) {
        return read(ROOT.resolve(pid + "/status"))
                .flatMap(status -> status.lines()
                        .filter(line -> line.startsWith(NAMESPACE_PIDS))
                        .findFirst())
                .map(line -> line.strip().split("\\s+", -1).length - 1)
                .orElse(0);
    }

    private static Optional<String> read(Path file) {
        try {
            return Optional.of(Files.readString(file, StandardCharsets.ISO_8859_1));
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    private static void addNumbers(String line, List<Integer> numbers) {
        for (String word : line.split(" ", -1)) {
            if (!word.isBlank()) {
                numbers.add(Integer.valueOf(word.strip()));
            }
        }
    }
}
