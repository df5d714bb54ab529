package dev.execbus.filesystem;

import dev.execbus.protocol.SandboxEntry;
import dev.execbus.protocol.SandboxEntry.Access;
import dev.execbus.protocol.SandboxParams;
import dev.execbus.sandbox.Confinement;
import dev.execbus.sandbox.FileConfinement;
import dev.execbus.sandbox.FileConfinement.Wrapped;
import dev.execbus.sandbox.Sandbox;
import dev.execbus.sandbox.SandboxSupport;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/** Confines files as it is told to, by policy. */
final class ConfinedSandbox implements Sandbox {
    /** Nothing is around the process, and nothing is guarded. */
    static final Wrapped PLAIN = new Wrapped(List.of(), List.of(), List.of(), List.of(), List.of());

    private final Map<SandboxParams, FileConfinement> confinements = new ConcurrentHashMap<>();
    private final AtomicInteger plans = new AtomicInteger();

    /** One of many policies that restrict everything. */
    static SandboxParams policy(int number) {
        SandboxEntry entry =
                new SandboxEntry(new SandboxEntry.Place.AbsolutePath("/somewhere/" + number), Access.READ, false);
        return new SandboxParams(true, new SandboxParams.Files.Restricted(List.of(entry), 0), false, null, List.of());
    }

    /** A confinement that differs from others by its number only. */
    static Wrapped plain(int number) {
        return new Wrapped(List.of("/usr/bin/env", "NUMBER=" + number), List.of(), List.of(), List.of(), List.of());
    }

    void confine(SandboxParams policy, FileConfinement confinement) {
        confinements.put(policy, confinement);
    }

    /** How often somebody has asked. */
    int plans() {
        return plans.get();
    }

    @Override
    public FileConfinement files(SandboxParams policy, List<String> readable) {
        plans.incrementAndGet();
        return confinements.getOrDefault(policy, PLAIN);
    }

    @Override
    public SandboxSupport support() {
        return new SandboxSupport(SandboxSupport.Mechanism.BUBBLEWRAP, "a fake");
    }

    @Override
    public Confinement process(SandboxParams policy, Command command) {
        return new Confinement.Direct();
    }

    @Override
    public void ended(Confinement.Wrapped confinement) {}

    @Override
    public void close() {}
}
