package dev.execbus.server;

import static dev.execbus.server.BackendGround.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.execbus.client.BackendException;
import dev.execbus.client.Command;
import dev.execbus.client.ExecBackend;
import dev.execbus.client.Execbus;
import dev.execbus.client.ProcessState;
import dev.execbus.testkit.Eventually;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
final class EmbeddedServerTest {
    private static final Duration SOON = Duration.ofSeconds(10);

    private static ExecBackend open() {
        return Execbus.connect(Map.of("PATH", "/usr/bin:/bin", "MINE", "a", "MY_TOKEN", "b"));
    }

    private static String run(ExecBackend execbus, Command command) {
        HeardProcess process = new HeardProcess(await(execbus.start(command))).ended();
        return new String(process.bytes(null), StandardCharsets.UTF_8) + process.exitCode();
    }

    @Test
    void runsCommandsWithTheVariablesItWasGiven() {
        ExecBackend execbus = open();
        assertThat(run(
                        execbus,
                        Command.of("sh", "-c", "echo $MINE,${MY_TOKEN-none},$YOURS; pwd; exit 3")
                                .in("/usr")
                                .with("YOURS", "c")))
                .isEqualTo("a,none,c\n/usr\n3");
        assertThat(run(execbus, Command.of("sh", "-c", "test -t 0 && pwd").onTerminal()))
                .isEqualTo(System.getProperty("user.dir") + "\r\n0");
        await(execbus.close());
    }

    @Test
    void tellsOutputAndEnd() {
        ExecBackend execbus = open();
        List<String> output = new CopyOnWriteArrayList<>();
        ProcessState end = await(execbus.start(Command.of("sh", "-c", "read line; echo got:$line; exit 4")
                        .withStdin())
                .compose(process -> process.write("hello\n".getBytes(StandardCharsets.UTF_8))
                        .compose(written -> process.output(chunk -> output.add(chunk.utf8())))));
        assertThat(end).isEqualTo(new ProcessState(true, 4, null));
        assertThat(String.join("", output)).isEqualTo("got:hello\n");
        await(execbus.close());
    }

    @Test
    void severalAreToldApart() {
        ExecBackend one = open();
        ExecBackend other = open();
        await(one.close());
        assertThat(run(other, Command.of("echo", "on"))).isEqualTo("on\n0");
        await(other.close());
    }

    @Test
    void nothingIsLeftWhenItIsClosed() {
        await(open().close());
        Set<String> before = threads();
        ExecBackend execbus = open();
        HeardProcess process = new HeardProcess(await(execbus.start(Command.of("sh", "-c", "echo $$; exec sleep 60"))));
        OsProcess pid = OsProcess.numbered(process.hasSaid("\n").stdout());
        assertThat(threads()).isNotEqualTo(before);
        await(execbus.close());
        await(execbus.close());
        pid.awaitEnd();
        Eventually.holds("threads are as before: " + before, SOON, () -> before.containsAll(threads()));
    }

    private static Set<String> threads() {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> !thread.isDaemon())
                .map(Thread::getName)
                .collect(Collectors.toCollection(TreeSet::new));
    }

    @Test
    void whatIsConfiguredWrongIsTold() {
        assertThatThrownBy(() -> Execbus.connect(Map.of("EXECBUS_PROCESSES_SPAWNER", "magic")))
                .isInstanceOf(BackendException.class)
                .hasMessageContaining("processes.spawner = \"magic\"")
                .hasMessageContaining("is not allowed");
        assertThat(List.of("none", "NONE", " none "))
                .allSatisfy(url -> assertThatThrownBy(() -> Execbus.connect(Map.of("EXECBUS_URL", url)))
                        .isInstanceOf(BackendException.class)
                        .hasMessage("there is nowhere to run commands: EXECBUS_URL is none"));
    }
}
