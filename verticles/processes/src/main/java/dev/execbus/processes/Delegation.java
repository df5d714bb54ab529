package dev.execbus.processes;

import dev.execbus.processes.LimitSettings.ControlGroupMode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Whether a cgroup has been given to this server to divide as it likes, and taking it. Blocks on small files. */
final class Delegation {
    private static final Logger LOG = LoggerFactory.getLogger(Delegation.class);
    static final String SERVER = "server";
    static final String SESSION_PREFIX = "session-";
    /** Who moves out may start others meanwhile. */
    private static final int ROUNDS = 20;

    private final GroupFiles files;
    private final Path place;
    private final boolean ownGroup;
    private final long server;

    /** @param ownGroup whether it is the one the server runs in, and not one that was made for its children */
    Delegation(GroupFiles files, Path place, boolean ownGroup, long server) {
        this.files = files;
        this.place = place;
        this.ownGroup = ownGroup;
        this.server = server;
    }

    /** The place that the settings tell, or why there is none. */
    sealed interface Search {
        record Found(Delegation delegation) implements Search {}

        record Missing(String reason) implements Search {}
    }

    static Search search(LimitSettings settings) {
        if (settings.controlGroups() == ControlGroupMode.OFF) {
            return new Search.Missing("cgroups are switched off by the configuration");
        }
        long server = ProcessHandle.current().pid();
        if (settings.controlGroupParent() != null) {
            return usable(new Delegation(GroupFiles.KERNEL, settings.controlGroupParent(), false, server));
        }
        try {
            return ControlGroupPlace.find(text("/proc/self/mountinfo"), text("/proc/self/cgroup"))
                    .map(place -> usable(new Delegation(GroupFiles.KERNEL, place, true, server)))
                    .orElseGet(() -> new Search.Missing("no cgroup v2 file system is mounted here"));
        } catch (IOException e) {
            return new Search.Missing("this system has no cgroups");
        }
    }

    private static Search usable(Delegation delegation) {
        return delegation.whyNot().<Search>map(Search.Missing::new).orElseGet(() -> new Search.Found(delegation));
    }

    private static String text(String file) throws IOException {
        return Files.readString(Path.of(file), StandardCharsets.UTF_8);
    }

    /** One sentence; empty when the group can be taken. */
    Optional<String> whyNot() {
        try {
            List<String> there = List.of(
                    files.read(place.resolve("cgroup.controllers")).strip().split(" ", -1));
            List<String> missing = new ArrayList<>(ControlGroup.CONTROLLERS);
            missing.removeAll(there);
            if (!missing.isEmpty()) {
                return Optional.of("the cgroup " + place + " has no controller for " + String.join(", ", missing));
            }
            boolean writable = files.writable(place)
                    && files.writable(place.resolve(ControlGroup.PROCESSES))
                    && files.writable(place.resolve(ControlGroup.CHILD_CONTROLLERS));
            if (!writable) {
                return Optional.of("the cgroup " + place + " is not delegated to this user");
            }
            long strangers = new ControlGroup(files, place)
                    .processes().stream()
                            .filter(pid -> !ownGroup || !isOurs(pid))
                            .count();
            return strangers == 0
                    ? Optional.empty()
                    : Optional.of("the cgroup " + place + " has " + strangers
                            + " processes in it that are not this server's, so it cannot be divided");
        } catch (IOException e) {
            return Optional.of("the cgroup " + place + " cannot be read");
        }
    }

    private boolean isOurs(long pid) {
        Optional<ProcessHandle> process = ProcessHandle.of(pid);
        for (int depth = 0; process.isPresent() && depth < 1_000; depth++) {
            if (process.get().pid() == server) {
                return true;
            }
            process = process.get().parent();
        }
        return false;
    }

    /**
     * Makes it a group of groups: who is in it, which is this server, moves to one of its own. Empty groups that a
     * server has left here are removed.
     *
     * @return the group for those of the sessions
     */
    ControlGroup take() throws IOException {
        ControlGroup parent = new ControlGroup(files, place);
        if (ownGroup) {
            Path own = place.resolve(SERVER);
            if (!files.groupsIn(place).contains(own)) {
                files.make(own);
            }
            moveAll(parent, new ControlGroup(files, own));
        }
        parent.controlChildren();
        for (Path group : files.groupsIn(place)) {
            if (group.getFileName().toString().startsWith(SESSION_PREFIX)) {
                new ControlGroup(files, group).remove();
            }
        }
        return parent;
    }

    private static void moveAll(ControlGroup from, ControlGroup to) throws IOException {
        List<Long> left = from.processes();
        for (int round = 0; round < ROUNDS && !left.isEmpty(); round++) {
            for (long pid : left) {
                try {
                    to.enter(pid);
                } catch (IOException e) {
                    LOG.debug("a process ended while it was to move: {}", e.getMessage());
                }
            }
            left = from.processes();
        }
    }
}
