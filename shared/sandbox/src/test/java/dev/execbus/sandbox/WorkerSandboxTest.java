package dev.execbus.sandbox;

import static dev.execbus.sandbox.Policies.MINIMAL;
import static dev.execbus.sandbox.Policies.ROOT_READ;
import static dev.execbus.sandbox.Policies.SLASH_TMP;
import static dev.execbus.sandbox.Policies.deny;
import static dev.execbus.sandbox.Policies.denyGlob;
import static dev.execbus.sandbox.Policies.policy;
import static dev.execbus.sandbox.Policies.read;
import static dev.execbus.sandbox.Policies.write;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;

import dev.execbus.protocol.ErrorCode;
import dev.execbus.protocol.ExecbusException;
import dev.execbus.protocol.SandboxParams;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** With the bubblewrap of this machine. The test's directory lies in /tmp, as workspaces sometimes do. */
class WorkerSandboxTest {
    private static final Map<String, String> ENV = Map.of("PATH", "/usr/bin:/bin");

    @TempDir
    private Path base;

    private Path ws;
    private Path out;
    private WorkerSandbox sandbox;

    @BeforeEach
    void start() throws IOException {
        assumeThat(TestMachine.bubblewrap()).isPresent();
        base = base.toRealPath();
        ws = Files.createDirectory(base.resolve("ws"));
        out = Files.createDirectory(base.resolve("out"));
        Files.createDirectories(ws.resolve(".git"));
        Files.createDirectories(ws.resolve("src/deep"));
        Files.writeString(ws.resolve(".git/config"), "cfg");
        Files.writeString(ws.resolve("a"), "a");
        Files.writeString(out.resolve("s"), "secret");
        sandbox = WorkerSandbox.start(settings(SandboxSettings.Mode.BUBBLEWRAP));
    }

    @AfterEach
    void close() {
        if (sandbox != null) {
            sandbox.close();
            assertThat(base.resolve("private")).doesNotExist();
        }
    }

    private SandboxSettings settings(SandboxSettings.Mode mode) {
        return new SandboxSettings(mode, "bwrap", false, base.resolve("private"), List.of());
    }

    /** Descriptors from 3 on, as the real start does it, but for the identity. */
    private static List<String> startable(List<String> argv, List<Inherited> inherited) {
        StringBuilder script = new StringBuilder("exec \"$@\"");
        for (int i = 0; i < inherited.size(); i++) {
            script.append(' ')
                    .append(3 + i)
                    .append("<'")
                    .append(inherited.get(i).path())
                    .append('\'');
        }
        List<String> all = new ArrayList<>(List.of("/bin/bash", "-c", script.toString(), "bash"));
        all.addAll(argv);
        return all;
    }

    private Confinement.Wrapped confine(SandboxParams policy, String script) {
        return (Confinement.Wrapped) sandbox.process(
                policy, new Sandbox.Command(List.of("/bin/sh", "-c", script), null, ws.toString(), ENV, false));
    }

    private Ran run(SandboxParams policy, String script) {
        return run(confine(policy, script));
    }

    private Ran run(Confinement.Wrapped confinement) {
        try {
            return Ran.of(startable(confinement.argv(), confinement.inherited()));
        } finally {
            sandbox.ended(confinement);
        }
    }

    private SandboxParams workspace() {
        return policy(ROOT_READ, write(ws.toString()));
    }

    @Test
    void tellsTheMechanismAndItsVersion() {
        assertThat(sandbox.support().mechanism()).isEqualTo(SandboxSupport.Mechanism.BUBBLEWRAP);
        assertThat(sandbox.support().detail()).startsWith("bubblewrap ");
    }

    @Test
    void writesInsideTheWorkspaceOnly() {
        Ran ran = run(workspace(), "echo y > y; echo x > ../out/n; cat y ../out/s; echo; pwd");

        assertThat(ran.output()).contains("Read-only file system", "y\nsecret", "\n" + ws + "\n");
        assertThat(out.resolve("n")).doesNotExist();
    }

    @Test
    void keepsWhatOtherProgramsTrustReadOnlyAndLeavesNothingBehind() {
        Ran ran = run(
                workspace(),
                "cat .git/config; echo x > .git/config; echo x > .git/n; mv .git g2; rm -rf .git; mkdir .codex;"
                        + " echo x > .agents/x; mv .aws other; true");

        assertThat(ran.output()).startsWith("cfg").contains("Device or resource busy", "File exists");
        assertThat(ws.resolve(".git/config")).hasContent("cfg");
        assertThat(ws.toFile().list()).containsExactlyInAnyOrder(".git", "src", "a");
    }

    @Test
    void opensWhatARuleNames() {
        run(
                policy(ROOT_READ, write(ws.toString()), write(ws + "/.git"), write(ws + "/.codex")),
                "echo W > .git/config; mkdir .codex");

        assertThat(ws.resolve(".git/config")).hasContent("W");
        assertThat(ws.resolve(".codex")).isDirectory();
    }

    @Test
    void showsNothingThatThePolicyDoesNot() {
        Ran ran = run(
                policy(MINIMAL, write(ws.toString())),
                "ls " + base + "; cat " + out + "/s; echo x > " + base + "/lost; echo y > y; id -u");

        assertThat(ran.output()).startsWith("ws\n").contains("No such file", "Read-only file system");
        assertThat(ws.resolve("y")).hasContent("y");
    }

    @Test
    void deniesAndReopens() {
        Ran ran = run(
                policy(
                        ROOT_READ,
                        write(ws.toString()),
                        deny(ws + "/src"),
                        write(ws + "/src/deep"),
                        deny(out + "/s"),
                        denyGlob(ws + "/**/a"),
                        deny(base + "/nowhere")),
                "cat ../out/s; cat a; mv a b; ls src; echo W > src/deep/x; echo W > src/x; cat src/deep/x");

        assertThat(ran.output().lines().filter(line -> line.contains("Permission denied")))
                .hasSize(3);
        assertThat(ran.output())
                .contains("Device or resource busy", "Read-only file system")
                .endsWith("W\n");
        assertThat(ws.resolve("src/deep/x")).hasContent("W");
        assertThat(ws.resolve("src/x")).doesNotExist();
    }

    @Test
    void keepsWhatIsMissingFromComingIntoBeing() {
        Ran ran = run(
                policy(ROOT_READ, write(ws.toString()), read(ws + "/new/deeper"), deny(ws + "/no")),
                "mkdir -p new/deeper; echo x > no; true");

        assertThat(ran.output()).contains("Not a directory", "Read-only file system");
        assertThat(ws.resolve("new")).doesNotExist();
        assertThat(ws.resolve("no")).doesNotExist();
    }

    @Test
    void hidesTheServersOwnFilesThoughTheirPlaceIsWritable() throws IOException {
        assumeThat(base).startsWith(Path.of("/tmp"));
        Ran ran = run(
                policy(ROOT_READ, SLASH_TMP), "ls " + base + "/private; mv " + base + "/private /tmp/p; ls -d " + base);

        assertThat(ran.output())
                .contains("Permission denied", "Device or resource busy")
                .endsWith(base + "\n");
        assertThat(Files.getPosixFilePermissions(base.resolve("private"), LinkOption.NOFOLLOW_LINKS))
                .isEqualTo(PosixFilePermissions.fromString("rwx------"));
    }

    @Test
    void pinsAWorkspaceInAWritablePlace() {
        assumeThat(base).startsWith(Path.of("/tmp"));
        Confinement.Wrapped confinement =
                confine(policy(ROOT_READ, SLASH_TMP, write(ws.toString())), "echo y > y; mv " + ws + " " + ws + "2");

        assertThat(confinement.inherited()).hasAtLeastOneElementOfType(Inherited.Pinned.class);
        assertThat(run(confinement).output()).contains("Device or resource busy");
        assertThat(ws.resolve("y")).hasContent("y");
    }

    @Test
    void givesNoPrivilegesAndNoNetwork() {
        Ran ran = run(
                workspace(),
                "grep -E '^(CapEff|NoNewPrivs|Seccomp):' /proc/self/status; ls -d /proc/[0-9]* | wc -l;"
                        + " bash -c 'exec 3<>/dev/tcp/127.0.0.1/1' 2>&1");

        assertThat(ran.output())
                .contains("CapEff:\t0000000000000000", "NoNewPrivs:\t1", "Seccomp:\t2", "Operation not permitted");
    }

    @Test
    void keepsOnlyTheNetworkAwayWhereTheWholeDiskIsWritable() {
        Ran ran = run(
                new SandboxParams(true, new SandboxParams.Files.Unrestricted(), false, null, List.of()),
                "echo n > ../out/n; bash -c 'exec 3<>/dev/tcp/127.0.0.1/1' 2>&1");

        assertThat(ran.output()).contains("Operation not permitted");
        assertThat(out.resolve("n")).hasContent("n");
    }

    @Test
    void givesTheCommandItsOtherName() {
        Confinement.Wrapped confinement = (Confinement.Wrapped) sandbox.process(
                workspace(),
                new Sandbox.Command(List.of("/bin/sh", "-c", "echo $0 $1"), "other", ws.toString(), ENV, false));

        assertThat(run(confinement).output()).isEqualTo("other\n");
    }

    @Test
    void refusesLinksThatTheConfinedCouldChange() throws IOException {
        Files.createDirectory(ws.resolve("decoy"));
        Files.createSymbolicLink(ws.resolve(".codex"), Path.of("decoy"));
        String path = ws + "/.codex";

        assertThat(confine(workspace(), "true").argv())
                .containsExactly(
                        "/bin/sh",
                        "-c",
                        "printf '%s\\n' \"$0\" >&2; exit 1",
                        "error building bubblewrap command: Fatal error: cannot enforce sandbox read-only path " + path
                                + " because it crosses writable symlink " + path);
        assertThatThrownBy(() -> sandbox.files(workspace(), List.of()))
                .isInstanceOfSatisfying(
                        ExecbusException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.INTERNAL));
    }

    @Test
    void keepsMountPointsUntilTheLastProcessHasEnded() {
        Confinement.Wrapped first = confine(workspace(), "read line");
        assertThat(first.mountPoints()).containsExactly(ws + "/.agents", ws + "/.aws", ws + "/.codex");
        assertThat(Ran.of(startable(first.argv(), first.inherited())).code()).isEqualTo(1);
        assertThat(ws.resolve(".codex")).isDirectory();

        Confinement.Wrapped second = confine(workspace(), "echo x > .codex/x");
        sandbox.ended(first);
        sandbox.ended(first);
        assertThat(ws.resolve(".codex")).isDirectory();
        assertThat(second.argv().stream().skip(1).toList())
                .startsWith(first.argv().get(1));
        assertThat(second.mountPoints()).isEqualTo(first.mountPoints());
        assertThat(run(second).output()).contains("Read-only file system");
        assertThat(ws.resolve(".codex")).doesNotExist();
    }

    @Test
    void leavesAMountPointThatSomebodyHasBegunToUse() throws IOException {
        Confinement.Wrapped confinement = confine(workspace(), "true");
        Ran.of(startable(confinement.argv(), confinement.inherited()));
        Files.writeString(ws.resolve(".codex/config"), "mine");

        sandbox.ended(confinement);

        assertThat(ws.resolve(".codex/config")).hasContent("mine");
        assertThat(ws.resolve(".agents")).doesNotExist();
    }

    @Test
    void confinesFileOperationsWithoutATrace() throws IOException {
        FileConfinement.Wrapped files = (FileConfinement.Wrapped) sandbox.files(workspace(), List.of());
        List<String> argv = new ArrayList<>(files.prefix());
        argv.addAll(List.of(
                "/bin/sh", "-c", "cd " + ws + "; echo y > y; echo x > .git/n; echo x > /dev/shm/lost; pwd; ls -A"));

        Ran ran = Ran.of(startable(argv, files.inherited()));

        assertThat(ran.output()).contains("Read-only file system").endsWith(ws + "\n.git\na\nsrc\ny\n");
        assertThat(ran.output().lines().filter(line -> line.contains("Read-only")))
                .hasSize(2);
        FileIdentity directory = identity(ws);
        assertThat(files.guarded())
                .containsExactly(
                        new FileConfinement.Guarded(directory, ".agents", true),
                        new FileConfinement.Guarded(directory, ".aws", true),
                        new FileConfinement.Guarded(directory, ".codex", true));
        assertThat(files.places())
                .containsExactly(
                        new FileConfinement.Place(ws.toString(), directory),
                        new FileConfinement.Place(ws + "/.git", identity(ws.resolve(".git"))));
        assertThat(sandbox.files(workspace(), List.of())).isEqualTo(files);
        Files.move(ws.resolve(".git"), ws.resolve("g2"));
        Files.createDirectory(ws.resolve(".git"));
        assertThat(sandbox.files(workspace(), List.of())).isNotEqualTo(files);
    }

    private static FileIdentity identity(Path path) {
        return new HostFiles().look(path.toString()).identity();
    }

    @Test
    void tellsFileConfinementsApartWhenAHiddenFileBecomesAnother() throws IOException {
        SandboxParams policy = policy(ROOT_READ, write(ws.toString()), deny(out + "/s"));
        FileConfinement before = sandbox.files(policy, List.of());

        Files.move(out.resolve("s"), out.resolve("t"));
        Files.writeString(out.resolve("s"), "another");

        assertThat(sandbox.files(policy, List.of())).isNotEqualTo(before);
    }

    @Test
    void leavesAloneWhatMayDoEverything() {
        assertThat(sandbox.process(policy(true, write("/")), new Sandbox.Command(List.of("x"), null, "/", ENV, true)))
                .isEqualTo(new Confinement.Direct());
        assertThat(sandbox.files(policy(write("/")), List.of())).isEqualTo(new FileConfinement.Direct());
    }
}
