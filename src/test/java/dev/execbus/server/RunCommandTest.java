package dev.execbus.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

final class RunCommandTest {
    private final StringWriter err = new StringWriter();

    @Test
    void wantsACommand() {
        assertThat(execute(Map.of())).isEqualTo(2);
        assertThat(err.toString()).startsWith("Missing required parameter: 'COMMAND'");
    }

    @Test
    void refusesAUrlItCannotUse() {
        assertThat(execute(Map.of("EXECBUS_URL", "http://a"), "true")).isEqualTo(2);
        assertThat(err.toString())
                .startsWith("Invalid value for option '--url': invalid URL \"http://a\"; expected ws://HOST:PORT");
    }

    @Test
    void refusesAUrlItCannotUseAmongSeveral() {
        assertThat(execute(Map.of(), "--url", "ws://a,ws://b", "--url", "http://c", "true"))
                .isEqualTo(2);
        assertThat(err.toString()).startsWith("Invalid value for option '--url': invalid URL \"http://c\"");
    }

    @Test
    void refusesARelativeDirectory() {
        assertThat(execute(Map.of(), "--cwd", "here", "true")).isEqualTo(2);
        assertThat(err.toString())
                .startsWith("Invalid value for option '--cwd': expected an absolute path or a file: URI");
    }

    @Test
    void refusesAVariableWithoutAValueAndDoesNotRepeatIt() {
        assertThat(execute(Map.of(), "--env", "secret", "true")).isEqualTo(2);
        assertThat(err.toString()).startsWith("--env expects NAME=VALUE").doesNotContain("secret");
    }

    @Test
    void failsWithoutItsTokenFile(@TempDir Path directory) {
        Path missing = directory.resolve("token");

        assertThat(execute(Map.of(), "--token-file", missing.toString(), "true"))
                .isEqualTo(125);
        assertThat(err)
                .hasToString("execbus run: cannot read the token file " + missing
                        + ": No such file or directory (os error 2)\n");
    }

    @Test
    void doesNotShowATokenItRefuses(@TempDir Path directory) throws IOException {
        Path file = Files.writeString(directory.resolve("token"), "two words\n");

        assertThat(execute(Map.of(), "--token-file", file.toString(), "true")).isEqualTo(125);
        assertThat(err).hasToString("execbus run: the token has characters that no token has\n");
    }

    @Test
    void leavesEverythingBehindTheProgramToIt() {
        CommandLine line = RunCommand.commandLine(Map.of());
        CommandLine.ParseResult parsed = line.parseArgs("--tty", "ls", "--tty", "--", "--url");

        assertThat(parsed.matchedPositional(0).originalStringValues()).containsExactly("ls", "--tty", "--", "--url");
    }

    private int execute(Map<String, String> environment, String... arguments) {
        return RunCommand.commandLine(environment)
                .setErr(new PrintWriter(err, true))
                .execute(arguments);
    }
}
