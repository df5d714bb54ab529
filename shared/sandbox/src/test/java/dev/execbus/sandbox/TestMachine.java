package dev.execbus.sandbox;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** What the machine of the tests has. */
final class TestMachine {
    private TestMachine() {}

    /** With a /proc of its own, so that it is no poorer than the usual one. */
    static Optional<Bubblewrap> bubblewrap() {
        BubblewrapProbe probe = new BubblewrapProbe("/usr/local/bin:/usr/bin:/bin", BubblewrapProbe.DEADLINE);
        return switch (probe.probe("bwrap")) {
            case BubblewrapProbe.Outcome.Works works ->
                Optional.of(works.bubblewrap()).filter(Bubblewrap::freshProc);
            case BubblewrapProbe.Outcome.Fails fails -> Optional.empty();
        };
    }

    static boolean hasPerl() {
        return Files.isExecutable(Path.of("/usr/bin/perl"));
    }
}
