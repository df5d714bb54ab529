package dev.execbus.processes;

import static org.assertj.core.api.Assertions.assertThat;

import dev.execbus.bus.ProcessEvent.Exited;
import dev.execbus.protocol.SandboxEntry;
import dev.execbus.protocol.SandboxEntry.Access;
import dev.execbus.protocol.SandboxEntry.Place.AbsolutePath;
import dev.execbus.protocol.SandboxEntry.Place.Minimal;
import dev.execbus.protocol.SandboxParams;
import dev.execbus.protocol.SandboxParams.Files.Restricted;
import dev.execbus.sandbox.SandboxSettings;
import dev.execbus.sandbox.SandboxSupport.Mechanism;
import dev.execbus.sandbox.WorkerSandbox;
import io.vertx.core.Vertx;
import io.vertx.junit5.VertxExtension;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** Restricted starts by the real mechanism. */
@Timeout(60)
@ExtendWith(VertxExtension.class)
class LandlockStartTest {
    @TempDir
    private Path top;

    private WorkerSandbox sandbox;
    private StartRoom room;
    private Path workspace;
    private SandboxParams policy;

    @BeforeEach
    void deploy(Vertx vertx, @TempDir Path own) throws Exception {
        workspace = Files.createDirectory(top.toRealPath().resolve("ws"));
        sandbox = WorkerSandbox.start(
                new SandboxSettings(SandboxSettings.Mode.LANDLOCK, "bwrap", true, own.resolve("sandbox"), List.of()));
        Assumptions.assumeTrue(sandbox.support().mechanism() == Mechanism.LANDLOCK, "no Landlock");
        room = new StartRoom(vertx, sandbox);
        List<SandboxEntry> entries = List.of(
                new SandboxEntry(new Minimal(), Access.READ, false),
                new SandboxEntry(new AbsolutePath(workspace.toString()), Access.WRITE, false));
        policy = new SandboxParams(true, new Restricted(entries, 0), false, workspace.toString(), List.of());
    }

    @AfterEach
    void close() throws Exception {
        if (room != null) {
            room.stop();
        }
        sandbox.close();
    }

    @Test
    void holdsProcessesOnPipes() throws Exception {
        room.start(Starts.shell("p", policy, workspace.toString(), "echo x > file; cat file; echo y > ../no"));
        Exited exited = room.awaitClosed("p");
        assertThat(exited).isEqualTo(new Exited("p", exited.seq(), 2, null, true, null));
        assertThat(room.output("p")).startsWith("x\n").contains("Permission denied");
        assertThat(top.resolve("no")).doesNotExist();
    }

    @Test
    void holdsProcessesOnTerminals() throws Exception {
        room.start(Starts.onTerminal("p", policy, workspace.toString(), "tty && echo x > file; echo y > ../no"));
        Exited exited = room.awaitClosed("p");
        assertThat(exited).isEqualTo(new Exited("p", exited.seq(), 2, null, true, null));
        assertThat(room.output("p")).startsWith("/dev/pts/").contains("Permission denied");
        assertThat(top.resolve("no")).doesNotExist();
        assertThat(workspace.resolve("file")).exists();
    }

    /** The threads and processes that come later are as free as before. */
    @Test
    void holdsNobodyElse() throws Exception {
        room.start(Starts.shell("p", policy, workspace.toString(), "true"));
        assertThat(room.awaitClosed("p").exitCode()).isZero();
        room.start(Starts.shell("q", SandboxParams.NONE, workspace.toString(), "echo y > ../yes"));
        assertThat(room.awaitClosed("q").exitCode()).isZero();
        assertThat(workspace.resolveSibling("yes")).exists();
    }
}
