package dev.execbus.transport;

import dev.execbus.bus.ProcessEvent;
import dev.execbus.bus.ViewService.Moment;
import dev.execbus.protocol.ByteChunk;
import java.nio.charset.StandardCharsets;
import java.util.Base64;

/** An event of a process as its viewers are told of it: made once, and the same for all but for the name of the view. */
sealed interface FeedEvent {
    long seq();

    /** @param rest of the notification, behind the name of the view */
    record Printed(long seq, int bytes, ByteChunk rest) implements FeedEvent {}

    record Exited(long seq, int exitCode, String signal) implements FeedEvent {}

    record Closed(long seq) implements FeedEvent {}

    /** How much memory it takes. */
    default int weight() {
        return switch (this) {
            case Printed printed -> printed.rest().length();
            case Exited exited -> 0;
            case Closed closed -> 0;
        };
    }

    static FeedEvent of(Moment moment) {
        return switch (moment.event()) {
            case ProcessEvent.Output output ->
                new Printed(output.seq(), output.chunk().length(), rest(output, moment.timeMs()));
            case ProcessEvent.Exited exited -> new Exited(exited.seq(), exited.exitCode(), exited.signal());
            case ProcessEvent.Closed closed -> new Closed(closed.seq());
        };
    }

    private static ByteChunk rest(ProcessEvent.Output output, long timeMs) {
        byte[] head = ascii("\",\"seq\":" + output.seq() + ",\"stream\":\""
                + output.stream().wireName() + "\",\"timeMs\":" + timeMs + ",\"chunk\":\"");
        byte[] chunk = output.chunk().bytes();
        byte[] base64 = Base64.getEncoder().encode(chunk);
        byte[] rest = new byte[head.length + base64.length + 3];
        System.arraycopy(head, 0, rest, 0, head.length);
        System.arraycopy(base64, 0, rest, head.length, base64.length);
        rest[rest.length - 3] = '"';
        rest[rest.length - 2] = '}';
        rest[rest.length - 1] = '}';
        return ByteChunk.of(rest);
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }
}
