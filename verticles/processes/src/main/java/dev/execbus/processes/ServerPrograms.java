package dev.execbus.processes;

import java.io.File;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Programs of the server's own machine that stand in for what the JDK cannot do. Each replaces itself by the real one,
 * so that the pid stays the same.
 *
 * @param setsid leads a new session; empty when there is none, and then children share our session and group
 * @param bash can show another name to a program; empty when there is none
 */
record ServerPrograms(Optional<String> setsid, Optional<String> bash) {
    /** Variables that shells set or change by themselves. */
    static final List<String> OF_SHELLS = List.of("PWD", "OLDPWD", "SHLVL");

    static ServerPrograms onPath() {
        return new ServerPrograms(find("setsid"), find("bash"));
    }

    /** {@code command}, whose first element names the program, as the leader of a session. */
    List<String> inSession(List<String> command) {
        return setsid.map(program -> Stream.concat(Stream.of(program, "--"), command.stream())
                        .toList())
                .orElse(command);
    }

    /** The program with the arguments of the launch, seeing the name that the launch asks for. */
    List<String> withName(Launch launch, String program, Map<String, String> env) throws SpawnException {
        String shell = bash.orElseThrow(() -> SpawnFailures.internal("arg0 needs the native spawner, or bash"));
        String unset =
                OF_SHELLS.stream().filter(Predicate.not(env::containsKey)).collect(Collectors.joining(" "));
        List<String> command = new ArrayList<>(
                List.of(shell, "-c", "unset -v " + unset + "; exec -a \"$0\" \"$@\"", launch.arg0(), program));
        command.addAll(launch.argv().subList(1, launch.argv().size()));
        return command;
    }

    private static Optional<String> find(String name) {
        String path = System.getenv("PATH");
        return path == null
                ? Optional.empty()
                : Stream.of(path.split(File.pathSeparator))
                        .map(folder -> folder + "/" + name)
                        .filter(candidate -> candidate.startsWith("/") && ExecutableChecks.executable(candidate) == 0)
                        .findFirst();
    }
}
