package dev.execbus.processes;

import dev.execbus.bus.NodeName;
import dev.execbus.bus.Timers;
import dev.execbus.bus.ViewService;
import dev.execbus.bus.ViewService.Ended;
import dev.execbus.bus.ViewService.State;
import dev.execbus.bus.ViewService.ViewKey;
import dev.execbus.bus.ViewService.Watched;
import dev.execbus.protocol.ExecbusException;
import dev.execbus.protocol.TerminalSize;
import dev.execbus.protocol.ViewEnd;
import dev.execbus.protocol.ViewLevel;
import io.vertx.core.Future;
import java.time.Duration;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;

/** Who looks at one process, and what they are told of each other. Confined to the supervisor's context. */
final class ProcessViews {
    /** Of one process. */
    static final int MOST = 4_096;

    private final long number;
    private final String session;
    private final Viewed process;
    private final Timers timers;
    private final Consumer<ViewKey> onLeft;
    private final DriverSeat seat;
    private final ViewReading reading;
    private final Map<ViewKey, Viewer> viewers = new LinkedHashMap<>();
    private final Map<NodeName, Audience> audiences = new HashMap<>();
    private long version = 1;
    private long lastName;
    private ViewEnd over;

    /**
     * @param number the process's, never used again
     * @param session the public name of its session
     * @param ownerConnected whether somebody speaks for that
     * @param onLeft told of each view that has ended, by whomever
     */
    ProcessViews(
            long number,
            String session,
            Viewed process,
            BooleanSupplier ownerConnected,
            Timers timers,
            ViewReading reading,
            Consumer<ViewKey> onLeft) {
        this.number = number;
        this.session = session;
        this.process = process;
        this.timers = timers;
        this.reading = reading;
        this.onLeft = onLeft;
        this.seat = new DriverSeat(timers, ownerConnected, process.size(), process::resize, this::changed);
    }

    long number() {
        return number;
    }

    String session() {
        return session;
    }

    Viewed process() {
        return process;
    }

    /** Of what there is to tell; higher after each change. */
    long version() {
        return version;
    }

    DriverSeat seat() {
        return seat;
    }

    ViewReading reading() {
        return reading;
    }

    int count() {
        return viewers.size();
    }

    int countBy(Share share) {
        return (int) viewers.values().stream()
                .filter(viewer -> viewer.share() == share)
                .count();
    }

    Viewer join(ViewKey key, ViewLevel level, Share share, String label, TerminalSize size) {
        if (viewers.size() >= MOST) {
            throw ExecbusException.resourceExhausted("the process has " + MOST + " viewers, which is its limit");
        }
        if (level == ViewLevel.OWNER) {
            leftBehind(key.gateway());
        }
        Viewer viewer = new Viewer(key, "v" + ++lastName, level, share, label, size);
        viewers.put(key, viewer);
        audiences.computeIfAbsent(
                key.gateway(), gateway -> new Audience(timers, ViewService.UNHEARD, () -> unheard(gateway)));
        return viewer;
    }

    /** A session has one connection at a time: when that is on another gateway now, its earlier views are nobody's. */
    private void leftBehind(NodeName present) {
        viewers.values().stream()
                .filter(viewer -> viewer.level() == ViewLevel.OWNER
                        && !viewer.key().gateway().equals(present))
                .toList()
                .forEach(this::leave);
    }

    /** It has detached. */
    void leave(Viewer viewer) {
        remove(viewer);
        forgetAudience(viewer.key().gateway());
    }

    /** The share is none any more. */
    void endBy(Share share, ViewEnd why) {
        List<Viewer> by = viewers.values().stream()
                .filter(viewer -> viewer.share() == share)
                .toList();
        for (Viewer viewer : by) {
            remove(viewer);
            audiences.get(viewer.key().gateway()).ended(version + 1, new Ended(viewer.key(), why));
        }
        if (!by.isEmpty()) {
            changed();
        }
    }

    private void remove(Viewer viewer) {
        if (viewers.remove(viewer.key(), viewer)) {
            onLeft.accept(viewer.key());
            seat.left(viewer);
        }
    }

    /** Nothing was heard of the gateway: nobody is there to be told. */
    private void unheard(NodeName gateway) {
        List.copyOf(viewers.values()).stream()
                .filter(viewer -> viewer.key().gateway().equals(gateway))
                .forEach(this::remove);
        Audience silent = audiences.remove(gateway);
        if (silent != null) {
            silent.end(() -> watched(List.of(), ViewEnd.WORKER));
        }
    }

    private void forgetAudience(NodeName gateway) {
        Audience audience = audiences.get(gateway);
        boolean empty = viewers.keySet().stream().noneMatch(key -> key.gateway().equals(gateway));
        if (audience != null && empty && audience.hasAllTold()) {
            audiences.remove(gateway);
            audience.end(() -> watched(List.of(), null));
        }
    }

    Optional<Viewer> named(String name) {
        return viewers.values().stream()
                .filter(viewer -> viewer.name().equals(name))
                .findFirst();
    }

    boolean isWatchedBy(NodeName gateway) {
        return audiences.containsKey(gateway);
    }

    Future<Watched> watch(NodeName gateway, long known, Duration patience) {
        Audience audience = audiences.get(gateway);
        if (audience == null) {
            // It was given up in the meantime, or never came.
            return Future.succeededFuture(watched(List.of(), ViewEnd.WORKER));
        }
        return audience.watch(known, version, patience, () -> watched(audience.ended(), over))
                .onSuccess(told -> forgetAudience(gateway));
    }

    private void changed() {
        version++;
        List.copyOf(audiences.values()).forEach(audience -> audience.answer(() -> watched(audience.ended(), over)));
    }

    private Watched watched(List<Ended> ended, ViewEnd why) {
        State state = why == null ? new State(seat.driver(), process.size(), seat.requests()) : null;
        return new Watched(version, state, ended, why);
    }

    /** All views end. */
    void over(ViewEnd why) {
        over = why;
        List.copyOf(viewers.keySet()).forEach(onLeft);
        viewers.clear();
        seat.end();
        reading.end();
        List<Audience> all = List.copyOf(audiences.values());
        audiences.clear();
        all.forEach(audience -> audience.end(() -> watched(List.of(), why)));
    }
}
