package dev.execbus.sandbox;

import java.util.ArrayList;
import java.util.List;

/** Writes bubblewrap's command line. For one use. */
final class BubblewrapCommand {
    /** What bubblewrap takes, its command included. */
    static final int MOST_ARGUMENTS = 9000;

    private static final int FIRST_DESCRIPTOR = 3;

    private final Bubblewrap bubblewrap;
    private final PrivateFiles files;
    private final List<String> arguments = new ArrayList<>();
    private final List<Inherited> inherited = new ArrayList<>();

    BubblewrapCommand(Bubblewrap bubblewrap, PrivateFiles files) {
        this.bubblewrap = bubblewrap;
        this.files = files;
        add(bubblewrap.program(), "--die-with-parent");
    }

    /** Namespaces of its own, no capabilities, and only what was planned to be seen. */
    BubblewrapCommand confine(MountPlan plan, boolean network, boolean pinning) {
        add("--unshare-user", "--unshare-pid", "--unshare-ipc");
        if (!network) {
            add("--unshare-net");
        }
        if (bubblewrap.disableUserns()) {
            add("--disable-userns");
        }
        boolean wholeDisk = plan.mounts().stream().anyMatch(Mount.WholeDisk.class::isInstance);
        for (Mount mount : plan.mounts()) {
            add(mount, wholeDisk, pinning);
        }
        add("--cap-drop", "ALL");
        return filter(network);
    }

    /** Nothing but the seccomp program: the disk is all there. */
    BubblewrapCommand onlyFilter(boolean network) {
        add("--dev-bind", "/", "/");
        return filter(network);
    }

    private BubblewrapCommand filter(boolean network) {
        add("--seccomp", descriptor(new Inherited.Readable(network ? files.programOpen() : files.programRestricted())));
        return this;
    }

    /** Whoever signals the process group of the command then does not hit bubblewrap; but it loses a terminal. */
    BubblewrapCommand newSession() {
        add("--new-session");
        return this;
    }

    BubblewrapCommand variable(String name, String value) {
        add("--setenv", name, value);
        return this;
    }

    BubblewrapCommand argv0(String name) {
        add("--argv0", name);
        return this;
    }

    /** @param command what to run; may be empty, and is appended later then */
    List<String> run(String cwd, List<String> command) {
        add("--chdir", cwd, "--");
        arguments.addAll(command);
        if (arguments.size() > MOST_ARGUMENTS) {
            throw new UnenforceableException("the sandbox policy and the command need " + arguments.size()
                    + " arguments of bubblewrap, which takes " + MOST_ARGUMENTS);
        }
        return arguments;
    }

    List<Inherited> inherited() {
        return inherited;
    }

    private void add(Mount mount, boolean wholeDisk, boolean pinning) {
        switch (mount) {
            case Mount.WholeDisk disk -> add(disk.writable() ? "--bind" : "--ro-bind", "/", "/");
            case Mount.EmptyRoot root -> add("--tmpfs", "/");
            case Mount.Devices devices -> add("--dev", "/dev");
            case Mount.Processes processes -> addProcesses(wholeDisk);
            case Mount.Link link -> add("--symlink", link.target(), link.path());
            case Mount.Bind bind -> addBind(bind, pinning);
            case Mount.EmptyDirectory directory -> add("--perms", directory.permissions(), "--tmpfs", directory.path());
            case Mount.EmptyFile file ->
                add("--ro-bind", file.readable() ? files.emptyFile() : files.closedFile(), file.path());
            case Mount.ReadOnly place -> add("--remount-ro", place.path());
        }
    }

    /**
     * Without one of its own, there is none where the disk is hidden; and elsewhere that of the machine, to be read
     * only: the kernel keeps what is secret in it from another user namespace.
     */
    private void addProcesses(boolean wholeDisk) {
        if (bubblewrap.freshProc()) {
            // Root owns what is below /proc/sys, where a program for the whole machine can be named, and needs no
            // capability to write it.
            add("--proc", "/proc", "--remount-ro", "/proc");
        } else if (wholeDisk) {
            add("--ro-bind", "/proc", "/proc");
        }
    }

    private void addBind(Mount.Bind bind, boolean pinning) {
        boolean pins = pinning && bubblewrap.bindFd();
        switch (bind.swap()) {
            case IMPOSSIBLE -> addPlain(bind);
            case AVOIDABLE -> {
                if (pins) {
                    addPinned(bind);
                }
            }
            case HARMLESS -> {
                if (pins) {
                    addPinned(bind);
                } else {
                    addPlain(bind);
                }
            }
            case HARMFUL -> {
                if (pins) {
                    addPinned(bind);
                } else if (pinning) {
                    throw new UnenforceableException("cannot enforce sandbox path " + bind.path()
                            + " because it lies in a writable directory, and this bubblewrap has no --bind-fd");
                } else {
                    addPlain(bind);
                }
            }
        }
    }

    private void addPlain(Mount.Bind bind) {
        add(bind.writable() ? "--bind" : "--ro-bind", bind.path(), bind.path());
    }

    private void addPinned(Mount.Bind bind) {
        String number = descriptor(new Inherited.Pinned(bind.path(), bind.identity()));
        add(bind.writable() ? "--bind-fd" : "--ro-bind-fd", number, bind.path());
    }

    private String descriptor(Inherited file) {
        inherited.add(file);
        return Integer.toString(FIRST_DESCRIPTOR + inherited.size() - 1);
    }

    private void add(String... some) {
        arguments.addAll(List.of(some));
    }
}
