package dev.execbus.sandbox;

import static dev.execbus.sandbox.SeccompProgram.Kind.NETWORK_RESTRICTED;
import static dev.execbus.sandbox.SeccompProgram.Kind.WITHOUT_NAMESPACES;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.api.io.TempDir;

/** Programs under filters that bubblewrap installs. */
@EnabledIf("available")
final class SeccompOnKernelTest {
    private static final Ran OK = new Ran(0, "");
    private static final Ran NOT_PERMITTED = new Ran(1, "Operation not permitted\n");
    private static final String INTERNET = "socket(S, AF_INET, SOCK_STREAM, 0)";
    private static final String PAIR = "socketpair(A, B, AF_UNIX, SOCK_STREAM, PF_UNSPEC)";

    @TempDir
    private Path folder;

    static boolean available() {
        return Architecture.current().isPresent() && TestMachine.bubblewrap().isPresent() && TestMachine.hasPerl();
    }

    @Test
    void opensNoSocketWithoutNetwork() throws Exception {
        assertThat(perl(INTERNET, NETWORK_RESTRICTED)).isEqualTo(NOT_PERMITTED);
        assertThat(perl("socket(S, AF_INET6, SOCK_DGRAM, 0)", NETWORK_RESTRICTED))
                .isEqualTo(NOT_PERMITTED);
        assertThat(perl("socket(S, 16, SOCK_RAW, 0)", NETWORK_RESTRICTED)).isEqualTo(NOT_PERMITTED);
        assertThat(perl("socket(S, 40, SOCK_STREAM, 0)", NETWORK_RESTRICTED)).isEqualTo(NOT_PERMITTED);
    }

    @Test
    void connectsToNobodyWithoutNetwork() throws Exception {
        String local = "socket(S, AF_UNIX, SOCK_STREAM, 0)";
        assertThat(perl(local, NETWORK_RESTRICTED)).isEqualTo(OK);
        assertThat(perl(local + " && connect(S, pack_sockaddr_un('/run/x'))", NETWORK_RESTRICTED))
                .isEqualTo(NOT_PERMITTED);
        assertThat(perl(local + " && bind(S, pack_sockaddr_un('/tmp/x'))", NETWORK_RESTRICTED))
                .isEqualTo(NOT_PERMITTED);
    }

    @Test
    void sendsNoDatagramsWithoutNetwork() throws Exception {
        assertThat(perl("socketpair(A, B, AF_UNIX, SOCK_DGRAM, PF_UNSPEC)", NETWORK_RESTRICTED))
                .isEqualTo(NOT_PERMITTED);
    }

    @Test
    void talksToItselfWithoutNetwork() throws Exception {
        assertThat(perl(PAIR + " && syswrite(A, 'hi') == 2 && sysread(B, $x, 9) == 2", NETWORK_RESTRICTED))
                .isEqualTo(OK);
    }

    @Test
    void opensSocketsButToTheHostWithNetwork() throws Exception {
        assertThat(perl(INTERNET)).isEqualTo(OK);
        assertThat(perl(PAIR)).isEqualTo(OK);
        assertThat(perl("socket(S, 40, SOCK_STREAM, 0)")).isEqualTo(NOT_PERMITTED);
    }

    @Test
    void makesNoUserNamespace() throws Exception {
        Ran refused = new Ran(1, "unshare: unshare failed: Operation not permitted\n");
        assertThat(run(List.of("unshare", "--user", "true"))).isEqualTo(refused);
        assertThat(run(List.of("unshare", "--user", "true"), NETWORK_RESTRICTED))
                .isEqualTo(refused);
    }

    @Test
    void changesNoAttributesWithoutNamespaces() throws Exception {
        String name = Files.createFile(folder.resolve("file")).toString();
        String change = "chmod(0600, '" + name + "') == 1";
        assertThat(perl(change, WITHOUT_NAMESPACES)).isEqualTo(NOT_PERMITTED);
        assertThat(perl(change)).isEqualTo(OK);
    }

    /** Threads come from clone3, which is hidden: the C library has to take its older way. */
    @Test
    void runsProgramsWithThreads() throws Exception {
        String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        Ran ran = run(List.of(java, "-Xmx64m", "-version"), NETWORK_RESTRICTED, WITHOUT_NAMESPACES);
        assertThat(ran.code()).as(ran.output()).isZero();
    }

    @Test
    void killsProgramsOfAnotherArchitecture() throws Exception {
        Architecture other = switch (Architecture.current().orElseThrow()) {
            case X86_64 -> Architecture.AARCH64;
            case AARCH64 -> Architecture.X86_64;
        };
        Path filter = Files.write(folder.resolve("filter"), SeccompProgram.of(other));
        assertThat(Ran.of(confined(filter, List.of("true"))).code()).isNotZero();
    }

    /** True, or the reason of the last error. */
    private Ran perl(String condition, SeccompProgram.Kind... kinds) throws IOException {
        return run(List.of("perl", "-MSocket", "-e", "unless (" + condition + ") { print \"$!\\n\"; exit 1; }"), kinds);
    }

    private Ran run(List<String> command, SeccompProgram.Kind... kinds) throws IOException {
        byte[] program = SeccompProgram.of(Architecture.current().orElseThrow(), kinds);
        return Ran.of(confined(Files.write(folder.resolve("filter"), program), command));
    }

    private static List<String> confined(Path filter, List<String> command) {
        Bubblewrap bubblewrap = TestMachine.bubblewrap().orElseThrow();
        List<String> argv = new ArrayList<>(List.of("sh", "-c", "exec \"$@\" 9<\"$0\"", filter.toString()));
        argv.addAll(List.of(bubblewrap.program(), "--unshare-user", "--unshare-pid", "--ro-bind", "/", "/"));
        argv.addAll(List.of("--proc", "/proc", "--dev", "/dev", "--bind"));
        argv.addAll(List.of(filter.getParent().toString(), filter.getParent().toString(), "--seccomp", "9", "--"));
        argv.addAll(command);
        return argv;
    }
}
