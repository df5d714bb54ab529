package dev.execbus.sandbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.execbus.sandbox.BubblewrapProbe.Outcome;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class BubblewrapProbeTest {
    private static final String USUAL = "--unshare-user --unshare-pid --unshare-ipc --unshare-net";
    private static final String VIEW = "--ro-bind / / --dev /dev";
    private static final String END = "--cap-drop ALL --die-with-parent -- ";
    private static final String ALL_OPTIONS = USUAL
            + " --die-with-parent --as-pid-1 --new-session --cap-drop --seccomp --perms --ro-bind-data --remount-ro"
            + " --disable-userns --bind-fd --ro-bind-fd --argv0";

    @TempDir
    private Path folder;

    @Test
    void saysThatItIsNotInstalled() {
        Outcome missing = new Outcome.Fails("bubblewrap is not installed");
        assertThat(probe().probe("bwrap")).isEqualTo(missing);
        assertThat(probe().probe(folder + "/bwrap")).isEqualTo(missing);
        assertThat(probe().probe(folder.toString())).isEqualTo(missing);
    }

    @Test
    void findsAllItCanDo() throws Exception {
        fake(ALL_OPTIONS, "exit 0");
        assertThat(probe().probe("bwrap")).isEqualTo(works(true, true, true, true));
        assertThat(Files.readAllLines(folder.resolve("runs")))
                .containsExactly(USUAL + " --disable-userns " + VIEW + " --proc /proc --remount-ro /proc " + END
                        + folder + "/true");
    }

    @Test
    void findsWhatAnOlderOneLacks() throws Exception {
        fake(ALL_OPTIONS.replace("--disable-userns --bind-fd --ro-bind-fd --argv0", "--ro-bind-fd"), "exit 0");
        assertThat(probe().probe("bwrap")).isEqualTo(works(false, false, false, true));
    }

    @Test
    void refusesOneThatIsTooOld() throws Exception {
        fake(ALL_OPTIONS.replace("--perms ", ""), "exit 0");
        assertThat(probe().probe("bwrap"))
                .isEqualTo(new Outcome.Fails("this bubblewrap is too old: it has no --perms"));
    }

    @Test
    void leavesOutTheProcThatCannotBeMounted() throws Exception {
        fake(ALL_OPTIONS, "case \"$*\" in *--proc*) echo \"Can't mount proc\" >&2; exit 1;; esac");
        assertThat(probe().probe("bwrap")).isEqualTo(works(true, true, true, false));
    }

    @Test
    void leavesOutTheLimitThatCannotBeSet() throws Exception {
        fake(ALL_OPTIONS, "case \"$*\" in *--disable-userns*) exit 1;; esac");
        assertThat(probe().probe("bwrap")).isEqualTo(works(false, true, true, true));
    }

    @Test
    void leavesOutBoth() throws Exception {
        fake(ALL_OPTIONS, "case \"$*\" in *--disable-userns*|*--proc*) exit 1;; esac");
        assertThat(probe().probe("bwrap")).isEqualTo(works(false, true, true, false));
        assertThat(Files.readAllLines(folder.resolve("runs"))).hasSize(4);
    }

    @Test
    void saysWhyItDoesNotWorkInOneLine() throws Exception {
        fake(ALL_OPTIONS, "printf 'bwrap: No permissions\\n to create\\tnew namespace\\n' >&2; exit 1");
        assertThat(probe().probe("bwrap"))
                .isEqualTo(new Outcome.Fails(
                        "bubblewrap 9.9 does not work here:" + " bwrap: No permissions to create new namespace"));
        fake(ALL_OPTIONS, "exit 3");
        assertThat(probe().probe("bwrap"))
                .isEqualTo(new Outcome.Fails("bubblewrap 9.9 does not work here: it exits with code 3"));
    }

    @Test
    void boundsWhatItRepeats() throws Exception {
        fake(ALL_OPTIONS, "head -c 100000 /dev/zero | tr '\\0' x; exit 1");
        assertThat(probe().probe("bwrap"))
                .isEqualTo(new Outcome.Fails("bubblewrap 9.9 does not work here: " + "x".repeat(300) + "..."));
    }

    @Test
    void waitsForNoneThatHangs() throws Exception {
        fake(ALL_OPTIONS, "echo $$ > '" + folder + "/pid'; sleep 600; exit 0");
        BubblewrapProbe probe = new BubblewrapProbe(folder.toString(), Duration.ofMillis(500));
        assertThat(probe.probe("bwrap"))
                .isEqualTo(new Outcome.Fails("bubblewrap 9.9 does not work here: it does not end within 500 ms"));
        long pid = Long.parseLong(Files.readString(folder.resolve("pid")).strip());
        ProcessHandle.of(pid)
                .ifPresent(process ->
                        process.onExit().orTimeout(10, TimeUnit.SECONDS).join());
        assertThat(Files.readAllLines(folder.resolve("runs"))).hasSize(1);
    }

    @Test
    void findsTheRealOne() {
        assumeTrue(TestMachine.bubblewrap().isPresent(), "bubblewrap is not installed, or does not work here");
        Bubblewrap real = TestMachine.bubblewrap().orElseThrow();
        assertThat(real.version()).startsWith("bubblewrap ");
        assertThat(Ran.of(real.program(), "--version")).isEqualTo(new Ran(0, real.version() + "\n"));
    }

    private Outcome works(boolean disableUserns, boolean bindFd, boolean argv0, boolean freshProc) {
        return new Outcome.Works(
                new Bubblewrap(folder + "/bwrap", "bubblewrap 9.9", disableUserns, bindFd, argv0, freshProc));
    }

    private BubblewrapProbe probe() {
        return new BubblewrapProbe(folder.toString(), Duration.ofSeconds(30));
    }

    /** Notes its arguments, then does this. */
    private void fake(String options, String behaviour) throws IOException {
        Files.deleteIfExists(folder.resolve("runs"));
        script("true", List.of());
        script(
                "bwrap",
                List.of(
                        "PATH=/usr/bin:/bin",
                        "case \"$1\" in",
                        "--help) for o in " + options + "; do echo \"    $o FOO\"; done; exit 0;;",
                        "--version) echo bubblewrap 9.9; exit 0;;",
                        "esac",
                        "echo \"$*\" >> '" + folder + "/runs'",
                        behaviour));
    }

    private void script(String name, List<String> lines) throws IOException {
        Path file = Files.writeString(folder.resolve(name), "#!/bin/sh\n" + String.join("\n", lines) + "\n");
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
    }
}
