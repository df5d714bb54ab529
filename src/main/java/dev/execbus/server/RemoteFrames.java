package dev.execbus.server;

import com.fasterxml.jackson.databind.JsonNode;
import dev.execbus.protocol.Base64Text;
import dev.execbus.protocol.ProcessMethods;
import dev.execbus.protocol.RpcMessage;
import dev.execbus.protocol.StreamName;
import dev.execbus.server.RemoteEvent.Closed;
import dev.execbus.server.RemoteEvent.Exited;
import dev.execbus.server.RemoteEvent.Output;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/** Reads what a server says about processes, members it does not know aside. */
final class RemoteFrames {
    private RemoteFrames() {}

    /** Nothing for another process, and for what is no process event. */
    static Optional<RemoteEvent> event(RpcMessage.Notification notification, String processId) {
        JsonNode params = notification.params();
        if (params == null || !params.path("processId").asText().equals(processId)) {
            return Optional.empty();
        }
        long seq = params.path("seq").asLong();
        return switch (notification.method()) {
            case ProcessMethods.OUTPUT -> Optional.of(output(params));
            case ProcessMethods.EXITED ->
                Optional.of(new Exited(seq, params.path("exitCode").asInt()));
            case ProcessMethods.CLOSED -> Optional.of(new Closed(seq));
            default -> Optional.empty();
        };
    }

    static ReadAnswer readAnswer(JsonNode result) {
        List<Output> chunks = new ArrayList<>();
        for (JsonNode chunk : result.path("chunks")) {
            chunks.add(output(chunk));
        }
        JsonNode exitCode = result.path("exitCode");
        return new ReadAnswer(
                chunks,
                result.path("nextSeq").asLong(),
                exitCode.isNumber() ? OptionalInt.of(exitCode.asInt()) : OptionalInt.empty(),
                result.path("closed").asBoolean());
    }

    private static Output output(JsonNode node) {
        return new Output(
                node.path("seq").asLong(),
                stream(node.path("stream").asText()),
                Base64Text.decode(node.path("chunk").asText()));
    }

    private static StreamName stream(String name) {
        for (StreamName stream : StreamName.values()) {
            if (stream.wireName().equals(name)) {
                return stream;
            }
        }
        throw new IllegalArgumentException("unknown stream " + name);
    }
}
