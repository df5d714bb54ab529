package dev.execbus.sandbox;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Finds out what works on this machine, and takes the best that the operator allows. Blocks. */
final class MechanismChoice {
    private static final String HOW_TO_GET_ONE =
            "install bubblewrap and let it make user namespaces, see config/README.md";

    private final SandboxSettings settings;
    private final FileView host = new HostFiles();
    private final List<String> refusals = new ArrayList<>();

    MechanismChoice(SandboxSettings settings) {
        this.settings = settings;
    }

    Mechanism choose() {
        return switch (settings.mode()) {
            case UNPROTECTED ->
                new Mechanism.Unprotected(support(
                        SandboxSupport.Mechanism.UNPROTECTED,
                        "the configuration says that policies are not enforced here"));
            case REFUSE -> refusing("the configuration refuses restricted policies");
            case BUBBLEWRAP -> bubblewrap().orElseGet(this::none);
            case LANDLOCK -> landlock().orElseGet(this::none);
            case AUTO -> bubblewrap().or(this::landlock).orElseGet(this::none);
        };
    }

    private Optional<Mechanism> bubblewrap() {
        Optional<Architecture> architecture = Architecture.current();
        if (architecture.isEmpty()) {
            return refused("there is no seccomp program for this machine");
        }
        String searchPath = Optional.ofNullable(System.getenv("PATH")).orElse("/usr/bin:/bin");
        BubblewrapProbe probe = new BubblewrapProbe(searchPath, BubblewrapProbe.DEADLINE);
        return switch (probe.probe(settings.bubblewrap())) {
            case BubblewrapProbe.Outcome.Fails fails -> refused(fails.reason());
            case BubblewrapProbe.Outcome.Works works -> with(works.bubblewrap(), architecture.get());
        };
    }

    private Optional<Mechanism> with(Bubblewrap bubblewrap, Architecture architecture) {
        try {
            // Whoever owns the folder above could put another one in the place of ours.
            for (Path above : settings.hidden()) {
                PrivateFiles.makePrivate(above);
            }
            PrivateFiles files = PrivateFiles.in(settings.directory(), architecture);
            String lacks = bubblewrap.freshProc() ? "" : "; it cannot mount a fresh /proc here";
            return Optional.of(new BubblewrapMechanism(
                    support(SandboxSupport.Mechanism.BUBBLEWRAP, bubblewrap.version() + lacks),
                    bubblewrap,
                    files,
                    hidden(),
                    host));
        } catch (IOException e) {
            return refused("the sandbox directory cannot be used: " + e.getMessage());
        }
    }

    private Optional<Mechanism> landlock() {
        LandlockVersion version = Landlock.version();
        if (!version.usable() || Architecture.current().isEmpty()) {
            return refused(version.reason());
        }
        String detail = "Landlock version " + version.abi()
                + (settings.landlockWithoutCarveOuts() ? ", read-only parts of writable directories unprotected" : "")
                + because();
        return Optional.of(new LandlockMechanism(
                support(SandboxSupport.Mechanism.LANDLOCK, detail),
                version.abi(),
                settings.landlockWithoutCarveOuts(),
                hidden(),
                host));
    }

    private String because() {
        return refusals.isEmpty() ? "" : ", because " + String.join(", and ", refusals) + "; " + HOW_TO_GET_ONE;
    }

    private Optional<Mechanism> refused(String reason) {
        refusals.add(reason);
        return Optional.empty();
    }

    private Mechanism none() {
        return refusing(String.join(", and ", refusals) + "; " + HOW_TO_GET_ONE);
    }

    private static Mechanism refusing(String reason) {
        return new Mechanism.Refusing(support(SandboxSupport.Mechanism.NONE, reason));
    }

    private static SandboxSupport support(SandboxSupport.Mechanism mechanism, String detail) {
        return new SandboxSupport(mechanism, detail);
    }

    private List<String> hidden() {
        return settings.hidden().stream().map(this::withoutLinks).toList();
    }

    /** It need not be there yet. */
    private String withoutLinks(Path directory) {
        String path = PathText.normalize(directory.toAbsolutePath().toString());
        return Located.of(host, path).isThere() ? host.real(path) : path;
    }
}
