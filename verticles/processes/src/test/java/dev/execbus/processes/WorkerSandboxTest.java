package dev.execbus.processes;

import static org.assertj.core.api.Assertions.assertThat;

import dev.execbus.bus.ProcessEvent.Exited;
import dev.execbus.protocol.ProcessMethods.StartResponse;
import dev.execbus.protocol.SandboxEntry;
import dev.execbus.protocol.SandboxEntry.Access;
import dev.execbus.protocol.SandboxEntry.Place.AbsolutePath;
import dev.execbus.protocol.SandboxParams;
import dev.execbus.protocol.SandboxParams.Files.Restricted;
import dev.execbus.sandbox.SandboxSettings;
import dev.execbus.sandbox.SandboxSupport.Mechanism;
import dev.execbus.sandbox.WorkerSandbox;
import io.vertx.core.Vertx;
import io.vertx.junit5.VertxExtension;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** Everything may be read and one directory written: what an agent's commands can do then, by the real mechanism. */
@Timeout(60)
@ExtendWith(VertxExtension.class)
class WorkerSandboxTest {
    @TempDir
    private Path top;

    private WorkerSandbox sandbox;
    private StartRoom room;
    private Path workspace;
    private int started;

    @BeforeEach
    void deploy(Vertx vertx, @TempDir Path own) throws Exception {
        top = top.toRealPath();
        workspace = Files.createDirectory(top.resolve("ws"));
        sandbox = WorkerSandbox.start(
                new SandboxSettings(SandboxSettings.Mode.AUTO, "bwrap", false, own.resolve("sandbox"), List.of()));
        Assumptions.assumeTrue(sandbox.support().mechanism() == Mechanism.BUBBLEWRAP, "no bubblewrap that works");
        room = new StartRoom(vertx, sandbox);
    }

    @AfterEach
    void close() throws Exception {
        if (room != null) {
            room.stop();
        }
        sandbox.close();
    }

    @Test
    void takesEveryPrivilege() throws Exception {
        Exited exited =
                run(false, "grep -E '^(CapEff|NoNewPrivs|Seccomp):' /proc/self/status; ls -d /proc/[0-9]* | wc -l");
        assertThat(exited.exitCode()).isZero();
        assertThat(output()).matches("CapEff:\t0{16}\nNoNewPrivs:\t1\nSeccomp:\t2\n[1-9]\n");
    }

    @Test
    void opensTheNetworkOnlyWhenThePolicyDoes() throws Exception {
        try (ServerSocket server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            String script =
                    "bash -c 'exec 3<>/dev/tcp/127.0.0.1/%d' && echo connected".formatted(server.getLocalPort());
            Exited exited = run(false, script);
            assertThat(exited.exitCode()).isNotZero();
            assertThat(exited.sandboxDenied()).isTrue();
            assertThat(output()).contains("not permitted");
            assertThat(run(true, script).exitCode()).isZero();
            assertThat(output()).isEqualTo("connected\n");
        }
    }

    @Test
    void holdsAgainstEveryWayOut() throws Exception {
        Path git = Files.createDirectory(workspace.resolve(".git"));
        Files.writeString(git.resolve("config"), "cfg");
        Files.writeString(workspace.resolve("a"), "a");
        Path out = Files.createDirectory(top.resolve("out"));
        Files.writeString(out.resolve("s"), "secret");
        Files.createSymbolicLink(workspace.resolve("lout"), Path.of("../out"));
        Files.createSymbolicLink(workspace.resolve("ls"), Path.of("../out/s"));
        Files.createSymbolicLink(workspace.resolve("lnew"), Path.of("../out/new"));
        run(false, """
                echo x > lout/esc; echo x > ls; echo x > lnew; ln ../out/s hl2; mv ../out/s .; mv .git g2; rm -rf .git
                echo x > .git/n; mkdir .codex; echo w > /proc/1/root%1$s/out/new; echo w > /proc/self/cwd/../out/new
                unshare -Ur sh -c 'mount -t tmpfs x %1$s/out'; kill -9 -1; true
                """.formatted(top));
        stopRoom();
        assertThat(Files.readString(out.resolve("s"))).isEqualTo("secret");
        assertThat(Files.readString(git.resolve("config"))).isEqualTo("cfg");
        assertThat(names(out)).containsExactly("s");
        assertThat(names(git)).containsExactly("config");
        // What may be read may be copied, which is as far as mv gets.
        assertThat(names(workspace)).containsExactlyInAnyOrder(".git", "a", "lout", "ls", "lnew", "s");
    }

    @Test
    void failsWhereAProtectedNameIsALink() throws Exception {
        Path decoy = Files.createDirectory(workspace.resolve("decoy"));
        Files.createSymbolicLink(workspace.resolve(".codex"), Path.of("decoy"));
        assertThat(run(false, "echo x > .codex/config.toml").exitCode()).isNotZero();
        assertThat(names(decoy)).isEmpty();
    }

    @Test
    void writesInsideAndLeavesNothingBehind() throws Exception {
        Exited exited = run(false, "echo x > file; echo y > ../no");
        assertThat(exited).isEqualTo(new Exited(exited.processId(), exited.seq(), 2, null, true, null));
        stopRoom();
        assertThat(names(workspace)).containsExactly("file");
        assertThat(names(top)).containsExactly("ws");
    }

    /** bubblewrap itself is not confined: a library of the workspace must not be loaded into it. */
    @Test
    void givesLoaderVariablesToTheCommandAlone() throws Exception {
        Path library = Files.writeString(workspace.resolve("x.so"), "no library");
        Map<String, String> env = Map.of("PATH", "/usr/bin:/bin", "LD_PRELOAD", library.toString());
        assertThat(run(false, env, "echo $LD_PRELOAD").exitCode()).isZero();
        // The loader complains once for each program that it prepares: the shell is the only one.
        assertThat(output().split("cannot be preloaded", -1)).hasSize(2);
        assertThat(output()).endsWith(library + "\n");
    }

    /** After which the mount points of its processes are gone, and not only about to go. */
    private void stopRoom() throws Exception {
        room.stop();
        room = null;
    }

    private Exited run(boolean network, String script) throws Exception {
        return run(network, Map.of("PATH", "/usr/bin:/bin"), script);
    }

    private Exited run(boolean network, Map<String, String> env, String script) throws Exception {
        List<SandboxEntry> entries = List.of(
                new SandboxEntry(new AbsolutePath("/"), Access.READ, false),
                new SandboxEntry(new AbsolutePath(workspace.toString()), Access.WRITE, false));
        SandboxParams policy =
                new SandboxParams(true, new Restricted(entries, 0), network, workspace.toString(), List.of());
        String id = "p" + ++started;
        assertThat(room.start(Starts.shell(id, policy, workspace.toString(), env, script)))
                .isEqualTo(new StartResponse(id, "linuxSeccomp"));
        return room.awaitClosed(id);
    }

    private String output() {
        return room.output("p" + started);
    }

    private static List<String> names(Path folder) throws Exception {
        try (var files = Files.list(folder)) {
            return files.map(file -> file.getFileName().toString()).toList();
        }
    }
}
