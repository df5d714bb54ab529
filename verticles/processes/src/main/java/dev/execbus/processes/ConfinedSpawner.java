package dev.execbus.processes;

import dev.execbus.bus.Timers;
import dev.execbus.protocol.SandboxParams;
import dev.execbus.sandbox.Confinement;
import dev.execbus.sandbox.Restriction;
import dev.execbus.sandbox.Sandbox;
import java.time.Duration;
import java.util.function.Consumer;

/** Starts processes under a policy, each on the thread that its confinement needs. Any thread that may block. */
final class ConfinedSpawner {
    private static final Duration DEADLINE = Duration.ofSeconds(10);

    private final ProcessSpawner spawner;
    private final Confinements confinements;
    private final Timers timers;
    private final RestrictedThreads restrictedThreads = new RestrictedThreads();
    private final Rehearsal rehearsal;

    /** @param timers of the context that the processes are used on */
    ConfinedSpawner(ProcessSpawner spawner, Confinements confinements, Timers timers) {
        this.spawner = spawner;
        this.confinements = confinements;
        this.timers = timers;
        this.rehearsal = new Rehearsal(spawner, restrictedThreads);
    }

    /** @param late takes a process that came into being and whose start fails nevertheless; it is to be ended */
    Spawned spawn(SandboxParams policy, Launch launch, ProcessObserver observer, HeldExit exit, Consumer<Spawned> late)
            throws SpawnException {
        LaunchChecks.check(launch);
        LaunchChecks.checkDirectory(launch);
        Sandbox.Command command =
                new Sandbox.Command(launch.argv(), launch.arg0(), launch.cwd(), launch.env(), launch.onTerminal());
        return switch (confinements.plan(policy, command)) {
            case Confinement.Direct direct -> new Spawned(spawner.spawn(launch, observer), false);
            case Confinement.Wrapped wrapped -> wrapped(wrapped, launch, observer, exit, late);
            case Confinement.Restricted restricted -> restricted(restricted.restriction(), launch, observer, late);
        };
    }

    private Spawned wrapped(
            Confinement.Wrapped how, Launch command, ProcessObserver observer, HeldExit exit, Consumer<Spawned> late)
            throws SpawnException {
        GivingBack ended = new GivingBack(() -> confinements.ended(how));
        exit.until(ended::done);
        Launch launch = WrappedLaunch.of(command, how);
        PendingSpawn pending = new PendingSpawn(
                () -> new WrappedProcess(spawner.spawn(launch, observer), timers, ended::done),
                process -> late.accept(new Spawned(process, true)),
                ended::done);
        return new Spawned(pending.on(LastingThread.get(), DEADLINE), true);
    }

    private Spawned restricted(Restriction how, Launch launch, ProcessObserver observer, Consumer<Spawned> late)
            throws SpawnException {
        rehearsal.once();
        Launch limited = RestrictedLaunch.of(launch);
        PendingSpawn pending = new PendingSpawn(
                () -> {
                    restrict(how);
                    return spawner.spawn(limited, observer);
                },
                process -> late.accept(new Spawned(process, true)),
                () -> {});
        SpawnedProcess process = pending.on(restrictedThreads, DEADLINE);
        try {
            launch.limits().admit((int) process.pid());
        } catch (SpawnException e) {
            late.accept(new Spawned(process, true));
            throw e;
        }
        return new Spawned(process, true);
    }

    private static void restrict(Restriction how) throws SpawnException {
        try {
            how.restrictThisThread();
        } catch (IllegalStateException e) {
            throw SpawnFailures.internal("the sandbox could not be put on: " + e.getMessage());
        }
    }
}
