package dev.execbus.processes;

import dev.execbus.protocol.ErrorCode;
import dev.execbus.sandbox.Inherited;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/** Gives a program descriptors after stderr by a shell that then becomes the program: the JDK can pass on none. */
final class DescriptorShell {
    private static final String SHELL = "/bin/sh";
    private static final int FIRST = 3;
    /** No shell has to understand numbers of two digits. */
    private static final int LAST = 9;

    private DescriptorShell() {}

    /** @param command whose first element is the program's path */
    static List<String> wrap(List<String> command, List<Inherited> inherited, Map<String, String> env)
            throws SpawnException {
        if (inherited.isEmpty()) {
            return command;
        }
        if (inherited.size() > LAST - FIRST + 1) {
            throw refused("more than " + (LAST - FIRST + 1) + " descriptors");
        }
        StringBuilder script = new StringBuilder("exec");
        List<String> paths = new ArrayList<>();
        for (Inherited file : inherited) {
            switch (file) {
                case Inherited.Readable readable -> paths.add(readable.path());
                case Inherited.Pinned pinned -> throw refused("descriptors of directories");
            }
            script.append(" %d<\"$%d\"".formatted(FIRST + paths.size() - 1, paths.size()));
        }
        String unset = ServerPrograms.OF_SHELLS.stream()
                .filter(Predicate.not(env::containsKey))
                .collect(Collectors.joining(" "));
        script.append("; shift ").append(paths.size());
        script.append("; unset -v ").append(unset).append("; exec \"$@\"");
        List<String> wrapped = new ArrayList<>(List.of(SHELL, "-c", script.toString(), SHELL));
        wrapped.addAll(paths);
        wrapped.addAll(command);
        return wrapped;
    }

    private static SpawnException refused(String what) {
        return new SpawnException(
                ErrorCode.UNSUPPORTED,
                "this sandbox policy needs the native spawner: the java one cannot pass on " + what);
    }
}
