package dev.execbus.processes;

import java.nio.file.Path;
import java.util.Optional;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/** Where in the file system the cgroup v2 of a process is. */
final class ControlGroupPlace {
    private static final String OWN_PREFIX = "0::";
    private static final Pattern OCTAL = Pattern.compile("\\\\([0-7]{3})");
    /** Of {@code mountinfo}: what of the file system is mounted, and where; the type stands behind a lone dash. */
    private static final int MOUNTED_FIELD = 3;

    private static final int PLACE_FIELD = 4;

    private ControlGroupPlace() {}

    /**
     * @param mounts the text of {@code /proc/self/mountinfo}
     * @param groups the text of {@code /proc/self/cgroup}
     */
    static Optional<Path> find(String mounts, String groups) {
        Optional<String> own = groups.lines()
                .filter(line -> line.startsWith(OWN_PREFIX))
                .map(line -> line.substring(OWN_PREFIX.length()))
                .findFirst();
        return own.flatMap(path -> mounts.lines()
                .map(line -> place(line, path))
                .flatMap(Optional::stream)
                .findFirst());
    }

    private static Optional<Path> place(String mount, String own) {
        String[] halves = mount.split(" - ", 2);
        String[] fields = halves[0].split(" ", -1);
        if (halves.length < 2 || !halves[1].startsWith("cgroup2 ") || fields.length <= PLACE_FIELD) {
            return Optional.empty();
        }
        Path mounted = Path.of(unescape(fields[MOUNTED_FIELD]));
        Path path = Path.of(own);
        return path.startsWith(mounted)
                ? Optional.of(Path.of(unescape(fields[PLACE_FIELD]))
                        .resolve(mounted.relativize(path))
                        .normalize())
                : Optional.empty();
    }

    private static String unescape(String field) {
        return OCTAL.matcher(field).replaceAll(ControlGroupPlace::letter);
    }

    private static String letter(MatchResult octal) {
        return Character.toString(Integer.parseInt(octal.group(1), 8));
    }
}
