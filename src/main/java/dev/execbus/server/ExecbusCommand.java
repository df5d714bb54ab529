package dev.execbus.server;

import java.io.PrintWriter;
import java.util.Map;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The command line. A wrong one exits with 2, a failed start with the code of its {@link StartupException}. */
@Command(
        name = "execbus",
        description = "Runs processes for remote clients and never loses them.",
        mixinStandardHelpOptions = true,
        versionProvider = VersionProvider.class)
final class ExecbusCommand implements Runnable {
    @Spec
    private CommandSpec command;

    private ExecbusCommand() {}

    /** Every command is registered here, one line each. */
    static CommandLine commandLine(Map<String, String> environment, ServerStarter starter) {
        return new CommandLine(new ExecbusCommand())
                .addSubcommand(new ServeCommand(environment, starter))
                .addSubcommand(RunCommand.commandLine(environment))
                .addSubcommand(new ExportCommand(environment))
                .addSubcommand(new McpCommand(environment))
                .addSubcommand(new NodesCommand(environment))
                .addSubcommand(new SessionsCommand(environment))
                .addSubcommand(new ConfigCommand(environment))
                .addSubcommand(new DoctorCommand(environment))
                .addSubcommand(new CommandLine.HelpCommand())
                .setExpandAtFiles(false)
                .setExecutionExceptionHandler(ExecbusCommand::failed);
    }

    @Override
    public void run() {
        throw new ParameterException(command.commandLine(), "Missing command");
    }

    private static int failed(Exception e, CommandLine commandLine, CommandLine.ParseResult parsed) throws Exception {
        if (e instanceof StartupException startup) {
            PrintWriter err = commandLine.getErr();
            err.println("Error: " + startup.getMessage());
            err.flush();
            return startup.exitCode();
        }
        throw e;
    }
}
