package dev.execbus.sessions;

import dev.execbus.bus.Level;
import dev.execbus.bus.Meters;
import io.micrometer.core.instrument.Counter;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;

/** What the sessions room counts. */
final class SessionMeters {
    private static final String OTHER = "other";
    private static final List<String> DETACHED_BY =
            List.of("disconnected", "gateway gone", "not held", "a room was not told", OTHER);
    private static final List<String> ENDED_BY = List.of("expired", "not opened", OTHER);

    private final Level attached;
    private final Level detached;
    private final Counter opened;
    private final Counter resumed;
    private final Map<String, Counter> detachedBy;
    private final Map<String, Counter> endedBy;

    SessionMeters(Meters meters) {
        attached = sessions(meters, "attached");
        detached = sessions(meters, "detached");
        opened = meters.counter("execbus.sessions.opened", "Sessions that were opened");
        resumed = meters.counter("execbus.sessions.resumed", "Sessions that were attached again");
        detachedBy = byReason(
                DETACHED_BY,
                reason -> meters.counter(
                        "execbus.sessions.detached", "Sessions that lost their client", "reason", word(reason)));
        endedBy = byReason(
                ENDED_BY,
                reason -> meters.counter(
                        "execbus.sessions.ended", "Sessions that ended with all they had", "reason", word(reason)));
    }

    private static Level sessions(Meters meters, String state) {
        return meters.level("execbus.sessions", "Sessions that are at home on the worker", "state", state);
    }

    private static Map<String, Counter> byReason(List<String> reasons, Function<String, Counter> counter) {
        return reasons.stream().collect(Collectors.toUnmodifiableMap(reason -> reason, counter));
    }

    private static String word(String reason) {
        return reason.replace(' ', '_');
    }

    /** It has no client yet. */
    void opened() {
        opened.increment();
        detached.up();
    }

    void attached() {
        detached.down();
        attached.up();
    }

    void resumed() {
        resumed.increment();
    }

    void detached(String reason) {
        attached.down();
        detached.up();
        detachedBy.getOrDefault(reason, detachedBy.get(OTHER)).increment();
    }

    void ended(String reason) {
        detached.down();
        endedBy.getOrDefault(reason, endedBy.get(OTHER)).increment();
    }
}
