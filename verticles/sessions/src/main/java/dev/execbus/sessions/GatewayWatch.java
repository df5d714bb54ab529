package dev.execbus.sessions;

import dev.execbus.bus.Beats;
import dev.execbus.bus.Beats.GatewayBeat;
import dev.execbus.bus.Leases;
import dev.execbus.bus.NodeName;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.LongSupplier;

/**
 * Which gateways live, by their beats. Confined to the verticle's context, where {@link #tick} is called every
 * {@link #TICK}.
 */
final class GatewayWatch {
    static final Duration TICK = Duration.ofMillis(200);
    /** For the first beat of a gateway that has spoken before it. */
    static final Duration FIRST_BEAT = Beats.LEASE.multipliedBy(3);
    /** A tick that is so late means that this node itself was not there to hear anybody. */
    static final Duration OWN_PAUSE = Beats.INTERVAL;

    enum What {
        /** It is heard for the first time, or again. */
        CAME,
        /** It has left, or is not heard any more. */
        GONE,
        /** Whether it still is there and what it holds has to be found out by asking. */
        DOUBTFUL
    }

    record News(NodeName gateway, What what) {}

    private final LongSupplier nanos;
    private final Leases<GatewayBeat> leases = new Leases<>(Beats.LEASE);
    /** Those that have spoken but never beaten, and since when a beat is waited for. */
    private final Map<NodeName, Long> unheard = new HashMap<>();

    private long tickedAtNanos;

    GatewayWatch(LongSupplier nanos) {
        this.nanos = nanos;
        this.tickedAtNanos = nanos.getAsLong();
    }

    List<News> heard(GatewayBeat beat) {
        boolean spoken = unheard.remove(beat.name()) != null;
        List<News> news = news(leases.heard(beat, nanos.getAsLong()));
        if (beat.leaving() && spoken) {
            news.add(new News(beat.name(), What.GONE));
        }
        return news;
    }

    /** It has spoken. Without a beat it will be {@link What#DOUBTFUL}, but is not taken for lost. */
    void spoke(NodeName gateway) {
        if (leases.of(gateway).isEmpty()) {
            unheard.putIfAbsent(gateway, nanos.getAsLong());
        }
    }

    boolean isUnheard(NodeName gateway) {
        return unheard.containsKey(gateway);
    }

    /** Nothing goes through it any more. */
    void forget(NodeName gateway) {
        unheard.remove(gateway);
    }

    List<News> tick() {
        long now = nanos.getAsLong();
        boolean paused = now - tickedAtNanos > TICK.plus(OWN_PAUSE).toNanos();
        tickedAtNanos = now;
        return paused ? afterPause(now) : news(now);
    }

    /** Nobody was heard because nobody listened: all get their time anew, and what they hold has to be found out. */
    private List<News> afterPause(long now) {
        List<News> news = new ArrayList<>();
        leases.renew(now);
        leases.alive().forEach(beat -> news.add(new News(beat.name(), What.DOUBTFUL)));
        unheard.replaceAll((gateway, since) -> now);
        unheard.keySet().forEach(gateway -> news.add(new News(gateway, What.DOUBTFUL)));
        return news;
    }

    private List<News> news(long now) {
        List<News> news = news(leases.expire(now));
        unheard.replaceAll((gateway, since) -> {
            if (now - since <= FIRST_BEAT.toNanos()) {
                return since;
            }
            news.add(new News(gateway, What.DOUBTFUL));
            return now;
        });
        return news;
    }

    private static List<News> news(List<Leases.Change<GatewayBeat>> changes) {
        List<News> news = new ArrayList<>();
        for (Leases.Change<GatewayBeat> change : changes) {
            NodeName name = change.beat().name();
            news.add(
                    switch (change) {
                        case Leases.Change.Came<GatewayBeat> came -> new News(name, What.CAME);
                        case Leases.Change.Left<GatewayBeat> left -> new News(name, What.GONE);
                        case Leases.Change.Lost<GatewayBeat> lost -> new News(name, What.GONE);
                    });
        }
        return news;
    }
}
