package dev.execbus.sandbox;

import static dev.execbus.sandbox.Policies.ROOT_READ;
import static dev.execbus.sandbox.Policies.SLASH_TMP;
import static dev.execbus.sandbox.Policies.deny;
import static dev.execbus.sandbox.Policies.denyGlob;
import static dev.execbus.sandbox.Policies.policy;
import static dev.execbus.sandbox.Policies.read;
import static dev.execbus.sandbox.Policies.write;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.execbus.protocol.SandboxEntry;
import dev.execbus.protocol.SandboxParams;
import dev.execbus.protocol.SandboxParams.Files.Restricted;
import dev.execbus.sandbox.Mount.Bind;
import dev.execbus.sandbox.Mount.EmptyDirectory;
import dev.execbus.sandbox.Mount.EmptyFile;
import dev.execbus.sandbox.Mount.Link;
import dev.execbus.sandbox.Mount.ReadOnly;
import dev.execbus.sandbox.Mount.Swap;
import dev.execbus.sandbox.PolicyTree.Absent;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class MountPlanTest {
    private final FakeFiles files = new FakeFiles();

    @BeforeEach
    void makeWorkspace() {
        files.directory("/usr")
                .file("/ws/.git/config")
                .directory("/ws/src/deep")
                .file("/ws/a")
                .file("/out/s")
                .directory("/tmp");
    }

    private PolicyTree tree(List<String> hidden, SandboxEntry... entries) {
        SandboxParams policy = policy(entries);
        ResolvedPolicy resolved = new PolicyResolver(files).forProcess(policy, (Restricted) policy.files(), null);
        return PolicyTreeBuilder.build(resolved, hidden, files);
    }

    private MountPlan plan(SandboxEntry... entries) {
        return MountPlan.forProcess(tree(List.of(), entries), files::writable);
    }

    /** What an ordinary process gets first. */
    private static List<Mount> onReadableDisk(Mount... more) {
        List<Mount> mounts =
                new ArrayList<>(List.of(new Mount.WholeDisk(false), new Mount.Devices(), new Mount.Processes()));
        mounts.addAll(List.of(more));
        return mounts;
    }

    private static List<Mount> onHiddenDisk(Mount... more) {
        List<Mount> mounts =
                new ArrayList<>(List.of(new Mount.EmptyRoot(), new Mount.Devices(), new Mount.Processes()));
        mounts.addAll(List.of(more));
        mounts.add(new ReadOnly("/"));
        return mounts;
    }

    private Bind bind(String path, boolean writable, Swap swap) {
        return new Bind(path, writable, files.identity(path), swap);
    }

    private static EmptyDirectory absent(String path) {
        return new EmptyDirectory(path, "555", null);
    }

    private EmptyDirectory covered(String path, String permissions) {
        return new EmptyDirectory(path, permissions, files.identity(path));
    }

    private EmptyFile closed(String path) {
        return new EmptyFile(path, false, files.identity(path));
    }

    /** The protected names of /ws but .git, with .git between .codex and the rest. */
    private List<Mount> workspace(Swap git, Mount... more) {
        List<Mount> mounts = onReadableDisk(
                bind("/ws", true, Swap.IMPOSSIBLE),
                absent("/ws/.agents"),
                new ReadOnly("/ws/.agents"),
                absent("/ws/.aws"),
                new ReadOnly("/ws/.aws"),
                absent("/ws/.codex"),
                new ReadOnly("/ws/.codex"),
                bind("/ws/.git", false, git));
        mounts.addAll(List.of(more));
        return mounts;
    }

    @Test
    void protectsWhatOtherProgramsTrustInAWritableDirectory() {
        MountPlan plan = plan(ROOT_READ, write("/ws"));

        assertThat(plan).isEqualTo(new MountPlan(workspace(Swap.HARMLESS), List.of()));
        assertThat(plan.mountPoints()).containsExactly("/ws/.agents", "/ws/.aws", "/ws/.codex");
        assertThat(plan.mountedPaths())
                .containsExactly("/dev", "/proc", "/ws", "/ws/.agents", "/ws/.aws", "/ws/.codex", "/ws/.git");
    }

    @Test
    void mountsNothingOverAbsentNamesForFileOperations() {
        MountPlan plan =
                MountPlan.forFiles(tree(List.of(), ROOT_READ, write("/ws"), read("/ws/new/x"), deny("/out/s")));
        FileIdentity ws = files.identity("/ws");

        assertThat(plan)
                .isEqualTo(new MountPlan(
                        List.of(
                                new Mount.WholeDisk(false),
                                new Mount.Devices(),
                                new ReadOnly("/dev"),
                                new Mount.Processes(),
                                closed("/out/s"),
                                bind("/ws", true, Swap.IMPOSSIBLE),
                                bind("/ws/.git", false, Swap.HARMFUL)),
                        List.of(
                                new Absent("/ws/.agents", ws, true, false),
                                new Absent("/ws/.aws", ws, true, false),
                                new Absent("/ws/.codex", ws, true, false),
                                new Absent("/ws/new", ws, false, false))));
        assertThat(plan.mountPoints()).isEmpty();
        assertThat(plan.places())
                .containsExactly(
                        new FileConfinement.Place("/ws", ws),
                        new FileConfinement.Place("/ws/.git", files.identity("/ws/.git")));
        assertThat(plan.covered()).containsExactly(new FileConfinement.Place("/out/s", files.identity("/out/s")));
    }

    @Test
    void makesNoNamesWhereTheServerCannot() {
        files.notWritable("/ws");

        assertThat(plan(ROOT_READ, write("/ws")).mounts())
                .isEqualTo(onReadableDisk(bind("/ws", true, Swap.IMPOSSIBLE), bind("/ws/.git", false, Swap.HARMLESS)));
    }

    @Test
    void opensAProtectedNameThatARuleNames() {
        assertThat(plan(ROOT_READ, write("/ws"), write("/ws/.git"), write("/ws/.codex"), write("/ws/.aws"))
                        .mounts())
                .isEqualTo(onReadableDisk(
                        bind("/ws", true, Swap.IMPOSSIBLE),
                        absent("/ws/.agents"),
                        new ReadOnly("/ws/.agents"),
                        bind("/ws/.git", true, Swap.AVOIDABLE),
                        absent("/ws/.git/.agents"),
                        new ReadOnly("/ws/.git/.agents"),
                        absent("/ws/.git/.aws"),
                        new ReadOnly("/ws/.git/.aws"),
                        absent("/ws/.git/.codex"),
                        new ReadOnly("/ws/.git/.codex"),
                        absent("/ws/.git/.git"),
                        new ReadOnly("/ws/.git/.git")));
    }

    @Test
    void protectsNothingInAWritableFile() {
        assertThat(plan(ROOT_READ, write("/out/s")).mounts())
                .isEqualTo(onReadableDisk(bind("/out/s", true, Swap.IMPOSSIBLE)));
    }

    @Test
    void protectsTheRepositoryThatAFileNames() {
        files.remove("/ws/.git/config").remove("/ws/.git").file("/ws/.git", "gitdir: sub/repo\n");
        files.directory("/ws/sub/repo");

        assertThat(plan(ROOT_READ, write("/ws")).mounts())
                .containsSubsequence(
                        bind("/ws/.git", false, Swap.HARMLESS), bind("/ws/sub/repo", false, Swap.HARMLESS));

        files.file("/ws/.git", "gitdir: /out/repo").directory("/out/repo");
        assertThat(plan(ROOT_READ, write("/ws")).mountedPaths()).doesNotContain("/out/repo", "/ws/sub/repo");
        files.file("/ws/.git", "gitdir: nowhere");
        assertThat(plan(ROOT_READ, write("/ws")).mountedPaths()).doesNotContain("/ws/nowhere");
        files.file("/ws/.git", "gitdir: via/repo").link("/ws/via", "sub");
        assertThatThrownBy(() -> plan(ROOT_READ, write("/ws")))
                .hasMessage(
                        "cannot enforce sandbox read-only path /ws/sub/repo because it crosses writable symlink /ws/via");
    }

    @Test
    void keepsReadOnlyAndDeniedPartsInsideWritableDirectories() {
        assertThat(plan(ROOT_READ, write("/ws"), read("/ws/src"), write("/ws/src/deep"), deny("/ws/a"), deny("/out"))
                        .mounts())
                .containsSubsequence(
                        covered("/out", "000"),
                        new ReadOnly("/out"),
                        bind("/ws", true, Swap.IMPOSSIBLE),
                        bind("/ws/.git", false, Swap.HARMFUL),
                        closed("/ws/a"),
                        bind("/ws/src", false, Swap.HARMFUL),
                        bind("/ws/src/deep", true, Swap.HARMFUL));
    }

    @Test
    void reopensAChildOfADeniedDirectory() {
        assertThat(plan(ROOT_READ, deny("/ws"), write("/ws/src/deep"), read("/ws/a"))
                        .mounts())
                .isEqualTo(onReadableDisk(
                        covered("/ws", "111"),
                        bind("/ws/a", false, Swap.IMPOSSIBLE),
                        bind("/ws/src/deep", true, Swap.IMPOSSIBLE),
                        absent("/ws/src/deep/.agents"),
                        new ReadOnly("/ws/src/deep/.agents"),
                        absent("/ws/src/deep/.aws"),
                        new ReadOnly("/ws/src/deep/.aws"),
                        absent("/ws/src/deep/.codex"),
                        new ReadOnly("/ws/src/deep/.codex"),
                        absent("/ws/src/deep/.git"),
                        new ReadOnly("/ws/src/deep/.git"),
                        new ReadOnly("/ws")));
    }

    @Test
    void showsOnlyWhatIsReadable() {
        assertThat(plan(read("/usr"), read("/usr/lib"), read("/out"), read("/nowhere"), deny("/other"))
                        .mounts())
                .isEqualTo(onHiddenDisk(bind("/out", false, Swap.IMPOSSIBLE), bind("/usr", false, Swap.IMPOSSIBLE)));
    }

    @Test
    void hidesADeniedRoot() {
        assertThat(plan(deny("/"), write("/out/s")).mounts())
                .isEqualTo(onHiddenDisk(bind("/out/s", true, Swap.IMPOSSIBLE)));
    }

    @Test
    void ignoresWhatIsMissingOutsideWritableDirectories() {
        assertThat(plan(ROOT_READ, write("/no/a"), deny("/no/b"), read("/no/c"), deny("/out/s/d"))
                        .mounts())
                .isEqualTo(onReadableDisk());
    }

    @Test
    void blocksTheFirstMissingNameInsideWritableDirectories() {
        SandboxEntry skipping =
                new SandboxEntry(new SandboxEntry.Place.AbsolutePath("/ws/skipped"), SandboxEntry.Access.DENY, true);
        MountPlan plan = plan(
                ROOT_READ,
                write("/ws"),
                read("/ws/new/x"),
                deny("/ws/no"),
                write("/ws/out"),
                read("/ws/.codex/rules"),
                skipping);

        assertThat(plan.mounts())
                .contains(
                        new EmptyFile("/ws/new", true, null),
                        new EmptyFile("/ws/no", true, null),
                        absent("/ws/.codex"));
        assertThat(plan.mountPoints()).containsExactly("/ws/.agents", "/ws/.aws", "/ws/.codex", "/ws/new", "/ws/no");
        assertThatThrownBy(() -> plan(ROOT_READ, write("/ws"), deny("/ws/a/b")))
                .hasMessage("cannot enforce sandbox read-only path /ws/a/b because /ws/a is no directory");
    }

    @Test
    void bindsTheRealDirectoryOfALink() {
        files.link("/alias", "/ws/src");

        assertThat(plan(ROOT_READ, write("/alias")).mounts()).contains(bind("/ws/src", true, Swap.IMPOSSIBLE));
        assertThat(plan(write("/alias")).mounts())
                .contains(new Link("/alias", "/ws/src"), bind("/ws/src", true, Swap.IMPOSSIBLE));
    }

    @Test
    void refusesPathsOverLinksThatTheConfinedCanChange() {
        files.link("/ws/link", "../out").directory("/ws/decoy").link("/ws/.codex", "decoy");
        assertThatThrownBy(() -> plan(ROOT_READ, write("/ws"), write("/ws/.codex"), deny("/ws/link/s")))
                .hasMessage(
                        "cannot enforce sandbox read-only path /ws/link/s because it crosses writable symlink /ws/link");
        assertThatThrownBy(() -> plan(ROOT_READ, write("/ws"), write("/ws/.codex"), write("/ws/link")))
                .hasMessage(
                        "cannot enforce sandbox writable path /ws/link because it crosses writable symlink /ws/link");
        assertThatThrownBy(() -> plan(ROOT_READ, write("/ws")))
                .hasMessage(
                        "cannot enforce sandbox read-only path /ws/.codex because it crosses writable symlink /ws/.codex");
        assertThatThrownBy(() -> plan(ROOT_READ, write("/ws"), read("/ws/.codex")))
                .hasMessage(
                        "cannot enforce sandbox read-only path /ws/.codex because it crosses writable symlink /ws/.codex");
        assertThat(plan(ROOT_READ, write("/ws"), write("/ws/.codex")).mounts())
                .contains(bind("/ws/decoy", true, Swap.AVOIDABLE));
    }

    @Test
    void coversWhatGlobsDeny() {
        files.file("/ws/src/a.env").link("/ws/b.env", "/out/s");

        assertThat(plan(ROOT_READ, write("/ws"), denyGlob("/ws/**/*.env")).mounts())
                .contains(closed("/ws/src/a.env"), closed("/out/s"));
    }

    @Test
    void pinsWhatLiesInAnotherWritableDirectory() {
        files.directory("/tmp/ws/.git");

        assertThat(plan(ROOT_READ, SLASH_TMP, write("/tmp/ws")).mounts())
                .contains(
                        bind("/tmp", true, Swap.IMPOSSIBLE),
                        bind("/tmp/ws", true, Swap.AVOIDABLE),
                        bind("/tmp/ws/.git", false, Swap.HARMLESS));
        assertThat(plan(SLASH_TMP, write("/tmp/ws")).mounts()).contains(bind("/tmp/ws/.git", false, Swap.HARMFUL));
    }

    @Test
    void hidesTheServersOwnDirectoriesFromEverybody() {
        files.file("/tmp/own/x/y").directory("/home/own");
        List<String> hidden = List.of("/tmp/own", "/home/own", "/not/yet");

        PolicyTree tree = tree(hidden, ROOT_READ, SLASH_TMP, write("/tmp/own/x"), write("/home/own"));
        assertThat(MountPlan.forProcess(tree, files::writable).mounts())
                .isEqualTo(onReadableDisk(
                        covered("/home/own", "000"),
                        new ReadOnly("/home/own"),
                        bind("/tmp", true, Swap.IMPOSSIBLE),
                        absent("/tmp/.agents"),
                        new ReadOnly("/tmp/.agents"),
                        absent("/tmp/.aws"),
                        new ReadOnly("/tmp/.aws"),
                        absent("/tmp/.codex"),
                        new ReadOnly("/tmp/.codex"),
                        absent("/tmp/.git"),
                        new ReadOnly("/tmp/.git"),
                        covered("/tmp/own", "000"),
                        new ReadOnly("/tmp/own")));
        assertThat(MountPlan.forProcess(tree(hidden, read("/usr")), files::writable)
                        .mounts())
                .isEqualTo(onHiddenDisk(bind("/usr", false, Swap.IMPOSSIBLE)));
    }

    @Test
    void narrowsAWritableDisk() {
        List<Mount> mounts = plan(write("/"), read("/usr"), deny("/out")).mounts();

        assertThat(mounts).startsWith(new Mount.WholeDisk(true), new Mount.Devices(), new Mount.Processes());
        assertThat(mounts).contains(bind("/usr", false, Swap.HARMFUL), covered("/out", "000"), absent("/.codex"));
    }

    @Test
    void leavesDevicesAndProcFresh() {
        files.file("/dev/null").file("/dev/shm/x").file("/proc/kcore");

        assertThat(plan(ROOT_READ, write("/dev/null"), write("/dev"), deny("/dev/shm/x"), read("/proc/kcore"))
                        .mounts())
                .isEqualTo(onReadableDisk());
        assertThat(plan(read("/dev/shm"), deny("/dev/shm/x"), deny("/proc/kcore"))
                        .mounts())
                .isEqualTo(onHiddenDisk(
                        bind("/dev/shm", false, Swap.IMPOSSIBLE), closed("/dev/shm/x"), closed("/proc/kcore")));
    }

    @Test
    void changesWithTheFilesItIsMadeOf() {
        SandboxEntry[] entries = {ROOT_READ, write("/ws"), deny("/out/s")};
        MountPlan before = plan(entries);
        assertThat(plan(entries)).isEqualTo(before);

        files.file("/out/s");
        assertThat(plan(entries)).isNotEqualTo(before);
    }
}
