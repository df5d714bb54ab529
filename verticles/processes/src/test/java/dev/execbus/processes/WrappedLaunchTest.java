package dev.execbus.processes;

import static org.assertj.core.api.Assertions.assertThat;

import dev.execbus.protocol.TerminalSize;
import dev.execbus.sandbox.Confinement;
import dev.execbus.sandbox.Inherited;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class WrappedLaunchTest {
    @Test
    void launchesTheWrapperAsItWasPlanned() {
        Launch command = new Launch(List.of("ls"), "list", "/work", Map.of("A", "b"), TerminalSize.DEFAULT, true);
        List<Inherited> inherited = List.of(new Inherited.Readable("/filter"));
        Confinement.Wrapped how =
                new Confinement.Wrapped(List.of("/bwrap", "--seccomp", "3", "ls"), "/", inherited, List.of());
        assertThat(WrappedLaunch.of(command, how))
                .isEqualTo(new Launch(
                        List.of("/bwrap", "--seccomp", "3", "ls"),
                        null,
                        "/",
                        Map.of("A", "b"),
                        TerminalSize.DEFAULT,
                        true,
                        true,
                        inherited,
                        LaunchLimits.NONE.withHelpers(2)));
    }

    /** The wrapper runs outside of the sandbox: what it loads must not come out of a directory inside. */
    @Test
    void keepsFromTheWrapperWhatIsForTheCommandAlone() {
        Map<String, String> env = Map.of("LD_PRELOAD", "/lib/x.so", "PATH", "/bin");
        Launch command = new Launch(List.of("ls"), null, "/work", env, null, false);
        Confinement.Wrapped how =
                new Confinement.Wrapped(List.of("/bwrap", "--", "ls"), "/", List.of(), List.of(), Set.of("LD_PRELOAD"));
        assertThat(WrappedLaunch.of(command, how).env()).isEqualTo(Map.of("PATH", "/bin"));
    }
}
