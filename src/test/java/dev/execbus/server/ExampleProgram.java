package dev.execbus.server;

import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import javax.tools.JavaCompiler;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;

/** The Java program of the documentation, as it stands there: compiled once, and run in processes of its own. */
final class ExampleProgram {
    /** What it printed, and how it ended. */
    record Run(int exitCode, String output, String errors) {}

    static final Path SOURCE = Path.of("main", "docs", "examples", "RunAnywhere.java");
    private static final String NAME = "RunAnywhere";
    private static final int SECONDS = 60;

    private final Path folder;
    private final String classPath;

    private ExampleProgram(Path folder, String classPath) {
        this.folder = folder;
        this.classPath = classPath;
    }

    /**
     * @param folder for what is made of it
     * @param classPath with the client, and for a program that runs commands itself with the server
     */
    static ExampleProgram compile(Path folder, String classPath) {
        JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
        StringWriter said = new StringWriter();
        try (StandardJavaFileManager files = compiler.getStandardFileManager(null, null, null)) {
            boolean done = compiler.getTask(
                            said,
                            files,
                            null,
                            List.of(
                                    "-Xlint:all,-classfile,-path",
                                    "-Werror",
                                    "-proc:none",
                                    "-cp",
                                    classPath,
                                    "-d",
                                    folder.toString()),
                            null,
                            files.getJavaFileObjects(SOURCE))
                    .call();
            if (!done) {
                throw new AssertionError(said);
            }
            return new ExampleProgram(folder, classPath);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * Until it has ended by itself.
     *
     * @param url null for a program that runs commands itself
     */
    Run run(String url, String... argv) {
        Path output = folder.resolve("output");
        Path errors = folder.resolve("errors");
        ProcessBuilder builder = new ProcessBuilder(command(argv))
                .redirectOutput(output.toFile())
                .redirectError(errors.toFile());
        builder.environment().keySet().removeIf(name -> name.startsWith("EXECBUS_") || name.startsWith("CODEX_"));
        if (url != null) {
            builder.environment().put("EXECBUS_URL", url);
        }
        try {
            int exitCode = exitCode(builder);
            return new Run(exitCode, Files.readString(output), Files.readString(errors));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private List<String> command(String... argv) {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "--enable-native-access=ALL-UNNAMED",
                "--sun-misc-unsafe-memory-access=allow",
                "-cp",
                folder + ":" + classPath,
                NAME));
        command.addAll(List.of(argv));
        return command;
    }

    private static int exitCode(ProcessBuilder builder) throws IOException {
        Process process = builder.start();
        try {
            process.getOutputStream().close();
            if (!process.waitFor(SECONDS, TimeUnit.SECONDS)) {
                throw new AssertionError("the program does not end");
            }
            return process.exitValue();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(e);
        } finally {
            process.destroyForcibly();
        }
    }
}
