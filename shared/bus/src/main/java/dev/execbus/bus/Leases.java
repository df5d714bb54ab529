package dev.execbus.bus;

import dev.execbus.bus.Beats.Beat;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The nodes of one kind that are alive, by their beats. Confined to one context; time comes from outside. */
public final class Leases<B extends Beat> {
    private record Lease<B>(B beat, long heardAtNanos) {}

    /** What a beat or the passing of time has changed. */
    public sealed interface Change<B> {
        B beat();

        record Came<B>(B beat) implements Change<B> {}

        /** The node said so, or another one of its name has taken its place. */
        record Left<B>(B beat) implements Change<B> {}

        /** Not heard any more; it may be dead, frozen or cut off. */
        record Lost<B>(B beat) implements Change<B> {}
    }

    private final long leaseNanos;
    private final Map<NodeName, Lease<B>> alive = new HashMap<>();

    public Leases(Duration lease) {
        this.leaseNanos = lease.toNanos();
    }

    public List<Change<B>> heard(B beat, long nowNanos) {
        List<Change<B>> changes = new ArrayList<>();
        Lease<B> before = alive.get(beat.name());
        if (before != null && before.beat().incarnation() != beat.incarnation()) {
            changes.add(new Change.Left<>(before.beat()));
            before = null;
            alive.remove(beat.name());
        }
        if (beat.leaving()) {
            if (before != null) {
                alive.remove(beat.name());
                changes.add(new Change.Left<>(beat));
            }
            return changes;
        }
        alive.put(beat.name(), new Lease<>(beat, nowNanos));
        if (before == null) {
            changes.add(new Change.Came<>(beat));
        }
        return changes;
    }

    /** Those whose lease has ended, which are forgotten by this. */
    public List<Change<B>> expire(long nowNanos) {
        List<Change<B>> changes = new ArrayList<>();
        alive.values().removeIf(lease -> {
            boolean over = nowNanos - lease.heardAtNanos() > leaseNanos;
            if (over) {
                changes.add(new Change.Lost<>(lease.beat()));
            }
            return over;
        });
        return changes;
    }

    /** Ends one lease before its time; empty when there is none. */
    public Optional<Change<B>> end(NodeName name) {
        return Optional.ofNullable(alive.remove(name)).map(lease -> new Change.Lost<>(lease.beat()));
    }

    /** Everybody gets a whole lease from now on: nobody was heard because nobody listened. */
    public void renew(long nowNanos) {
        alive.replaceAll((name, lease) -> new Lease<>(lease.beat(), nowNanos));
    }

    public Optional<B> of(NodeName name) {
        return Optional.ofNullable(alive.get(name)).map(Lease::beat);
    }

    public Collection<B> alive() {
        return alive.values().stream().map(Lease::beat).toList();
    }
}
