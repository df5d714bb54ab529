package dev.execbus.client;

import dev.execbus.protocol.Dialect;
import dev.execbus.protocol.EnvironmentMethods.EnvironmentInfo;
import dev.execbus.protocol.EnvironmentPolicyParams;
import dev.execbus.protocol.EnvironmentPolicyParams.Inherit;
import dev.execbus.protocol.PathUri;
import dev.execbus.protocol.ResourceLimits;
import dev.execbus.protocol.SandboxParams;
import dev.execbus.protocol.StartParams;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/**
 * A command as most programs need it; {@link StartParams} has everything there is.
 *
 * @param cwd absolute, where it runs; null for the working directory of the server
 * @param variables in addition to the server's own, of which those that look like secrets are left out
 * @param tty whether it runs on a terminal
 * @param stdin whether something can be written to it; always so on a terminal
 */
public record Command(List<String> argv, String cwd, Map<String, String> variables, boolean tty, boolean stdin) {
    private static final String ROOT = "/";

    public Command {
        argv = List.copyOf(argv);
        variables = Map.copyOf(variables);
    }

    /** The program, found on the {@code PATH} there, and its arguments. */
    public static Command of(String... argv) {
        return new Command(List.of(argv), null, Map.of(), false, false);
    }

    /** The same, elsewhere. */
    public Command in(String directory) {
        return new Command(argv, directory, variables, tty, stdin);
    }

    /** The same, with one more variable. */
    public Command with(String variable, String value) {
        Map<String, String> more = new HashMap<>(variables);
        more.put(variable, value);
        return new Command(argv, cwd, more, tty, stdin);
    }

    /** The same, on a terminal. */
    public Command onTerminal() {
        return new Command(argv, cwd, variables, true, stdin);
    }

    /** The same, with a pipe to write to. */
    public Command withStdin() {
        return new Command(argv, cwd, variables, tty, true);
    }

    /** With an id that nobody else has. */
    StartParams params(EnvironmentInfo there) {
        return new StartParams(
                UUID.randomUUID().toString(),
                argv,
                cwd == null ? directory(there) : cwd,
                variables,
                tty,
                stdin && !tty,
                null,
                new EnvironmentPolicyParams(Inherit.ALL, false, List.of(), Map.of(), List.of()),
                SandboxParams.NONE,
                false,
                null,
                null,
                null,
                0,
                ResourceLimits.NONE,
                false);
    }

    private static String directory(EnvironmentInfo there) {
        return there.cwd() == null ? ROOT : PathUri.decode(there.cwd(), Dialect.STRICT);
    }

    /** Without arguments and variables, which may be secrets. */
    @Override
    public String toString() {
        return "Command[" + (argv.isEmpty() ? "" : argv.getFirst()) + "]";
    }
}
