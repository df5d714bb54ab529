package dev.execbus.testkit;

import dev.execbus.bus.ProcessEvent;
import dev.execbus.bus.ProcessEvent.Closed;
import dev.execbus.bus.ProcessEvent.Exited;
import dev.execbus.bus.ProcessEvent.Output;
import dev.execbus.protocol.Base64Text;
import dev.execbus.protocol.ProcessMethods.StreamTotal;
import dev.execbus.protocol.StreamName;
import dev.execbus.protocol.Verdict;
import io.vertx.core.json.JsonObject;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.NavigableMap;
import java.util.TreeMap;

/** What a client was told of one process, in the order it was told. */
public record Transcript(List<ProcessEvent> events) {
    public Transcript {
        events = List.copyOf(events);
    }

    /** Of all that was notified, what concerns this process. */
    public static Transcript of(List<Frame> notifications, String processId) {
        List<ProcessEvent> events = new ArrayList<>();
        for (Frame notification : notifications) {
            if (notification.params().getString("processId").equals(processId)) {
                events.add(event(notification));
            }
        }
        return new Transcript(events);
    }

    /** The chunks of a {@code process/read} answer. */
    public static Transcript ofChunks(String processId, JsonObject answer) {
        List<ProcessEvent> events = new ArrayList<>();
        for (Object chunk : answer.getJsonArray("chunks")) {
            events.add(output(processId, (JsonObject) chunk));
        }
        return new Transcript(events);
    }

    private static ProcessEvent event(Frame notification) {
        JsonObject params = notification.params();
        String processId = params.getString("processId");
        long seq = params.getLong("seq");
        return switch (notification.method()) {
            case "process/output" -> output(processId, params);
            case "process/exited" ->
                new Exited(
                        processId,
                        seq,
                        params.getInteger("exitCode"),
                        params.getString("signal"),
                        params.getBoolean("sandboxDenied"),
                        verdict(params.getString("verdict")));
            case "process/closed" -> new Closed(processId, seq, streams(params.getJsonObject("streams")));
            default -> throw new AssertionError("unexpected notification " + notification.method());
        };
    }

    private static List<StreamTotal> streams(JsonObject totals) {
        if (totals == null) {
            return List.of();
        }
        return totals.fieldNames().stream()
                .map(name -> new StreamTotal(
                        stream(name),
                        totals.getJsonObject(name).getLong("bytes"),
                        totals.getJsonObject(name).getString("sha256")))
                .toList();
    }

    private static StreamName stream(String wireName) {
        return StreamName.valueOf(wireName.toUpperCase(Locale.ROOT));
    }

    private static Verdict verdict(String wireName) {
        return Arrays.stream(Verdict.values())
                .filter(verdict -> verdict.wireName().equals(wireName))
                .findFirst()
                .orElse(null);
    }

    private static Output output(String processId, JsonObject chunk) {
        return new Output(
                processId,
                chunk.getLong("seq"),
                stream(chunk.getString("stream")),
                Base64Text.decode(chunk.getString("chunk")));
    }

    public Transcript followedBy(Transcript later) {
        List<ProcessEvent> both = new ArrayList<>(events);
        both.addAll(later.events);
        return new Transcript(both);
    }

    /** As a client puts it together: by number, an event that came twice once. */
    public Transcript inOrder() {
        NavigableMap<Long, ProcessEvent> bySeq = new TreeMap<>();
        for (ProcessEvent event : events) {
            ProcessEvent before = bySeq.putIfAbsent(event.seq(), event);
            if (before != null && !before.equals(event)) {
                throw new AssertionError("number " + event.seq() + " was " + before + " and is " + event);
            }
        }
        return new Transcript(List.copyOf(bySeq.values()));
    }

    /** Where the numbers are not one after the other, in words. Empty if all is well. */
    public List<String> breaks(long first) {
        List<String> breaks = new ArrayList<>();
        long next = first;
        for (ProcessEvent event : events) {
            if (event.seq() != next) {
                breaks.add(event.seq() + " instead of " + next);
            }
            next = event.seq() + 1;
        }
        return breaks;
    }

    public List<Long> seqs() {
        return events.stream().map(ProcessEvent::seq).toList();
    }

    public byte[] bytes(StreamName stream) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        for (ProcessEvent event : events) {
            if (event instanceof Output output && output.stream() == stream) {
                bytes.writeBytes(output.chunk().bytes());
            }
        }
        return bytes.toByteArray();
    }

    public String text(StreamName stream) {
        return new String(bytes(stream), StandardCharsets.UTF_8);
    }

    public Exited exited() {
        return events.stream()
                .filter(Exited.class::isInstance)
                .map(Exited.class::cast)
                .findFirst()
                .orElseThrow(() -> new AssertionError("the process has not exited: " + events));
    }
}
