package dev.execbus.filesystem;

import dev.execbus.bus.SessionId;
import dev.execbus.protocol.ExecbusException;
import dev.execbus.protocol.SandboxParams;
import dev.execbus.sandbox.FileConfinement.Wrapped;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** The place of one confined process among the others, from before it is started until it has ended. Thread-safe. */
final class CageSlot {
    /** Further ones take the place of the oldest: it only means that their process is kept for longer. */
    private static final int MOST_POLICIES = 16;

    private final SessionId session;
    private final Wrapped wrapped;
    private final Set<SandboxParams> policies = new LinkedHashSet<>();
    private final CompletableFuture<Optional<Cage>> started = new CompletableFuture<>();
    private Cage cage;
    private boolean retired;
    private String ended;

    CageSlot(SessionId session, Wrapped wrapped) {
        this.session = session;
        this.wrapped = wrapped;
    }

    SessionId session() {
        return session;
    }

    Wrapped wrapped() {
        return wrapped;
    }

    synchronized boolean takes(SessionId user, Wrapped confinement) {
        return !retired && !hasEnded() && session.equals(user) && wrapped.equals(confinement);
    }

    /** Its process is gone, or about to be. */
    synchronized boolean hasEnded() {
        return ended != null || (cage != null && cage.hasEnded());
    }

    synchronized void servesAlso(SandboxParams policy) {
        if (policies.add(policy) && policies.size() > MOST_POLICIES) {
            policies.remove(policies.iterator().next());
        }
        if (cage != null) {
            cage.use().touch();
        }
    }

    /** The policy has another process now; when it was the last one, this one ends as soon as nobody uses it. */
    synchronized void servesNoLonger(SandboxParams policy) {
        if (policies.remove(policy) && policies.isEmpty()) {
            retired = true;
            retireCage();
        }
    }

    private void retireCage() {
        if (cage != null && started.isDone() && cage.use().close()) {
            cage.end("its policy has changed");
        }
    }

    /** The process is there, but not ready yet. */
    synchronized void holds(Cage process) {
        cage = process;
        if (ended != null) {
            cage.end(ended);
        }
    }

    synchronized void ready() {
        started.complete(Optional.of(cage));
        if (retired) {
            retireCage();
        }
    }

    void changed() {
        started.complete(Optional.empty());
        end("what it is about has changed");
    }

    void failed(ExecbusException failure) {
        started.completeExceptionally(failure);
        end(failure.getMessage());
    }

    /** Kills the process, also one that is yet to come. Does not wait. */
    synchronized void end(String reason) {
        if (ended == null) {
            ended = reason;
        }
        if (cage != null) {
            cage.end(reason);
        }
    }

    /** Takes nobody new if nobody uses it; false when somebody does. */
    synchronized boolean closeIfIdle() {
        return started.isDone() && cage != null && cage.use().closeIfIdle();
    }

    /** Nanoseconds since somebody used it. */
    synchronized long idleNanos() {
        return started.isDone() && cage != null ? cage.use().idleNanos() : 0;
    }

    /** The process, even if it is not ready; null for none. */
    synchronized Cage cage() {
        return cage;
    }

    /** Waits until it is ready; empty when it must be planned anew. */
    Optional<Cage> await(Duration deadline) {
        try {
            return started.get(deadline.toNanos(), TimeUnit.NANOSECONDS);
        } catch (ExecutionException e) {
            throw e.getCause() instanceof ExecbusException told ? told : new IllegalStateException(e.getCause());
        } catch (TimeoutException e) {
            throw ExecbusException.internal(Cage.FAILED + "not ready within " + deadline.toSeconds() + " seconds");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw ExecbusException.internal("interrupted while starting a sandboxed file operation");
        }
    }
}
