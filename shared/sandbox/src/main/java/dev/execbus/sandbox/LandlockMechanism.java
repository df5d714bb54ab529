package dev.execbus.sandbox;

import dev.execbus.protocol.SandboxParams;
import dev.execbus.protocol.SandboxParams.Files;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/** By Landlock, which a thread puts on itself. It cannot express every policy; those it cannot are refused. */
final class LandlockMechanism implements Mechanism {
    /** The first that keeps signals inside. */
    private static final int NEEDED_FOR_PROCESSES = 6;

    private static final String TEMPORARY_DIRECTORY = "TMPDIR";
    /** What the virtual machine executes to start a program. */
    private static final String SPAWNER =
            Path.of(System.getProperty("java.home"), "lib", "jspawnhelper").toString();

    private final SandboxSupport support;
    private final int version;
    private final boolean withoutCarveOuts;
    private final List<String> hidden;
    private final FileView host;

    LandlockMechanism(
            SandboxSupport support, int version, boolean withoutCarveOuts, List<String> hidden, FileView host) {
        this.support = support;
        this.version = version;
        this.withoutCarveOuts = withoutCarveOuts;
        this.hidden = List.copyOf(hidden);
        this.host = host;
    }

    @Override
    public SandboxSupport support() {
        return support;
    }

    @Override
    public Confinement process(SandboxParams policy, Sandbox.Command command) {
        if (version < NEEDED_FOR_PROCESSES) {
            throw new UnenforceableException("processes cannot be confined: the kernel has version " + version
                    + " of Landlock, version " + NEEDED_FOR_PROCESSES + " is needed");
        }
        if (policy.fullDiskWrite() || !(policy.files() instanceof Files.Restricted some)) {
            return new Confinement.Restricted(
                    restriction(new LandlockRules(List.of(), List.of("/"), true), policy.network()));
        }
        String temporaryDirectory = command.env().get(TEMPORARY_DIRECTORY);
        LandlockRules rules = rules(new PolicyResolver(host).forProcess(policy, some, temporaryDirectory));
        LandlockRules spawning = new LandlockRules(
                Stream.concat(rules.readable().stream(), Stream.of(SPAWNER)).toList(),
                rules.writable(),
                rules.devices());
        return new Confinement.Restricted(restriction(spawning, policy.network()));
    }

    @Override
    public FileConfinement files(SandboxParams policy, List<String> readable) {
        if (!(policy.files() instanceof Files.Restricted some)) {
            return new FileConfinement.Direct();
        }
        return new FileConfinement.Restricted(
                restriction(rules(new PolicyResolver(host).forFiles(policy, some, readable)), false));
    }

    private LandlockRules rules(ResolvedPolicy resolved) {
        PolicyTree tree = PolicyTreeBuilder.build(resolved, hidden, host);
        return switch (LandlockPolicy.of(tree, withoutCarveOuts)) {
            case LandlockPolicy.Expressed expressed -> expressed.rules();
            case LandlockPolicy.Inexpressible not ->
                throw new UnenforceableException("the sandbox policy cannot be enforced: " + not.reason());
        };
    }

    private static Restriction restriction(LandlockRules rules, boolean network) {
        Set<SeccompProgram.Kind> refused = EnumSet.of(SeccompProgram.Kind.WITHOUT_NAMESPACES);
        if (!network) {
            refused.add(SeccompProgram.Kind.NETWORK_RESTRICTED);
        }
        return new LandlockRestriction(rules, refused);
    }
}
