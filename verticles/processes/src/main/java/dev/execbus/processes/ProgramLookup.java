package dev.execbus.processes;

import java.util.ArrayList;
import java.util.List;

/**
 * Finds the program as execvp would, but on the child's PATH and from the child's directory. A name with a slash is
 * not looked up at all.
 */
final class ProgramLookup {
    private static final String PATH_WITHOUT_PATH = "/bin:/usr/bin";

    /** Looks at one file: 0 when it may be executed, EISDIR for a directory, else the error number. */
    interface Check {
        int of(String absolutePath);
    }

    private final Check check;

    ProgramLookup(Check check) {
        this.check = check;
    }

    /** The path to execute; a relative one is meant from the launch's directory. */
    String find(Launch launch) throws SpawnException {
        String name = launch.argv().getFirst();
        if (name.indexOf('/') >= 0) {
            return name;
        }
        String path = launch.env().get("PATH");
        if (path == null && launch.onTerminal()) {
            throw unable(name, List.of("Unable to resolve the PATH"));
        }
        return onPath(launch, name, path == null ? PATH_WITHOUT_PATH : path);
    }

    private String onPath(Launch launch, String name, String path) throws SpawnException {
        List<String> reasons = new ArrayList<>();
        boolean denied = false;
        for (String folder : path.split(":", -1)) {
            String candidate = folder.isEmpty() ? "./" + name : folder + "/" + name;
            int error = check.of(absolute(launch.cwd(), candidate));
            switch (error) {
                case 0 -> {
                    return candidate;
                }
                case Errno.ENOENT, Errno.ENOTDIR, Errno.ENODEV, Errno.ESTALE, Errno.ETIMEDOUT -> {}
                case Errno.EISDIR, Errno.EACCES -> {
                    denied = true;
                    reasons.add(
                            candidate + " exists but is " + (error == Errno.EISDIR ? "a directory" : "not executable"));
                }
                default -> throw SpawnFailures.of(error);
            }
        }
        if (launch.onTerminal()) {
            reasons.add("No viable candidates found in PATH \"" + path + "\"");
            throw unable(name, reasons);
        }
        throw SpawnFailures.of(denied ? Errno.EACCES : Errno.ENOENT);
    }

    static String absolute(String cwd, String path) {
        return path.startsWith("/") ? path : cwd + "/" + path;
    }

    private static SpawnException unable(String name, List<String> reasons) {
        return SpawnFailures.internal("Unable to spawn " + name + " because:\n" + String.join("\n", reasons));
    }
}
