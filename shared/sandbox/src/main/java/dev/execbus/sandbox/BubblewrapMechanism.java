package dev.execbus.sandbox;

import dev.execbus.protocol.SandboxParams;
import dev.execbus.protocol.SandboxParams.Files;
import dev.execbus.sandbox.FileConfinement.Guarded;
import dev.execbus.sandbox.PolicyTree.Absent;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.locks.Lock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** By bubblewrap, which wraps whatever is confined. */
final class BubblewrapMechanism implements Mechanism {
    private static final Logger LOG = LoggerFactory.getLogger(BubblewrapMechanism.class);
    private static final List<String> SHELLS = List.of("/bin/bash", "/usr/bin/bash");
    private static final String TEMPORARY_DIRECTORY = "TMPDIR";

    private final SandboxSupport support;
    private final Bubblewrap bubblewrap;
    private final PrivateFiles privateFiles;
    private static final List<String> SYSTEM = List.of(
            "/usr",
            "/bin",
            "/sbin",
            "/etc",
            "/lib",
            "/lib32",
            "/lib64",
            "/nix/store",
            "/run/current-system",
            "/dev",
            "/proc");

    private final FilePlans plans = new FilePlans(SYSTEM, System::nanoTime);
    private final List<String> hidden;
    private final FileView host;
    private final MountPoints mountPoints = new MountPoints();
    private final FileView files;

    /** @param hidden free of links; the private files' own directory is hidden anyway */
    BubblewrapMechanism(
            SandboxSupport support,
            Bubblewrap bubblewrap,
            PrivateFiles privateFiles,
            List<String> hidden,
            FileView host) {
        this.support = support;
        this.bubblewrap = bubblewrap;
        this.privateFiles = privateFiles;
        this.host = host;
        this.files = mountPoints.seenWithout(host);
        List<String> all = new ArrayList<>(hidden);
        all.add(privateFiles.directory());
        this.hidden = all;
    }

    @Override
    public SandboxSupport support() {
        return support;
    }

    @Override
    public Confinement process(SandboxParams policy, Sandbox.Command command) {
        if (policy.fullDiskWrite() || !(policy.files() instanceof Files.Restricted some)) {
            // Without a session of its own: no namespace ends what it leaves behind, so it stays in our process group.
            BubblewrapCommand line = new BubblewrapCommand(bubblewrap, privateFiles).onlyFilter(policy.network());
            return wrapped(line, command, command.cwd(), realShell(), List.of());
        }
        ResolvedPolicy resolved =
                new PolicyResolver(host).forProcess(policy, some, command.env().get(TEMPORARY_DIRECTORY));
        Lock planning = mountPoints.planning();
        planning.lock();
        try {
            PolicyTree tree = PolicyTreeBuilder.build(resolved, hidden, files);
            MountPlan plan = MountPlan.forProcess(tree, files::writable);
            BubblewrapCommand line =
                    new BubblewrapCommand(bubblewrap, privateFiles).confine(plan, policy.network(), true);
            if (!command.terminal()) {
                line.newSession();
            }
            String shell = realShell();
            Confinement.Wrapped wrapped = wrapped(
                    line,
                    command,
                    inside(tree, command.cwd()),
                    shell != null && tree.isReadable(shell) ? shell : null,
                    plan.mountPoints());
            mountPoints.use(wrapped);
            return wrapped;
        } finally {
            planning.unlock();
        }
    }

    /** Where a directory is inside; the root when it cannot be seen there. */
    private String inside(PolicyTree tree, String directory) {
        String real = host.real(directory);
        return real != null && tree.isReadable(real) ? real : "/";
    }

    private String realShell() {
        return SHELLS.stream()
                .map(host::real)
                .filter(Objects::nonNull)
                .findFirst()
                .orElse(null);
    }

    /** @param shell one that can be run inside; null for none */
    private Confinement.Wrapped wrapped(
            BubblewrapCommand line, Sandbox.Command command, String cwd, String shell, List<String> points) {
        Set<String> withheld = new TreeSet<>(command.env().keySet());
        withheld.removeIf(name -> !isObeyedByTheLoader(name));
        withheld.forEach(name -> line.variable(name, command.env().get(name)));
        // In its own directory, so that one that is missing is found out as without a sandbox.
        return new Confinement.Wrapped(
                line.run(cwd, named(line, command, shell)), command.cwd(), line.inherited(), points, withheld);
    }

    private static boolean isObeyedByTheLoader(String variable) {
        return variable.startsWith("LD_") || variable.equals("GLIBC_TUNABLES");
    }

    private List<String> named(BubblewrapCommand line, Sandbox.Command command, String shell) {
        String arg0 = command.arg0();
        if (arg0 == null || arg0.equals(command.argv().getFirst())) {
            return command.argv();
        }
        if (bubblewrap.argv0()) {
            line.argv0(arg0);
            return command.argv();
        }
        if (shell == null) {
            throw new UnenforceableException("arg0 cannot be set inside this sandbox: " + bubblewrap.version()
                    + " has no --argv0, and the policy shows no bash");
        }
        // Privileged: it reads no start-up file and takes no function from the environment.
        List<String> argv = new ArrayList<>(List.of(shell, "-p", "-c", "exec -a \"$0\" -- \"$@\"", arg0));
        argv.addAll(command.argv());
        return argv;
    }

    @Override
    public FileConfinement files(SandboxParams policy, List<String> readable) {
        if (!(policy.files() instanceof Files.Restricted some)) {
            return new FileConfinement.Direct();
        }
        Lock planning = mountPoints.planning();
        planning.lock();
        try {
            return plans.get(policy, readable, files, asked -> planned(policy, some, readable, asked));
        } finally {
            planning.unlock();
        }
    }

    private FileConfinement planned(
            SandboxParams policy, Files.Restricted some, List<String> readable, FileView asked) {
        ResolvedPolicy resolved = new PolicyResolver(asked).forFiles(policy, some, readable);
        return wrapped(MountPlan.forFiles(PolicyTreeBuilder.build(resolved, hidden, asked)));
    }

    private FileConfinement wrapped(MountPlan plan) {
        BubblewrapCommand line = new BubblewrapCommand(bubblewrap, privateFiles)
                .confine(plan, false, false)
                .newSession();
        return new FileConfinement.Wrapped(
                line.run("/", List.of()),
                line.inherited(),
                plan.places(),
                plan.guarded().stream().map(BubblewrapMechanism::guarded).toList(),
                plan.mountedPaths(),
                plan.covered());
    }

    private static Guarded guarded(Absent name) {
        return new Guarded(name.directory(), PathText.name(name.path()), name.asDirectory());
    }

    @Override
    public void ended(Confinement.Wrapped confinement) {
        mountPoints.release(confinement);
    }

    @Override
    public void close() {
        mountPoints.removeAll();
        try {
            privateFiles.delete();
        } catch (IOException e) {
            LOG.warn("sandbox directory is left behind, cause={}", e.toString());
        }
    }
}
