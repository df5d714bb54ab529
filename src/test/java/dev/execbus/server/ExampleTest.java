package dev.execbus.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.execbus.processes.ProcessSettings.SpawnerChoice;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The program in the documentation runs commands itself, or on a server, without a change. */
@Timeout(180)
final class ExampleTest {
    @TempDir
    private static Path folder;

    private static ExampleProgram program;

    @BeforeAll
    static void compile() {
        program = ExampleProgram.compile(folder, System.getProperty("java.class.path"));
    }

    @Test
    void runsCommandsInItsOwnVirtualMachine() {
        ExampleProgram.Run run = program.run(null, "sh", "-c", "echo one; ps -o args= -p $PPID; exit 3");
        assertThat(run.output()).as(run.errors()).matches("one\n.*RunAnywhere sh -c.*\nexit code 3\n");
        assertThat(run.exitCode()).isZero();
    }

    @Test
    void runsCommandsOnAServer() {
        try (TestServer server = TestServer.start(SpawnerChoice.NATIVE)) {
            ExampleProgram.Run run =
                    program.run("ws://127.0.0.1:" + server.port(), "sh", "-c", "echo $PPID; pwd; exit 3");
            assertThat(run.output())
                    .as(run.errors())
                    .isEqualTo(ProcessHandle.current().pid() + "\n/tmp\nexit code 3\n");
            assertThat(run.exitCode()).isZero();
        }
    }

    @Test
    void saysWhatIsWrong() {
        ExampleProgram.Run run = program.run("none", "true");
        assertThat(run.errors()).contains("there is nowhere to run commands: EXECBUS_URL is none");
        assertThat(run.exitCode()).isEqualTo(1);
    }

    @Test
    void isShort() throws IOException {
        assertThat(Files.readAllLines(ExampleProgram.SOURCE)).hasSizeLessThanOrEqualTo(20);
    }
}
