package dev.execbus.sandbox;

import static dev.execbus.sandbox.Policies.ROOT_READ;
import static dev.execbus.sandbox.Policies.SLASH_TMP;
import static dev.execbus.sandbox.Policies.deny;
import static dev.execbus.sandbox.Policies.policy;
import static dev.execbus.sandbox.Policies.read;
import static dev.execbus.sandbox.Policies.write;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.execbus.protocol.SandboxEntry;
import dev.execbus.protocol.SandboxEntry.Access;
import dev.execbus.protocol.SandboxEntry.Place;
import dev.execbus.protocol.SandboxParams;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Command lines, word for word. */
class BubblewrapMechanismTest {
    private static final Bubblewrap NEW = new Bubblewrap("/usr/bin/bwrap", "bubblewrap 9", true, true, true, true);
    private static final Bubblewrap OLD = new Bubblewrap("/usr/bin/bwrap", "bubblewrap 0", false, false, false, false);
    private static final Inherited.Readable RESTRICTED = new Inherited.Readable("/run/own/restricted.bpf");
    private static final Inherited.Readable OPEN = new Inherited.Readable("/run/own/open.bpf");

    private final FakeFiles files = new FakeFiles()
            .directory("/run/own")
            .directory("/ws/.git")
            .directory("/ws/.codex")
            .directory("/ws/.agents")
            .file("/out/s")
            .file("/usr/bin/bash")
            .link("/bin", "usr/bin");

    private BubblewrapMechanism mechanism(Bubblewrap bubblewrap) {
        PrivateFiles own = new PrivateFiles(
                "/run/own", "/run/own/open.bpf", "/run/own/restricted.bpf", "/run/own/empty", "/run/own/closed");
        return new BubblewrapMechanism(
                new SandboxSupport(SandboxSupport.Mechanism.BUBBLEWRAP, ""), bubblewrap, own, List.of(), files);
    }

    private static Sandbox.Command command(String... argv) {
        return command(null, Map.of(), argv);
    }

    private static Sandbox.Command command(String arg0, Map<String, String> env, String... argv) {
        return new Sandbox.Command(List.of(argv), arg0, "/ws", env, false);
    }

    private static List<String> words(String... parts) {
        List<String> words = new ArrayList<>();
        for (String part : parts) {
            words.addAll(List.of(part.split(" ")));
        }
        return words;
    }

    private static List<String> with(List<String> words, String last) {
        words.add(last);
        return words;
    }

    @Test
    void confinesAProcessToItsWorkspace() {
        SandboxParams policy = policy(ROOT_READ, write("/ws"), deny("/out/s"), read("/ws/new"));

        assertThat(mechanism(NEW).process(policy, command("echo", "hello world")))
                .isEqualTo(new Confinement.Wrapped(
                        with(
                                words(
                                        "/usr/bin/bwrap --die-with-parent --unshare-user --unshare-pid --unshare-ipc",
                                        "--unshare-net --disable-userns --ro-bind / / --dev /dev --proc /proc --remount-ro /proc",
                                        "--ro-bind /run/own/closed /out/s",
                                        "--perms 000 --tmpfs /run/own --remount-ro /run/own",
                                        "--bind /ws /ws --ro-bind-fd 3 /ws/.agents",
                                        "--perms 555 --tmpfs /ws/.aws --remount-ro /ws/.aws",
                                        "--ro-bind-fd 4 /ws/.codex --ro-bind-fd 5 /ws/.git",
                                        "--ro-bind /run/own/empty /ws/new",
                                        "--cap-drop ALL --seccomp 6 --new-session --chdir /ws -- echo"),
                                "hello world"),
                        "/ws",
                        List.of(pinned("/ws/.agents"), pinned("/ws/.codex"), pinned("/ws/.git"), RESTRICTED),
                        List.of("/ws/.aws", "/ws/new")));
    }

    private Inherited.Pinned pinned(String path) {
        return new Inherited.Pinned(path, files.identity(path));
    }

    @Test
    void confinesFileOperationsToWhatThePolicyShows() {
        assertThat(mechanism(NEW).files(policy(true, write("/ws")), List.of("/opt/jar")))
                .isEqualTo(new FileConfinement.Wrapped(
                        words(
                                "/usr/bin/bwrap --die-with-parent --unshare-user --unshare-pid --unshare-ipc --unshare-net",
                                "--disable-userns --tmpfs / --dev /dev --remount-ro /dev --proc /proc --remount-ro /proc",
                                "--symlink usr/bin /bin --ro-bind /usr /usr",
                                "--bind /ws /ws --ro-bind /ws/.agents /ws/.agents --ro-bind /ws/.codex /ws/.codex",
                                "--ro-bind /ws/.git /ws/.git --remount-ro /",
                                "--cap-drop ALL --seccomp 3 --new-session --chdir / --"),
                        List.of(RESTRICTED),
                        List.of(
                                place("/usr"),
                                place("/ws"),
                                place("/ws/.agents"),
                                place("/ws/.codex"),
                                place("/ws/.git")),
                        List.of(new FileConfinement.Guarded(files.identity("/ws"), ".aws", true)),
                        List.of("/dev", "/proc", "/usr", "/ws", "/ws/.agents", "/ws/.codex", "/ws/.git"),
                        List.of()));
    }

    private FileConfinement.Place place(String path) {
        return new FileConfinement.Place(path, files.identity(path));
    }

    @Test
    void doesWithoutWhatAnOldBubblewrapLacks() {
        files.directory("/ws/.aws");

        assertThat(mechanism(OLD).process(policy(true, ROOT_READ, write("/ws")), command("true")))
                .isEqualTo(new Confinement.Wrapped(
                        words(
                                "/usr/bin/bwrap --die-with-parent --unshare-user --unshare-pid --unshare-ipc",
                                "--ro-bind / / --dev /dev --ro-bind /proc /proc",
                                "--perms 000 --tmpfs /run/own --remount-ro /run/own",
                                "--bind /ws /ws --ro-bind /ws/.agents /ws/.agents --ro-bind /ws/.aws /ws/.aws",
                                "--ro-bind /ws/.codex /ws/.codex --ro-bind /ws/.git /ws/.git",
                                "--cap-drop ALL --seccomp 3 --new-session --chdir /ws -- true"),
                        "/ws",
                        List.of(OPEN),
                        List.of()));
    }

    @Test
    void bindsNothingThatCouldBeSwappedWithoutADescriptor() {
        files.directory("/tmp/ws/.git");
        Confinement.Wrapped avoidable = (Confinement.Wrapped)
                mechanism(OLD).process(policy(ROOT_READ, SLASH_TMP, write("/tmp/ws")), command("true"));
        assertThat(avoidable.argv()).contains("/tmp", "/tmp/ws/.git").doesNotContain("/tmp/ws");

        assertThatThrownBy(() -> mechanism(OLD).process(policy(SLASH_TMP, write("/tmp/ws")), command("true")))
                .isInstanceOf(UnenforceableException.class)
                .hasMessage("cannot enforce sandbox path /tmp/ws/.git because it lies in a writable directory, and this"
                        + " bubblewrap has no --bind-fd");
    }

    @Test
    void onlyFiltersWhereTheWholeDiskIsWritable() {
        SandboxParams policy = new SandboxParams(true, new SandboxParams.Files.Unrestricted(), false, null, List.of());
        Sandbox.Command command = new Sandbox.Command(List.of("sh"), null, "/ws", Map.of(), true);

        assertThat(mechanism(NEW).process(policy, command))
                .isEqualTo(new Confinement.Wrapped(
                        words("/usr/bin/bwrap --die-with-parent --dev-bind / / --seccomp 3 --chdir /ws -- sh"),
                        "/ws",
                        List.of(RESTRICTED),
                        List.of()));
    }

    private List<String> tail(Bubblewrap bubblewrap, SandboxParams policy, Sandbox.Command command) {
        List<String> argv = ((Confinement.Wrapped) mechanism(bubblewrap).process(policy, command)).argv();
        return argv.subList(argv.indexOf("--new-session"), argv.size());
    }

    @Test
    void givesTheCommandItsOtherName() {
        SandboxParams everything = policy(ROOT_READ);
        Sandbox.Command command = command("other", Map.of(), "sh", "-c", "x");

        assertThat(tail(NEW, everything, command))
                .isEqualTo(words("--new-session --argv0 other --chdir /ws -- sh -c x"));
        assertThat(tail(OLD, everything, command))
                .isEqualTo(List.of(
                        "--new-session",
                        "--chdir",
                        "/ws",
                        "--",
                        "/usr/bin/bash",
                        "-p",
                        "-c",
                        "exec -a \"$0\" -- \"$@\"",
                        "other",
                        "sh",
                        "-c",
                        "x"));
        assertThat(tail(OLD, everything, command("sh", Map.of(), "sh")))
                .isEqualTo(words("--new-session --chdir /ws -- sh"));
        assertThatThrownBy(() -> tail(OLD, policy(read("/out")), command))
                .hasMessage(
                        "arg0 cannot be set inside this sandbox: bubblewrap 0 has no --argv0, and the policy shows no"
                                + " bash");
    }

    @Test
    void keepsBubblewrapFromLoadingForeignCode() {
        Map<String, String> env = Map.of("LD_PRELOAD", "/ws/evil.so", "GLIBC_TUNABLES", "x", "PATH", "/bin");

        Confinement.Wrapped wrapped =
                (Confinement.Wrapped) mechanism(NEW).process(policy(ROOT_READ), command(null, env, "true"));

        assertThat(wrapped.withheld()).isEqualTo(Set.of("LD_PRELOAD", "GLIBC_TUNABLES"));
        assertThat(wrapped.argv())
                .containsSubsequence(
                        words("--setenv GLIBC_TUNABLES x --setenv LD_PRELOAD /ws/evil.so --chdir /ws -- true"));
    }

    @Test
    void worksInTheRealDirectoryOrAtTheRoot() {
        files.link("/alias", "ws");
        Sandbox.Command aliased = new Sandbox.Command(List.of("pwd"), null, "/alias", Map.of(), false);

        assertThat(tail(NEW, policy(ROOT_READ), aliased)).isEqualTo(words("--new-session --chdir /ws -- pwd"));
        assertThat(tail(NEW, policy(read("/out")), aliased)).isEqualTo(words("--new-session --chdir / -- pwd"));
        assertThat(((Confinement.Wrapped) mechanism(NEW).process(policy(ROOT_READ), aliased)).cwd())
                .isEqualTo("/alias");
    }

    @Test
    void takesTheTemporaryDirectoryFromTheCommand() {
        files.directory("/var/t");
        SandboxEntry tmpdir = new SandboxEntry(new Place.TemporaryDirectory(), Access.WRITE, false);

        Confinement.Wrapped wrapped = (Confinement.Wrapped)
                mechanism(NEW).process(policy(ROOT_READ, tmpdir), command(null, Map.of("TMPDIR", "/var/t"), "true"));

        assertThat(wrapped.argv()).containsSubsequence("--bind", "/var/t", "/var/t");
    }

    @Test
    void refusesMoreThanBubblewrapTakes() {
        String[] many = Collections.nCopies(9000, "x").toArray(String[]::new);

        assertThatThrownBy(() -> mechanism(NEW).process(policy(ROOT_READ), command(many)))
                .isInstanceOf(UnenforceableException.class)
                .hasMessageEndingWith("arguments of bubblewrap, which takes 9000");
    }

    @Test
    void takesMountPointsOfOthersForAbsent() {
        BubblewrapMechanism mechanism = mechanism(NEW);
        SandboxParams policy = policy(ROOT_READ, write("/ws"));
        Confinement.Wrapped first = (Confinement.Wrapped) mechanism.process(policy, command("true"));
        files.directory("/ws/.aws");

        assertThat(mechanism.process(policy, command("true"))).isEqualTo(first);
        assertThat(((FileConfinement.Wrapped) mechanism.files(policy, List.of())).guarded())
                .containsExactly(new FileConfinement.Guarded(files.identity("/ws"), ".aws", true));

        files.file("/ws/.aws/config");
        assertThat(((Confinement.Wrapped) mechanism.process(policy, command("true"))).argv())
                .containsSubsequence("--ro-bind-fd", "4", "/ws/.aws");
    }
}
