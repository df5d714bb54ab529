package dev.execbus.sandbox;

import dev.execbus.protocol.SandboxEntry;
import dev.execbus.protocol.SandboxEntry.Access;
import dev.execbus.protocol.SandboxEntry.Place;
import dev.execbus.protocol.SandboxParams;
import dev.execbus.protocol.SandboxParams.Files;
import java.util.List;

/** Policies as tests write them. */
final class Policies {
    static final SandboxEntry ROOT_READ = path("/", Access.READ);
    static final SandboxEntry SLASH_TMP = entry(new Place.SlashTmp(), Access.WRITE);
    static final SandboxEntry MINIMAL = entry(new Place.Minimal(), Access.READ);

    private Policies() {}

    static SandboxEntry read(String path) {
        return path(path, Access.READ);
    }

    static SandboxEntry write(String path) {
        return path(path, Access.WRITE);
    }

    static SandboxEntry deny(String path) {
        return path(path, Access.DENY);
    }

    static SandboxEntry denyGlob(String pattern) {
        return entry(new Place.Glob(pattern), Access.DENY);
    }

    static SandboxEntry path(String path, Access access) {
        return entry(new Place.AbsolutePath(path), access);
    }

    static SandboxEntry entry(Place place, Access access) {
        return new SandboxEntry(place, access, false);
    }

    /** Without network, without workspace roots. */
    static SandboxParams policy(SandboxEntry... entries) {
        return policy(false, entries);
    }

    static SandboxParams policy(boolean network, SandboxEntry... entries) {
        return new SandboxParams(true, new Files.Restricted(List.of(entries), 0), network, null, List.of());
    }
}
