package dev.execbus.sandbox;

import static dev.execbus.sandbox.Policies.ROOT_READ;
import static dev.execbus.sandbox.Policies.policy;
import static dev.execbus.sandbox.Policies.read;
import static dev.execbus.sandbox.Policies.write;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.execbus.protocol.SandboxParams;
import dev.execbus.sandbox.SeccompProgram.Kind;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class LandlockMechanismTest {
    private static final Sandbox.Command COMMAND =
            new Sandbox.Command(List.of("true"), null, "/", Map.of("TMPDIR", "/t"), false);
    private static final String SPAWNER =
            Path.of(System.getProperty("java.home"), "lib", "jspawnhelper").toString();

    private final FakeFiles files =
            new FakeFiles().file("/out/s").directory("/usr").file("/opt/jar");

    private LandlockMechanism mechanism(int version) {
        return new LandlockMechanism(
                new SandboxSupport(SandboxSupport.Mechanism.LANDLOCK, ""), version, false, List.of(), files);
    }

    private static LandlockRestriction restriction(List<String> readable, List<String> writable, Kind... kinds) {
        return new LandlockRestriction(new LandlockRules(readable, writable, true), Set.of(kinds));
    }

    @Test
    void restrictsProcessesAndWhatStartsThem() {
        assertThat(mechanism(6).process(policy(ROOT_READ, write("/out/s")), COMMAND))
                .isEqualTo(new Confinement.Restricted(restriction(
                        List.of("/", SPAWNER), List.of("/out/s"), Kind.WITHOUT_NAMESPACES, Kind.NETWORK_RESTRICTED)));
        assertThat(mechanism(6).process(policy(true, read("/usr")), COMMAND))
                .isEqualTo(new Confinement.Restricted(
                        restriction(List.of("/usr", SPAWNER), List.of(), Kind.WITHOUT_NAMESPACES)));
    }

    @Test
    void keepsOnlyTheNetworkAwayWhereTheWholeDiskIsWritable() {
        SandboxParams policy = new SandboxParams(true, new SandboxParams.Files.Unrestricted(), false, null, List.of());

        assertThat(mechanism(6).process(policy, COMMAND))
                .isEqualTo(new Confinement.Restricted(
                        restriction(List.of(), List.of("/"), Kind.WITHOUT_NAMESPACES, Kind.NETWORK_RESTRICTED)));
    }

    @Test
    void neverLetsFileOperationsUseTheNetwork() {
        assertThat(mechanism(3).files(policy(true, write("/out/s")), List.of("/opt/jar")))
                .isEqualTo(new FileConfinement.Restricted(restriction(
                        List.of("/opt/jar", "/usr"),
                        List.of("/out/s"),
                        Kind.WITHOUT_NAMESPACES,
                        Kind.NETWORK_RESTRICTED)));
    }

    @Test
    void refusesProcessesThatCouldSignalOthers() {
        assertThatThrownBy(() -> mechanism(5).process(policy(ROOT_READ), COMMAND))
                .isInstanceOf(UnenforceableException.class)
                .hasMessage("processes cannot be confined: the kernel has version 5 of Landlock, version 6 is needed");
    }

    @Test
    void refusesWhatItCannotExpress() {
        assertThatThrownBy(() -> mechanism(6).files(policy(ROOT_READ, write("/usr")), List.of()))
                .isInstanceOf(UnenforceableException.class)
                .hasMessage("the sandbox policy cannot be enforced: Landlock cannot protect /usr/.agents inside a"
                        + " directory that the policy opens: bubblewrap is needed for that");
    }
}
