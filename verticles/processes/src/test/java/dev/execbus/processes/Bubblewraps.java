package dev.execbus.processes;

import dev.execbus.protocol.TerminalSize;
import dev.execbus.sandbox.Confinement;
import dev.execbus.sandbox.Inherited;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Wrapped launches by the bubblewrap of this machine, with command lines written by hand. */
final class Bubblewraps {
    private static final Path PROGRAM = Path.of("/usr/bin/bwrap");
    private static final List<String> WHOLE_DISK = List.of("--die-with-parent", "--ro-bind", "/", "/", "--dev", "/dev");
    private static final List<String> NAMESPACE = List.of("--unshare-user", "--unshare-pid", "--proc", "/proc");

    private Bubblewraps() {}

    static boolean available() {
        return Files.isExecutable(PROGRAM);
    }

    /** In a pid namespace, and without a terminal in a session of its own. */
    static Launch shell(String script) {
        return launch(with(NAMESPACE, List.of("--new-session")), null, script);
    }

    static Launch terminal(String script) {
        return launch(NAMESPACE, TerminalSize.DEFAULT, script);
    }

    /** As where only system calls are filtered: among the processes of the machine. */
    static Launch filtered(String script) {
        return launch(List.of(), null, script);
    }

    static Launch inheriting(List<Inherited> inherited, List<String> options, String script) {
        Launch plain = Launches.shell("true");
        return WrappedLaunch.of(
                plain, confinement(with(with(NAMESPACE, List.of("--new-session")), options), inherited, script));
    }

    static Confinement.Wrapped confinement(String script) {
        return confinement(with(NAMESPACE, List.of("--new-session")), List.of(), script);
    }

    private static Launch launch(List<String> options, TerminalSize terminal, String script) {
        Launch plain = new Launch(List.of("true"), null, "/", Map.of("PATH", "/usr/bin:/bin"), terminal, false);
        return WrappedLaunch.of(plain, confinement(options, List.of(), script));
    }

    private static Confinement.Wrapped confinement(List<String> options, List<Inherited> inherited, String script) {
        List<String> argv = new ArrayList<>(List.of(PROGRAM.toString()));
        argv.addAll(with(WHOLE_DISK, options));
        argv.addAll(List.of("--", "/bin/sh", "-c", script));
        return new Confinement.Wrapped(argv, "/", inherited, List.of());
    }

    private static List<String> with(List<String> some, List<String> more) {
        List<String> all = new ArrayList<>(some);
        all.addAll(more);
        return all;
    }
}
