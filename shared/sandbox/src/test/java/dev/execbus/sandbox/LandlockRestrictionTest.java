package dev.execbus.sandbox;

import static dev.execbus.sandbox.RestrictedThread.restriction;
import static dev.execbus.sandbox.RestrictedThread.rules;
import static dev.execbus.sandbox.RestrictedThread.shell;
import static dev.execbus.sandbox.RestrictedThread.within;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.channels.FileChannel;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.api.io.TempDir;

/** Threads and programs under the real kernel's Landlock. */
@EnabledIf("available")
final class LandlockRestrictionTest {
    private static final List<String> PROGRAMS = List.of("/usr", "/bin", "/lib", "/lib64", "/etc/ld.so.cache");
    private static final Ran OK = new Ran(0, "");

    @TempDir
    private Path folder;

    private Path open;
    private Path outside;
    private Path secret;

    static boolean available() {
        return Architecture.current().isPresent() && Landlock.version().usable();
    }

    @BeforeEach
    void makeFiles() throws Exception {
        Path real = folder.toRealPath();
        open = Files.createDirectory(real.resolve("open"));
        outside = Files.createDirectory(real.resolve("outside"));
        secret = Files.writeString(outside.resolve("secret"), "secret");
    }

    @Test
    void readsOnlyWhatIsAllowed() throws Exception {
        Path visible = Files.writeString(open.resolve("visible"), "visible");
        within(rules(List.of(open.toString()), List.of()), () -> {
            assertThat(Files.readString(visible)).isEqualTo("visible");
            assertThatThrownBy(() -> Files.readString(secret)).isInstanceOf(AccessDeniedException.class);
            assertThatThrownBy(() -> Files.writeString(visible, "x")).isInstanceOf(AccessDeniedException.class);
            return null;
        });
    }

    @Test
    void readsEverythingAndWritesOnlyWhatIsAllowed() throws Exception {
        within(rules(List.of("/"), List.of(open.toString())), () -> {
            assertThat(Files.readString(secret)).isEqualTo("secret");
            Path made = Files.createDirectory(open.resolve("made"));
            Files.move(Files.writeString(open.resolve("a"), "a"), made.resolve("b"));
            Files.delete(made.resolve("b"));
            for (Callable<?> change : changes()) {
                assertThatThrownBy(change::call).isInstanceOf(AccessDeniedException.class);
            }
            return null;
        });
        assertThat(secret).hasContent("secret");
        assertThat(outside.resolve("new")).doesNotExist();
    }

    private List<Callable<?>> changes() {
        return List.of(
                () -> Files.writeString(secret, "x"),
                () -> FileChannel.open(secret, StandardOpenOption.WRITE),
                () -> Files.createFile(outside.resolve("new")),
                () -> Files.createDirectory(outside.resolve("new")),
                () -> Files.createSymbolicLink(outside.resolve("new"), secret),
                () -> Files.deleteIfExists(secret));
    }

    @Test
    void movesNothingAcrossTheBorder() throws Exception {
        Path inside = Files.writeString(open.resolve("inside"), "inside");
        within(rules(List.of("/"), List.of(open.toString())), () -> {
            assertThat(Ran.of(
                                    "mv",
                                    "-T",
                                    inside.toString(),
                                    outside.resolve("new").toString())
                            .code())
                    .isNotZero();
            assertThat(Ran.of("ln", secret.toString(), open.resolve("linked").toString())
                            .code())
                    .isNotZero();
            return null;
        });
        assertThat(open.resolve("linked")).doesNotExist();
        assertThat(outside.resolve("new")).doesNotExist();
    }

    @Test
    void keepsChildrenWithin() throws Exception {
        within(rules(PROGRAMS, List.of(open.toString())), () -> {
            assertThat(shell("echo x > " + open + "/made && cat " + open + "/made"))
                    .isEqualTo(new Ran(0, "x\n"));
            assertThat(shell("cat " + secret).output()).contains("Permission denied");
            assertThat(shell("echo x > " + secret).output()).contains("Permission denied");
            assertThat(shell("true > /dev/null && head -c 1 /dev/zero > /dev/null"))
                    .isEqualTo(OK);
            return null;
        });
        assertThat(secret).hasContent("secret");
    }

    @Test
    void givesUpAllPrivileges() throws Exception {
        within(rules(List.of("/"), List.of()), () -> {
            String status = Ran.of("cat", "/proc/self/status").output();
            assertThat(status)
                    .contains("CapInh:\t0000000000000000")
                    .contains("CapPrm:\t0000000000000000")
                    .contains("CapEff:\t0000000000000000")
                    .contains("CapAmb:\t0000000000000000")
                    .contains("NoNewPrivs:\t1")
                    .contains("Seccomp:\t2");
            return null;
        });
    }

    @Test
    void changesNoAttributes() throws Exception {
        within(rules(List.of("/"), List.of(open.toString())), () -> {
            assertThat(shell("chmod 777 " + secret).output()).contains("Operation not permitted");
            assertThat(shell("touch " + secret).code()).isNotZero();
            return null;
        });
    }

    @Test
    void leavesOtherThreadsFree() throws Exception {
        within(rules(List.of(), List.of()), () -> null);
        assertThat(secret).hasContent("secret");
        assertThat(Ran.of("cat", secret.toString())).isEqualTo(new Ran(0, "secret"));
    }

    @Test
    void opensNoSocketInChildren() throws Exception {
        assumeTrue(TestMachine.hasPerl(), "perl is not installed");
        String script = "use Socket; for my $f (AF_INET, AF_INET6, 16) { socket(S, $f, SOCK_STREAM, 0) and exit 1 }"
                + " socketpair(A, B, AF_UNIX, SOCK_STREAM, 0) or exit 2";
        within(rules(List.of("/"), List.of()), () -> {
            assertThat(Ran.of("perl", "-e", script)).isEqualTo(OK);
            return null;
        });
    }

    @Test
    void signalsNobodyOutside() throws Exception {
        assumeTrue(Landlock.version().abi() >= 6, "the kernel does not restrict signals");
        Process outsider = new ProcessBuilder("sleep", "60").start();
        try {
            within(rules(List.of("/"), List.of()), () -> {
                assertThat(shell("kill -0 " + outsider.pid()).output()).contains("Operation not permitted");
                assertThat(shell("sleep 60 & kill $!")).isEqualTo(OK);
                return null;
            });
            assertThat(outsider.isAlive()).isTrue();
        } finally {
            outsider.destroyForcibly().waitFor(1, TimeUnit.MINUTES);
        }
    }

    /** A signal to one thread ends them all. */
    @Test
    void signalsNotTheThreadThatStartedIt() throws Exception {
        long server = ProcessHandle.current().pid();
        within(rules(List.of("/"), List.of()), () -> {
            assertThat(shell("kill -0 " + server).output()).contains("Operation not permitted");
            assertThat(shell("kill -0 " + ThreadCalls.number()).output()).contains("Operation not permitted");
            assertThat(shell("kill -0 -1").output()).contains("Operation not permitted");
            return null;
        });
    }

    /** Landlock itself would allow it: that thread is confined alike. */
    @Test
    void looksNotIntoTheThreadThatStartedIt() throws Exception {
        within(rules(List.of("/"), List.of()), () -> {
            String thread = "/proc/" + ProcessHandle.current().pid() + "/task/" + ThreadCalls.number();
            assertThat(Ran.of("cat", thread + "/environ").output()).contains("Permission denied");
            assertThat(shell(": < " + thread + "/fd/0").output()).contains("Permission denied");
            assertThat(shell(": < " + thread + "/mem").output()).contains("Permission denied");
            return null;
        });
    }

    @Test
    void looksIntoNoProcessOutside() throws Exception {
        String here = "/proc/" + ProcessHandle.current().pid();
        within(rules(List.of("/"), List.of()), () -> {
            assertThat(Ran.of("cat", here + "/environ").output()).contains("Permission denied");
            assertThat(Ran.of("ls", here + "/root/").output()).contains("Permission denied");
            return null;
        });
    }

    @Test
    void makesNoDevices() throws Exception {
        within(rules(List.of("/"), List.of(open.toString())), () -> {
            assertThat(shell("mknod " + open + "/disk b 7 0").code()).isNotZero();
            assertThat(shell("mkfifo " + open + "/fifo")).isEqualTo(OK);
            return null;
        });
    }

    @Test
    void skipsWhatIsMissingOrLeadsOverLinks() throws Exception {
        Path link = Files.createSymbolicLink(open.resolve("link"), outside);
        within(rules(List.of(open + "/missing", link.toString(), secret + "/below"), List.of(link.toString())), () -> {
            assertThatThrownBy(() -> Files.readString(secret)).isInstanceOf(AccessDeniedException.class);
            return null;
        });
    }

    @Test
    void allowsSingleFiles() throws Exception {
        Path writable = Files.writeString(open.resolve("file"), "old");
        within(rules(List.of(secret.toString()), List.of(writable.toString())), () -> {
            assertThat(Files.readString(secret)).isEqualTo("secret");
            Files.writeString(writable, "new");
            assertThatThrownBy(() -> Files.delete(writable)).isInstanceOf(AccessDeniedException.class);
            return null;
        });
        assertThat(writable).hasContent("new");
    }

    @Test
    void refusesVirtualThreads() throws Exception {
        LandlockRestriction restriction = restriction(rules(List.of("/"), List.of()));
        FutureTask<Void> task = new FutureTask<>(() -> {
            assertThatThrownBy(restriction::restrictThisThread).isInstanceOf(IllegalStateException.class);
            return null;
        });
        Thread.startVirtualThread(task);
        task.get(1, TimeUnit.MINUTES);
    }
}
