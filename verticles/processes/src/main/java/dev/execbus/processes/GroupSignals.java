package dev.execbus.processes;

import com.pty4j.unix.PtyHelpers;
import dev.execbus.protocol.Signal;
import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Signals to a leader and all that belong to it, as well as the machine allows. */
final class GroupSignals {
    private static final Logger LOG = LoggerFactory.getLogger(GroupSignals.class);
    private static final boolean LINUX = "Linux".equals(System.getProperty("os.name"));
    /** HUP, INT, QUIT, ILL, TRAP, ABRT, FPE, KILL, SEGV, PIPE, ALRM and TERM have these numbers on any Unix. */
    private static final Set<Integer> EVERYWHERE = Set.of(1, 2, 3, 4, 5, 6, 8, 9, 11, 13, 14, 15);

    private GroupSignals() {}

    /** @param ownGroup whether the process leads a group; otherwise its descendants are looked for */
    static void send(ProcessHandle leader, boolean ownGroup, Signal signal) {
        if (JavaSpawner.WINDOWS) {
            tree(leader).forEach(ProcessHandle::destroyForcibly);
        } else if (!ownGroup) {
            toTree(leader, signal);
        } else if (LINUX || EVERYWHERE.contains(signal.number())) {
            toGroup((int) leader.pid(), signal);
        } else {
            kill(signal, List.of("-" + leader.pid()));
        }
    }

    /** The numbers of Linux, where wrapped commands are. */
    static WrappedCommand.Kill with(Signal signal) {
        return new WrappedCommand.Kill() {
            @Override
            public void group(int leader) {
                toGroup(leader, signal);
            }

            @Override
            public void process(int pid) {
                PtyHelpers.getInstance().kill(pid, signal.number());
            }
        };
    }

    /** The program that makes somebody the leader may not have run yet. */
    private static void toGroup(int leader, Signal signal) {
        if (PtyHelpers.getInstance().killpg(leader, signal.number()) != 0) {
            PtyHelpers.getInstance().kill(leader, signal.number());
        }
    }

    /** A group whose leader is gone. */
    static void killLeftovers(long leader) {
        if (!JavaSpawner.WINDOWS) {
            PtyHelpers.getInstance().killpg((int) leader, Signal.KILL.number());
        }
    }

    private static void toTree(ProcessHandle leader, Signal signal) {
        if (signal.equals(Signal.KILL)) {
            tree(leader).forEach(ProcessHandle::destroyForcibly);
        } else {
            kill(signal, tree(leader).map(handle -> Long.toString(handle.pid())).toList());
        }
    }

    private static Stream<ProcessHandle> tree(ProcessHandle leader) {
        return Stream.concat(Stream.of(leader), leader.descendants());
    }

    /** By name: numbers differ. Not waited for. */
    private static void kill(Signal signal, List<String> targets) {
        List<String> command = new ArrayList<>(List.of("kill", "-" + signal.name(), "--"));
        command.addAll(targets);
        try {
            new ProcessBuilder(command)
                    .redirectErrorStream(true)
                    .redirectOutput(Redirect.DISCARD)
                    .start();
        } catch (IOException e) {
            LOG.warn("sending {} failed: {}", signal.name(), e.getMessage());
        }
    }
}
