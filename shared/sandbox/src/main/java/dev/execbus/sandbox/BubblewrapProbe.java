package dev.execbus.sandbox;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Finds out whether bubblewrap can confine here, by using it. Blocks, for seconds at worst; thread-safe. */
final class BubblewrapProbe {
    static final Duration DEADLINE = Duration.ofSeconds(5);
    private static final Pattern OPTION = Pattern.compile("(?m)^\\s+(--[a-z0-9-]+)");
    private static final List<String> NEEDED = List.of(
            "--unshare-user",
            "--unshare-pid",
            "--unshare-ipc",
            "--unshare-net",
            "--die-with-parent",
            "--as-pid-1",
            "--new-session",
            "--cap-drop",
            "--seccomp",
            "--perms",
            "--ro-bind-data",
            "--remount-ro");
    private static final String DISABLE_USERNS = "--disable-userns";

    private final String searchPath;
    private final Duration deadline;

    /** What was found. */
    sealed interface Outcome {
        record Works(Bubblewrap bubblewrap) implements Outcome {}

        /** @param reason one line for people */
        record Fails(String reason) implements Outcome {}
    }

    /**
     * @param searchPath the folders to look into, as in PATH
     * @param deadline of each run of the program
     */
    BubblewrapProbe(String searchPath, Duration deadline) {
        this.searchPath = searchPath;
        this.deadline = deadline;
    }

    /** @param program a path, or a name to be looked up */
    Outcome probe(String program) {
        Optional<String> found = find(program);
        if (found.isEmpty()) {
            return new Outcome.Fails("bubblewrap is not installed");
        }
        String path = found.get();
        ProbeRun help = run(List.of(path, "--help"));
        if (!help.succeeded()) {
            return new Outcome.Fails("bubblewrap cannot tell its options: " + help.line());
        }
        Set<String> options = OPTION.matcher(help.text())
                .results()
                .map(match -> match.group(1))
                .collect(Collectors.toSet());
        Optional<String> missing =
                NEEDED.stream().filter(option -> !options.contains(option)).findFirst();
        if (missing.isPresent()) {
            return new Outcome.Fails("this bubblewrap is too old: it has no " + missing.get());
        }
        return tryOut(path, options);
    }

    /** With everything first; what does not work here is left out, as little as possible. */
    private Outcome tryOut(String path, Set<String> options) {
        ProbeRun version = run(List.of(path, "--version"));
        Bubblewrap best = new Bubblewrap(
                path,
                version.succeeded() ? version.line() : "bubblewrap of an unknown version",
                options.contains(DISABLE_USERNS),
                options.contains("--bind-fd") && options.contains("--ro-bind-fd"),
                options.contains("--argv0"),
                true);
        String reason = "";
        for (Bubblewrap candidate : candidates(best)) {
            ProbeRun run = run(command(candidate));
            if (run.succeeded()) {
                return new Outcome.Works(candidate);
            }
            reason = run.line();
            if (!run.ended()) {
                break;
            }
        }
        return new Outcome.Fails(best.version() + " does not work here: " + reason);
    }

    private static List<Bubblewrap> candidates(Bubblewrap best) {
        Stream<Bubblewrap> all = Stream.of(
                best, with(best, best.disableUserns(), false), with(best, false, true), with(best, false, false));
        return all.distinct().toList();
    }

    private static Bubblewrap with(Bubblewrap best, boolean disableUserns, boolean freshProc) {
        return new Bubblewrap(best.program(), best.version(), disableUserns, best.bindFd(), best.argv0(), freshProc);
    }

    private List<String> command(Bubblewrap candidate) {
        List<String> argv = new ArrayList<>(
                List.of(candidate.program(), "--unshare-user", "--unshare-pid", "--unshare-ipc", "--unshare-net"));
        if (candidate.disableUserns()) {
            argv.add(DISABLE_USERNS);
        }
        argv.addAll(List.of("--ro-bind", "/", "/", "--dev", "/dev"));
        if (candidate.freshProc()) {
            argv.addAll(List.of("--proc", "/proc", "--remount-ro", "/proc"));
        }
        argv.addAll(List.of(
                "--cap-drop", "ALL", "--die-with-parent", "--", find("true").orElse("/bin/true")));
        return argv;
    }

    private ProbeRun run(List<String> argv) {
        return ProbeRun.of(argv, searchPath, deadline);
    }

    private Optional<String> find(String program) {
        Stream<Path> places = program.indexOf('/') >= 0
                ? Stream.of(Path.of(program))
                : Stream.of(searchPath.split(":"))
                        .filter(folder -> !folder.isEmpty())
                        .map(folder -> Path.of(folder, program));
        return places.filter(place -> Files.isRegularFile(place) && Files.isExecutable(place))
                .map(place -> place.toAbsolutePath().toString())
                .findFirst();
    }
}
