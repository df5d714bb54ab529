package dev.execbus.processes;

import static dev.execbus.processes.Launches.ENV;
import static dev.execbus.processes.Launches.withEnv;
import static dev.execbus.processes.Outcome.OK;
import static dev.execbus.processes.Outcome.onPipes;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.execbus.protocol.ErrorCode;
import dev.execbus.protocol.TerminalSize;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Which program is started, and why none is. */
interface LookupScenarios {
    String MISSING = "No such file or directory (os error 2)";
    String NOT_A_DIRECTORY = "Not a directory (os error 20)";
    String DENIED = "Permission denied (os error 13)";
    String NUL = "nul byte found in provided data";
    String NUL_IN_ENV = "data provided contains a nul byte";

    ProcessSpawner spawner();

    @Test
    default void findsTheProgramOnTheChildsPath(@TempDir Path folder) throws Exception {
        Files.createDirectories(folder.resolve("first/tool"));
        Files.writeString(Files.createDirectories(folder.resolve("second")).resolve("tool"), "not executable");
        Path third = Files.createDirectories(folder.resolve("third"));
        executable(third.resolve("tool"), "#!/bin/sh\necho third\n");
        Outcome expected = onPipes(OK, "third\n", "");
        assertThat(Run.finished(spawner(), find(folder, "tool", "missing:first:second:third")))
                .isEqualTo(expected);
        assertThat(Run.finished(spawner(), find(folder, "tool", third + ":/usr/bin")))
                .isEqualTo(expected);
        assertThat(Run.finished(spawner(), find(third, "tool", "/nowhere:"))).isEqualTo(expected);
        assertThat(Run.finished(spawner(), find(folder, "third/tool", "/nowhere")))
                .isEqualTo(expected);
    }

    @Test
    default void findsUsualProgramsWithoutAPath() {
        assertThat(Run.finished(spawner(), withEnv(Map.of(), null, "echo", "x")))
                .isEqualTo(onPipes(OK, "x\n", ""));
    }

    @Test
    default void saysWhyAPathCannotBeExecuted(@TempDir Path folder) throws Exception {
        Files.createDirectories(folder.resolve("bin/folder"));
        Files.writeString(folder.resolve("bin/plain"), "not executable");
        executable(folder.resolve("bin/garbage"), "no program at all");
        for (TerminalSize size : Arrays.asList(null, TerminalSize.DEFAULT)) {
            assertThat(failure(folder, size, "./nothing")).isEqualTo(MISSING);
            assertThat(failure(folder, size, "bin/folder")).isEqualTo(DENIED);
            assertThat(failure(folder, size, "bin/plain")).isEqualTo(DENIED);
            assertThat(failure(folder, size, "bin/plain/deeper")).isEqualTo(NOT_A_DIRECTORY);
            assertThat(failure(folder, size, "bin/garbage")).isEqualTo("Exec format error (os error 8)");
            assertThat(failure(folder.resolve("nowhere"), size, "/bin/true")).isEqualTo(MISSING);
            assertThat(failure(folder.resolve("bin/plain"), size, "/bin/true")).isEqualTo(NOT_A_DIRECTORY);
        }
    }

    @Test
    default void saysWhyANameIsNotFound(@TempDir Path folder) throws Exception {
        Files.writeString(folder.resolve("plain"), "not executable");
        String path = folder + ":/usr/bin";
        assertThat(failure(find(folder, "nothing", path))).isEqualTo(MISSING);
        assertThat(failure(find(folder, "plain", path))).isEqualTo(DENIED);
        assertThat(failure(withEnv(Map.of("PATH", path), TerminalSize.DEFAULT, "nothing")))
                .isEqualTo("Unable to spawn nothing because:\nNo viable candidates found in PATH \"" + path + "\"");
        assertThat(failure(withEnv(Map.of("PATH", path), TerminalSize.DEFAULT, "plain")))
                .isEqualTo("Unable to spawn plain because:\n" + folder + "/plain exists but is not executable\n"
                        + "No viable candidates found in PATH \"" + path + "\"");
        assertThat(failure(withEnv(Map.of(), TerminalSize.DEFAULT, "true")))
                .isEqualTo("Unable to spawn true because:\nUnable to resolve the PATH");
    }

    @Test
    default void saysWhyArgumentsAreRefused() {
        assertThat(failure(withEnv(ENV, null, ""))).isEqualTo("missing program for pipe spawn");
        assertThat(failure(withEnv(ENV, TerminalSize.DEFAULT, ""))).isEqualTo("missing program for PTY spawn");
        assertThat(failure(withEnv(ENV, null, "a\0b"))).isEqualTo(NUL);
        assertThat(failure(withEnv(ENV, TerminalSize.DEFAULT, "true", "\0"))).isEqualTo(NUL);
        assertThat(failure(new Launch(List.of("true"), "\0", "/", ENV, null, false)))
                .isEqualTo(NUL);
        assertThat(failure(new Launch(List.of("true"), null, "/\0", ENV, null, false)))
                .isEqualTo(NUL);
        assertThat(failure(withEnv(Map.of("A", "\0"), null, "true"))).isEqualTo(NUL_IN_ENV);
        assertThat(failure(withEnv(Map.of("\0", "a"), TerminalSize.DEFAULT, "true")))
                .isEqualTo(NUL_IN_ENV);
        String tooLong = "Argument list too long (os error 7)";
        assertThat(failure(withEnv(ENV, null, "/bin/true", "x".repeat(200_000))))
                .isEqualTo(tooLong);
        assertThat(failure(withEnv(ENV, TerminalSize.DEFAULT, "/bin/true", "x".repeat(200_000))))
                .isEqualTo(tooLong);
    }

    private static Launch find(Path folder, String name, String path) {
        return new Launch(List.of(name), null, folder.toString(), Map.of("PATH", path), null, false);
    }

    private static void executable(Path file, String content) throws IOException {
        Files.writeString(file, content);
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
    }

    private String failure(Path folder, TerminalSize size, String program) {
        return failure(new Launch(List.of(program), null, folder.toString(), ENV, size, false));
    }

    private String failure(Launch launch) {
        RecordingObserver seen = RecordingObserver.of(launch);
        SpawnException failure =
                catchThrowableOfType(SpawnException.class, () -> spawner().spawn(launch, seen));
        assertThat(failure).isNotNull();
        assertThat(failure.toExecbus().code()).isEqualTo(ErrorCode.INTERNAL);
        return failure.getMessage();
    }
}
