package dev.execbus.filesystem;

import dev.execbus.bus.SessionId;
import dev.execbus.filesystem.CageAnswer.Changed;
import dev.execbus.filesystem.CageRequest.Begin;
import dev.execbus.protocol.ExecbusException;
import dev.execbus.protocol.SandboxParams;
import dev.execbus.sandbox.FileConfinement.Wrapped;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.LongSupplier;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * All confined processes of the worker: one for each session and confinement. Thread-safe. One that nobody uses ends after
 * a while, or when its room is needed; when there is no room, a new one is refused.
 */
final class Cages implements AutoCloseable {
    private static final Duration START_DEADLINE = Duration.ofSeconds(10);
    private static final Duration CLOSE_PATIENCE = Duration.ofSeconds(3);
    private static final int CHECKS_PER_IDLE_TIME = 4;
    /** What shows the whole disk to be written. */
    private static final List<String> WRITABLE_DISK = List.of("--bind", "/", "/");

    private final CageCommand command;
    private final FileSettings settings;
    private final LongSupplier clock;
    private final List<CageSlot> slots = new ArrayList<>();
    private Thread watch;
    private boolean closed;

    /** @param clock nanoseconds */
    Cages(CageCommand command, FileSettings settings, LongSupplier clock) {
        this.command = command;
        this.settings = settings;
        this.clock = clock;
    }

    /**
     * The process of the session for this confinement, found or started. One that the policy had before under another
     * confinement takes nothing new and ends when it has done what it has.
     *
     * @return empty when what is confined has changed while it started: it must be planned anew
     */
    Optional<Cage> get(SessionId session, SandboxParams policy, Wrapped wrapped) {
        CageSlot slot;
        boolean isNew;
        synchronized (this) {
            if (closed) {
                throw ExecbusException.internal(Cage.FAILED + "the server is stopping");
            }
            slot = find(session, wrapped);
            replace(session, policy, slot);
            isNew = slot == null;
            if (isNew) {
                makeRoom(session);
                slot = new CageSlot(session, wrapped);
                slots.add(slot);
                startWatch();
            }
            slot.servesAlso(policy);
        }
        if (isNew) {
            start(slot);
        }
        return slot.await(START_DEADLINE.multipliedBy(2));
    }

    private CageSlot find(SessionId session, Wrapped wrapped) {
        for (CageSlot slot : slots) {
            if (slot.takes(session, wrapped)) {
                return slot;
            }
        }
        return null;
    }

    private void replace(SessionId session, SandboxParams policy, CageSlot now) {
        for (CageSlot slot : slots) {
            if (slot != now && slot.session().equals(session)) {
                slot.servesNoLonger(policy);
            }
        }
    }

    private void makeRoom(SessionId session) {
        makeRoom(
                slot -> slot.session().equals(session),
                settings.confinedPerSession(),
                "this session has as many sandboxed file processes at work as it may have");
        makeRoom(
                slot -> true,
                settings.confinedPerWorker(),
                "this worker has as many sandboxed file processes at work as it may have");
    }

    private void makeRoom(Predicate<CageSlot> counted, int limit, String complaint) {
        List<CageSlot> present =
                slots.stream().filter(counted).filter(slot -> !slot.hasEnded()).toList();
        if (present.size() < limit) {
            return;
        }
        CageSlot victim = present.stream()
                .sorted(Comparator.comparingLong(CageSlot::idleNanos).reversed())
                .filter(CageSlot::closeIfIdle)
                .findFirst()
                .orElseThrow(() -> ExecbusException.resourceExhausted(
                        complaint + " (" + limit + "): end some, or try again later"));
        slots.remove(victim);
        victim.end("its room was needed");
    }

    private void start(CageSlot slot) {
        try {
            Process process = CageStarter.start(command.wrapped(slot.wrapped()), START_DEADLINE);
            Cage cage = new Cage(process, new CageUse(clock), () -> remove(slot));
            slot.holds(cage);
            if (cage.call(begin(slot.wrapped()), START_DEADLINE) instanceof Changed) {
                remove(slot);
                slot.changed();
            } else {
                slot.ready();
            }
        } catch (ExecbusException e) {
            remove(slot);
            slot.failed(e);
        } catch (RuntimeException e) {
            remove(slot);
            slot.failed(ExecbusException.internal(Cage.FAILED + e.getMessage()));
            throw e;
        }
    }

    private Begin begin(Wrapped wrapped) {
        return new Begin(
                settings.readLimitBytes(), settings.threads(), wrapped.places(), wrapped.guarded(), mounts(wrapped));
    }

    /** With the root only if it is to be written. */
    private static List<String> mounts(Wrapped wrapped) {
        if (Collections.indexOfSubList(wrapped.prefix(), WRITABLE_DISK) < 0) {
            return wrapped.mounts();
        }
        return Stream.concat(Stream.of("/"), wrapped.mounts().stream()).toList();
    }

    private synchronized void remove(CageSlot slot) {
        slots.remove(slot);
    }

    /** Kills the processes of the session. Does not wait. */
    synchronized void ended(SessionId session) {
        endAll(slot -> slot.session().equals(session), "its session has ended");
    }

    /** Ends those that nobody has used for the time set. */
    synchronized void endIdle() {
        long limit = settings.confinedIdle().toNanos();
        endAll(slot -> slot.idleNanos() >= limit && slot.closeIfIdle(), "nobody has used it");
    }

    private void endAll(Predicate<CageSlot> which, String reason) {
        for (CageSlot slot : List.copyOf(slots)) {
            if (which.test(slot)) {
                slots.remove(slot);
                slot.end(reason);
            }
        }
    }

    synchronized int count() {
        return slots.size();
    }

    private void startWatch() {
        if (watch == null) {
            watch = Thread.ofPlatform().daemon().name("cage-idle").start(this::watch);
        }
    }

    private synchronized void watch() {
        try {
            while (!closed) {
                wait(Math.max(1, settings.confinedIdle().toMillis() / CHECKS_PER_IDLE_TIME));
                endIdle();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Kills everything and waits shortly until it is gone. */
    @Override
    public void close() {
        List<Cage> ending;
        synchronized (this) {
            closed = true;
            notifyAll();
            ending = slots.stream().map(CageSlot::cage).filter(Objects::nonNull).toList();
            endAll(slot -> true, "the server is stopping");
        }
        long deadline = System.nanoTime() + CLOSE_PATIENCE.toNanos();
        try {
            for (Cage cage : ending) {
                cage.awaitEnd(Duration.ofNanos(Math.max(1, deadline - System.nanoTime())));
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
