package dev.execbus.filesystem;

import dev.execbus.bus.SessionId;
import dev.execbus.protocol.ExecbusException;
import dev.execbus.protocol.SandboxParams;
import dev.execbus.sandbox.FileConfinement;
import dev.execbus.sandbox.FileConfinement.Direct;
import dev.execbus.sandbox.FileConfinement.Restricted;
import dev.execbus.sandbox.FileConfinement.Wrapped;
import dev.execbus.sandbox.Sandbox;
import java.util.List;
import java.util.Optional;
import java.util.function.LongSupplier;

/**
 * Commands without a policy to enforce are done here; for the others it is planned anew each time how they are confined,
 * since a plan is about files that may be swapped. A policy that cannot be enforced is refused and never done here.
 */
final class ConfinedBackends implements FileBackends {
    /** Somebody who swaps files all the time is not waited for. */
    private static final int ATTEMPTS = 3;

    private final FileBackend local;
    private final Sandbox sandbox;
    private final Cages cages;
    private final CageWholeReads reads;
    private final List<String> readable;

    /** The sandbox stays the caller's. */
    ConfinedBackends(FileBackend local, Sandbox sandbox, FileSettings settings) {
        this(local, sandbox, settings, System::nanoTime);
    }

    ConfinedBackends(FileBackend local, Sandbox sandbox, FileSettings settings, LongSupplier clock) {
        CageCommand command = CageCommand.ofThisServer();
        this.local = local;
        this.sandbox = sandbox;
        this.cages = new Cages(command, settings, clock);
        this.reads = new CageWholeReads(settings);
        this.readable = command.readable();
    }

    @Override
    public FileBackend of(SessionId session, SandboxParams policy, boolean readsOnly) {
        boolean needsEnforcement = readsOnly ? policy.needsEnforcementToRead() : policy.needsEnforcementToWrite();
        return needsEnforcement ? confined(session, policy, ATTEMPTS) : local;
    }

    private FileBackend confined(SessionId session, SandboxParams policy, int attempts) {
        for (int left = attempts; left > 0; left--) {
            FileConfinement confinement = sandbox.files(policy, readable);
            switch (confinement) {
                case Direct direct -> {
                    return local;
                }
                case Restricted restricted -> {
                    return new ConfinedThreads(local, restricted.restriction());
                }
                case Wrapped wrapped -> {
                    Optional<Cage> cage = cages.get(session, policy, wrapped);
                    if (cage.isPresent()) {
                        int further = left - 1;
                        return new CageBackend(cage.get(), reads, () -> confined(session, policy, further));
                    }
                }
            }
        }
        throw ExecbusException.internal(Cage.FAILED + "the files that its policy is about keep changing");
    }

    @Override
    public void ended(SessionId session) {
        cages.ended(session);
    }

    @Override
    public void close() {
        cages.close();
    }

    Cages cages() {
        return cages;
    }
}
