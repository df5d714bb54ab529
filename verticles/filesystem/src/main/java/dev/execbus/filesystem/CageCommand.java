package dev.execbus.filesystem;

import dev.execbus.bus.FileService;
import dev.execbus.protocol.ExecbusException;
import dev.execbus.protocol.SandboxParams;
import dev.execbus.sandbox.FileConfinement;
import dev.execbus.sandbox.FileConfinement.Wrapped;
import dev.execbus.sandbox.Inherited;
import java.io.File;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * How {@link ConfinedFiles} is started.
 *
 * @param javaHome of this Java machine
 * @param classPath those parts of the server's that the program needs
 */
record CageCommand(String javaHome, List<String> classPath) {
    /** A shell can redirect descriptors of one digit. */
    private static final int FIRST_INHERITED = 3;

    private static final int MOST_INHERITED = 7;

    /**
     * Quick to start, small, silent. The heap has to hold one file as long as a message of a client can be; what it
     * does not need, it does not take.
     */
    private static final List<String> FLAGS = List.of(
            "-Xshare:auto",
            "-XX:TieredStopAtLevel=1",
            "-XX:+UseSerialGC",
            "-Xms8m",
            "-Xmn4m",
            "-Xmx128m",
            "-XX:-ShrinkHeapInSteps",
            "-XX:MinHeapFreeRatio=10",
            "-XX:MaxHeapFreeRatio=30",
            "-Xss512k",
            "-XX:-UsePerfData",
            "-XX:+DisableAttachMechanism",
            "-XX:-UseContainerSupport",
            "-Xlog:disable",
            "-XX:+DisplayVMOutputToStderr",
            "-XX:ErrorFile=/dev/null",
            "-XX:-CreateCoredumpOnCrash",
            "-Dfile.encoding=UTF-8",
            "-Dsun.jnu.encoding=UTF-8");

    /** One class of each module that the program is made of. */
    private static final List<Class<?>> NEEDED =
            List.of(ConfinedFiles.class, FileService.class, SandboxParams.class, FileConfinement.class);

    CageCommand {
        classPath = List.copyOf(classPath);
    }

    static CageCommand ofThisServer() {
        return new CageCommand(
                real(Path.of(System.getProperty("java.home"))),
                NEEDED.stream().map(CageCommand::origin).distinct().toList());
    }

    /** What the program itself must be able to read. */
    List<String> readable() {
        return Stream.concat(Stream.of(javaHome), classPath.stream()).toList();
    }

    /** With pipes for its streams and next to no environment. */
    ProcessBuilder wrapped(Wrapped wrapped) {
        List<String> command = new ArrayList<>(redirected(wrapped.inherited()));
        command.addAll(wrapped.prefix());
        command.add(Path.of(javaHome, "bin", "java").toString());
        command.addAll(FLAGS);
        command.addAll(List.of("-cp", String.join(File.pathSeparator, classPath), ConfinedFiles.class.getName()));
        ProcessBuilder builder = new ProcessBuilder(command).directory(new File("/"));
        Map<String, String> env = builder.environment();
        String path = env.get("PATH");
        env.clear();
        if (path != null) {
            env.put("PATH", path);
        }
        // Names of files are text to the Java machine.
        env.put("LC_ALL", "C.UTF-8");
        return builder;
    }

    /** A shell that opens the descriptors and then becomes the command that follows. */
    private static List<String> redirected(List<Inherited> inherited) {
        if (inherited.isEmpty()) {
            return List.of();
        }
        if (inherited.size() > MOST_INHERITED) {
            throw ExecbusException.internal(Cage.FAILED + inherited.size() + " descriptors are too many");
        }
        StringBuilder names = new StringBuilder();
        StringBuilder redirections = new StringBuilder();
        List<String> paths = new ArrayList<>();
        for (Inherited each : inherited) {
            switch (each) {
                case Inherited.Readable readable -> paths.add(readable.path());
                case Inherited.Pinned pinned ->
                    throw ExecbusException.internal(Cage.FAILED + "a place cannot be pinned for file operations");
            }
            int position = paths.size();
            names.append("f").append(position).append("=$").append(position).append("; ");
            redirections
                    .append(' ')
                    .append(FIRST_INHERITED + position - 1)
                    .append("<\"$f")
                    .append(position)
                    .append('"');
        }
        String script = names + "shift " + paths.size() + "; exec \"$@\"" + redirections;
        return Stream.concat(Stream.of("/bin/sh", "-c", script, "sh"), paths.stream())
                .toList();
    }

    private static String origin(Class<?> needed) {
        try {
            return real(Path.of(
                    needed.getProtectionDomain().getCodeSource().getLocation().toURI()));
        } catch (URISyntaxException e) {
            throw new IllegalStateException("where is " + needed.getName() + "?", e);
        }
    }

    private static String real(Path path) {
        try {
            return path.toRealPath().toString();
        } catch (IOException e) {
            return path.toString();
        }
    }
}
