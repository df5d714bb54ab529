package dev.execbus.mcp;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The streams of one agent, bounded in bytes together and in number. Confined to the endpoint's context. */
final class EventLogs {
    /** Streams that are over and may still be asked for. */
    private static final int COMPLETE = 64;

    private final int bytes;
    private final Map<String, EventLog> logs = new LinkedHashMap<>();
    private long lastName;

    EventLogs(int bytes) {
        this.bytes = bytes;
    }

    EventLog open() {
        String name = Long.toString(++lastName);
        EventLog log = new EventLog(name);
        logs.put(name, log);
        return log;
    }

    /** The stream of an event; null for one that is not known any more. */
    EventLog of(String eventId) {
        int dash = eventId.indexOf('-');
        return dash < 0 || seq(eventId) < 0 ? null : logs.get(eventId.substring(0, dash));
    }

    /** The number of an event in its stream; below zero for what is not an event's id. */
    static long seq(String eventId) {
        try {
            return Long.parseLong(eventId.substring(eventId.indexOf('-') + 1));
        } catch (NumberFormatException e) {
            return -1;
        }
    }

    boolean anyIsListenedTo() {
        return logs.values().stream().anyMatch(EventLog::isListenedTo);
    }

    /** Streams that are over go first, then the oldest events of the others. */
    void trim() {
        List<EventLog> complete = new ArrayList<>(
                logs.values().stream().filter(EventLog::isComplete).toList());
        while (!complete.isEmpty() && (complete.size() > COMPLETE || total() > bytes)) {
            EventLog oldest = complete.removeFirst();
            logs.values().remove(oldest);
        }
        for (EventLog log : logs.values()) {
            long over = total() - bytes;
            if (over <= 0) {
                return;
            }
            log.trim(Math.max(0, log.bytes() - over));
        }
    }

    private long total() {
        return logs.values().stream().mapToLong(EventLog::bytes).sum();
    }

    /** Nobody will ask any more: connections end. */
    void close() {
        List.copyOf(logs.values()).forEach(EventLog::complete);
        logs.clear();
    }
}
