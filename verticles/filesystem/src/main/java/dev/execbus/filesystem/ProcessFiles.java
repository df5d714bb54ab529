package dev.execbus.filesystem;

import java.io.IOException;
import java.nio.file.Path;

/**
 * What /proc says of single processes: their environment, their memory, the files that they have open. That of this
 * server has many names, since each of its threads has one there, too; so no process is told from another. Blocks.
 */
final class ProcessFiles {
    private static final Path PROCESSES = Path.of("/proc");

    private ProcessFiles() {}

    /** Whether the path names one of them or leads there over links, be there such a file or not. */
    static boolean areReachedBy(Path absolute) {
        if (isAmongThem(absolute.normalize())) {
            return true;
        }
        try {
            return isAmongThem(absolute.toRealPath());
        } catch (IOException e) {
            return isAnyOn(absolute);
        }
    }

    /** For what cannot be followed to the end in one step, as what is not there. The last name may be a link as well. */
    private static boolean isAnyOn(Path absolute) {
        return PathTrail.of(absolute.resolve(".")).steps().stream()
                .anyMatch(step -> isAmongThem(step.directory().resolve(step.name())));
    }

    private static boolean isAmongThem(Path path) {
        if (!path.startsWith(PROCESSES) || path.getNameCount() < 2) {
            return false;
        }
        String name = path.getName(1).toString();
        return name.equals("self")
                || name.equals("thread-self")
                || name.chars().allMatch(digit -> digit >= '0' && digit <= '9');
    }
}
