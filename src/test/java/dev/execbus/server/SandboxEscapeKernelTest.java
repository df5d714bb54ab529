package dev.execbus.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.execbus.testkit.RpcClient;
import dev.execbus.testkit.Start;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** No process gets out of its sandbox by way of sockets, of other processes or of rare calls of the kernel. */
@Timeout(30)
final class SandboxEscapeKernelTest {
    @RegisterExtension
    static final SandboxedServer SERVER = SandboxedServer.confining();

    private static EscapeGround ground;

    @BeforeAll
    static void build() {
        ground = SERVER.ground();
    }

    static Stream<PerlEscape> always() {
        return PerlEscape.always();
    }

    static Stream<PerlEscape> withoutNetwork() {
        return Stream.concat(PerlEscape.always(), PerlEscape.withoutNetwork());
    }

    static Stream<PerlEscape> onUnixSockets() {
        return PerlEscape.onUnixSockets();
    }

    @ParameterizedTest
    @MethodSource("withoutNetwork")
    void isRefusedWithoutANetwork(PerlEscape escape) {
        failed(escape, closed(), "");
    }

    @ParameterizedTest
    @MethodSource("always")
    void isRefusedWithANetworkToo(PerlEscape escape) {
        failed(escape, TestPolicy.workspaceWrite(ground.workspace()).network().json(), "");
    }

    @ParameterizedTest
    @MethodSource("onUnixSockets")
    void talksToNoSocketOnTheDisk(PerlEscape escape) throws IOException {
        Path address = ground.path("ws/host.sock");
        try (ServerSocketChannel host = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
            host.bind(UnixDomainSocketAddress.of(address));
            host.configureBlocking(false);
            failed(escape, closed(), address.toString());
            assertThat(host.accept()).isNull();
        } finally {
            Files.deleteIfExists(address);
        }
    }

    /** The accepted limit, as on the reference: with a network it talks to sockets on the disk, too. */
    @Test
    void withANetworkItTalks() throws IOException {
        try (ServerSocket host = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            String connect = "exec 3<> /dev/tcp/127.0.0.1/" + host.getLocalPort();
            JsonObject open =
                    TestPolicy.workspaceWrite(ground.workspace()).network().json();
            assertThat(bash(connect, open).exited().exitCode()).isZero();
            assertThat(bash(connect, closed()).exited().exitCode()).isNotZero();
        }
    }

    private static ConfinedShell bash(String script, JsonObject policy) {
        assumeTrue(Files.isExecutable(Path.of("/bin/bash")), "no bash on this machine");
        return ConfinedShell.run(SERVER, ground, policy, "exec bash -c '" + script + "'");
    }

    @Test
    void hasNoPrivilegesAndNoWayToGetThem() {
        ConfinedShell shell = ConfinedShell.run(
                SERVER, ground, closed(), "grep -E '^(Cap|NoNewPrivs|Seccomp:)' /proc/self/status | tr -s '\\t' ' '");
        assertThat(shell.output().lines())
                .containsExactly(
                        "CapInh: 0000000000000000",
                        "CapPrm: 0000000000000000",
                        "CapEff: 0000000000000000",
                        "CapBnd: 0000000000000000",
                        "CapAmb: 0000000000000000",
                        "NoNewPrivs: 1",
                        "Seccomp: 2");
    }

    @Test
    void inheritsNothingOfTheServer() {
        for (JsonObject policy :
                List.of(closed(), TestPolicy.workspaceOnly(ground.workspace()).json())) {
            ConfinedShell shell =
                    ConfinedShell.run(SERVER, ground, policy, "ls /proc/self/fd | tr '\\n' ' '; env | sort");
            assertThat(shell.output().lines().filter(line -> !line.startsWith("R=") && !line.startsWith("SERVER=")))
                    .as("0, 1, 2, and that of the listing itself")
                    .containsExactly("0 1 2 3 PATH=/usr/bin:/bin", "PWD=" + ground.workspace());
        }
    }

    @Test
    void seesItsOwnProcessesOnly() {
        ConfinedShell shell = ConfinedShell.run(
                SERVER, ground, closed(), "ls -d /proc/[0-9]* | wc -l; test -e /proc/$SERVER/stat && echo seen");
        assertThat(Integer.parseInt(shell.output().trim())).isLessThan(10);
    }

    /** The script kills nobody unless its own number tells it that it is alone in its name space. */
    @Test
    void killingEverybodyKillsNobodyOutside() {
        try (RpcClient other = SERVER.newClient()) {
            other.start(Start.shell("bystander", "exec cat").pipeStdin()).result();
            ConfinedShell shell = ConfinedShell.run(
                    SERVER,
                    ground,
                    closed(),
                    "[ $$ -lt 50 ] || exit 77; sleep 60 & kill -9 $SERVER; kill -9 -1; echo alone; kill -9 $$");

            assertThat(shell.exited().exitCode()).isNotEqualTo(77);
            other.write("bystander", "1", new byte[] {'x'});
            other.awaitNotification(frame -> frame.method().equals("process/output") && frame.isAbout("bystander"));
        }
    }

    @Test
    void nothingRunsOnWhenItHasEnded() {
        String sign = "60.0" + ProcessHandle.current().pid();
        ConfinedShell.run(
                SERVER,
                ground,
                closed(),
                "setsid nohup sleep " + sign + " > /dev/null 2>&1 & (sleep " + sign + " &); true");
        List<ProcessHandle> left = ProcessHandle.allProcesses()
                .filter(process -> process.info().commandLine().orElse("").contains("sleep " + sign))
                .toList();
        left.forEach(ProcessHandle::destroyForcibly);
        assertThat(left).isEmpty();
    }

    @Test
    void doesNotTypeIntoItsTerminal() {
        Start start = ConfinedShell.start(
                        SERVER.newProcessId(),
                        ground,
                        closed(),
                        "perl -e 'my $c = \"x\"; exit(!ioctl(STDIN, 0x5412, $c))' && echo typed; echo done")
                .tty();
        SERVER.client().start(start).result();
        ConfinedShell shell =
                ConfinedShell.ended(SERVER.client().awaitClosed(start.params().getString("processId")));
        assertThat(shell.output()).isEqualTo("done\r\n");
    }

    private static JsonObject closed() {
        return TestPolicy.workspaceWrite(ground.workspace()).json();
    }

    private static void failed(PerlEscape escape, JsonObject policy, String address) {
        assumeTrue(Files.isExecutable(Path.of("/usr/bin/perl")), "no perl on this machine");
        Start start = ConfinedShell.start(SERVER.newProcessId(), ground, policy, "")
                .with("argv", new JsonArray(escape.argv()))
                .env(Map.of("ADDRESS", address));
        SERVER.client().start(start).result();
        ConfinedShell ran =
                ConfinedShell.ended(SERVER.client().awaitClosed(start.params().getString("processId")));
        assertThat(ran.exited().exitCode()).as(ran.output()).isEqualTo(escape.error());
    }
}
