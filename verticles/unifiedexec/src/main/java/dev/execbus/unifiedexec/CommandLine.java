package dev.execbus.unifiedexec;

import dev.execbus.protocol.Dialect;
import dev.execbus.protocol.EnvironmentMethods.EnvironmentInfo;
import dev.execbus.protocol.ExecMethods.CommandParams;
import dev.execbus.protocol.PathUri;
import java.util.List;

/**
 * A command as it is started. Nothing is looked up on a disk: it may run on another machine.
 *
 * @param cwd absolute, normalised native path
 * @param workspace the usual working directory there
 */
record CommandLine(List<String> argv, String cwd, String workspace) {
    private static final String ANY_SHELL = "/bin/sh";

    static CommandLine of(CommandParams command, EnvironmentInfo place) {
        String workspace = workspace(place);
        return new CommandLine(
                List.of(
                        shell(command, place),
                        command.login() == null || command.login() ? "-lc" : "-c",
                        command.cmd()),
                joined(workspace, command.workdir()),
                workspace);
    }

    static String workspace(EnvironmentInfo place) {
        return place.cwd() == null ? "/" : PathUri.decode(place.cwd(), Dialect.STRICT);
    }

    private static String shell(CommandParams command, EnvironmentInfo place) {
        if (command.shell() != null && !command.shell().isEmpty()) {
            return command.shell();
        }
        return place.shell() == null ? ANY_SHELL : place.shell().path();
    }

    private static String joined(String workspace, String workdir) {
        if (workdir == null || workdir.isEmpty()) {
            return workspace;
        }
        return PathUri.decode(workdir.startsWith("/") ? workdir : workspace + "/" + workdir, Dialect.LENIENT);
    }
}
