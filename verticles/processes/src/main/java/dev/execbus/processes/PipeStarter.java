package dev.execbus.processes;

import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.lang.ProcessBuilder.Redirect;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Starts processes on pipes by the JDK. */
final class PipeStarter {
    /** What the JDK says as well. */
    static final String NO_DESCRIPTORS = "Too many open files";

    private static final Pattern ERROR_NUMBER = Pattern.compile("error[:=] ?(\\d+)");

    private final ServerPrograms programs;
    private final boolean ownPipes = !JavaSpawner.WINDOWS && OutputPipe.available();

    PipeStarter(ServerPrograms programs) {
        this.programs = programs;
    }

    StartedProcess start(Launch launch, String program, Map<String, String> env) throws SpawnException {
        List<String> command = launch.arg0() == null ? launch.argv() : programs.withName(launch, program, env);
        ProcessBuilder builder = new ProcessBuilder(
                        programs.inSession(DescriptorShell.wrap(command, launch.inherited(), env)))
                .directory(new File(launch.cwd()));
        if (!launch.pipeStdin()) {
            builder.redirectInput(Redirect.from(new File(JavaSpawner.WINDOWS ? "NUL" : "/dev/null")));
        }
        fill(builder.environment(), env);
        try {
            return ownPipes ? onOwnPipes(builder) : onPipesOfTheJdk(builder);
        } catch (IOException e) {
            throw failure(e);
        }
    }

    private static StartedProcess onOwnPipes(ProcessBuilder builder) throws IOException {
        List<InputStream> outputs = new ArrayList<>();
        try (OutputPipe stdout = new OutputPipe()) {
            outputs.add(stdout.in());
            try (OutputPipe stderr = new OutputPipe()) {
                outputs.add(stderr.in());
                builder.redirectOutput(stdout.writeEnd()).redirectError(stderr.writeEnd());
                return new StartedProcess(builder.start(), outputs);
            }
        } catch (IOException e) {
            for (InputStream output : outputs) {
                output.close();
            }
            throw e;
        }
    }

    private static StartedProcess onPipesOfTheJdk(ProcessBuilder builder) throws IOException {
        Process process = builder.start();
        return new StartedProcess(process, List.of(process.getInputStream(), process.getErrorStream()));
    }

    private static void fill(Map<String, String> target, Map<String, String> env) throws SpawnException {
        target.clear();
        for (Map.Entry<String, String> variable : env.entrySet()) {
            try {
                target.put(variable.getKey(), variable.getValue());
            } catch (IllegalArgumentException e) {
                throw SpawnFailures.internal(
                        "the java spawner cannot pass on an environment variable named \"" + variable.getKey() + "\"");
            }
        }
    }

    /** The JDK's cause does not repeat the command, in which anything may stand. */
    private static SpawnException failure(IOException failure) {
        Throwable cause = failure.getCause() == null ? failure : failure.getCause();
        String reason = String.valueOf(cause.getMessage());
        Matcher number = ERROR_NUMBER.matcher(reason);
        if (number.find()) {
            return SpawnFailures.of(Integer.parseInt(number.group(1)));
        }
        return reason.contains(NO_DESCRIPTORS)
                ? SpawnFailures.of(Errno.EMFILE)
                : SpawnFailures.internal("the process could not be started: " + reason);
    }
}
