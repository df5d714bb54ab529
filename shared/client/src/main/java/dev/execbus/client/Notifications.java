package dev.execbus.client;

import com.fasterxml.jackson.databind.JsonNode;
import dev.execbus.client.ExecEvent.Closed;
import dev.execbus.client.ExecEvent.Exited;
import dev.execbus.client.ExecEvent.Output;
import dev.execbus.protocol.Base64Text;
import dev.execbus.protocol.HttpMethods.BodyDeltaNotification;
import dev.execbus.protocol.MalformedFrameException;
import dev.execbus.protocol.ProcessMethods.ClosedNotification;
import dev.execbus.protocol.ProcessMethods.ExitedNotification;
import dev.execbus.protocol.RpcFrames;
import dev.execbus.protocol.StreamName;

/** Reads what a server tells without being asked, members it does not know aside. Stateless. */
final class Notifications {
    private Notifications() {}

    static Heard output(JsonNode params) throws MalformedFrameException {
        try {
            return new Heard.Event(
                    new Output(seq(params), stream(params.path("stream")), Base64Text.decode(text(params, "chunk"))));
        } catch (IllegalArgumentException e) {
            throw new MalformedFrameException("output that is no base64");
        }
    }

    static Heard exited(JsonNode params) throws MalformedFrameException {
        long seq = seq(params);
        if (!params.path("exitCode").isIntegralNumber()) {
            throw new MalformedFrameException("an exit without a code");
        }
        ExitedNotification exited = RpcFrames.answer(params, ExitedNotification.class);
        return params.hasNonNull("sandboxDenied")
                ? new Heard.Event(new Exited(seq, exited.exitCode(), exited.sandboxDenied(), exited.verdict()))
                : new Heard.BareExit(seq, exited.exitCode());
    }

    static Heard closed(JsonNode params) throws MalformedFrameException {
        ClosedNotification closed = RpcFrames.answer(params, ClosedNotification.class);
        return params.hasNonNull("seq")
                ? new Heard.Event(new Closed(seq(params), closed.streams()))
                : new Heard.BareClose();
    }

    static BodyDeltaNotification bodyDelta(JsonNode params) throws MalformedFrameException {
        return RpcFrames.answer(params, BodyDeltaNotification.class);
    }

    static String processId(JsonNode params) throws MalformedFrameException {
        return text(params, "processId").textValue();
    }

    private static JsonNode text(JsonNode params, String name) throws MalformedFrameException {
        JsonNode value = params == null ? null : params.get(name);
        if (value == null || !value.isTextual()) {
            throw new MalformedFrameException("a notification without " + name);
        }
        return value;
    }

    private static long seq(JsonNode params) throws MalformedFrameException {
        long seq = params.path("seq").asLong();
        if (seq < 1) {
            throw new MalformedFrameException("an event without a number");
        }
        return seq;
    }

    private static StreamName stream(JsonNode name) throws MalformedFrameException {
        for (StreamName stream : StreamName.values()) {
            if (stream.wireName().equals(name.textValue())) {
                return stream;
            }
        }
        throw new MalformedFrameException("output of an unknown stream");
    }
}
