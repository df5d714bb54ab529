package dev.execbus.protocol;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.OutputStream;

/**
 * Frames to messages and back: JSON-RPC 2.0 without the {@code jsonrpc} member, which is never sent and ignored when
 * received. Stateless, any thread.
 */
public final class RpcFrames {
    /** More JSON values than this in one message are refused, as the peer does: scalars, arrays and objects count one each. */
    public static final int MAX_VALUES = 262_144;

    private RpcFrames() {}

    public static RpcMessage decode(byte[] frame, int offset, int length) throws MalformedFrameException {
        LongText text = LongText.in(frame, offset, length);
        JsonNode tree = text == null ? null : parseAround(text, frame, offset, length);
        if (tree == null) {
            tree = parse(frame, offset, length);
        }
        if (!(tree instanceof ObjectNode envelope)) {
            throw new MalformedFrameException("expected a JSON-RPC object");
        }
        if (values(envelope, 0) > MAX_VALUES) {
            throw new MalformedFrameException("JSON-RPC message exceeds the limit of " + MAX_VALUES + " JSON values");
        }
        return message(envelope);
    }

    public static RpcMessage decode(byte[] frame) throws MalformedFrameException {
        return decode(frame, 0, frame.length);
    }

    public static byte[] response(RpcId id, Object result) {
        return Json.bytes(new ResponseFrame(id, result));
    }

    /** Writes what {@link #response(RpcId, Object)} makes; {@code out} is closed by this. */
    public static void response(RpcId id, Object result, OutputStream out) {
        Json.write(new ResponseFrame(id, result), out);
    }

    /** Of a response: room to begin with, near its length where that is long. */
    public static int room(Object result) {
        int bytes = result instanceof FileMethods.ReadBlockResponse block
                ? block.chunk().length()
                : result instanceof FileMethods.ReadFileResponse file
                        ? file.dataBase64().length()
                        : 0;
        return 512 + bytes / 3 * 4;
    }

    public static byte[] failure(RpcId id, ErrorCode code, String message) {
        return Json.bytes(new FailureFrame(new FailureBody(code.number(), message), id));
    }

    public static byte[] request(RpcId id, String method, Object params) {
        return Json.bytes(new RequestFrame(id, method, params));
    }

    public static byte[] notification(String method, Object params) {
        return Json.bytes(new NotificationFrame(method, params));
    }

    /** Reads a response's result as a record of this package; for clients. */
    public static <R> R result(JsonNode result, Class<R> type) throws IOException {
        return Json.MAPPER.treeToValue(result, type);
    }

    /** {@link #result} of a server that may be of another release: members this house does not know are ignored. */
    public static <R> R answer(JsonNode result, Class<R> type) throws MalformedFrameException {
        try {
            return Json.ANSWERS.treeToValue(result, type);
        } catch (JsonProcessingException e) {
            // Without its words, which may hold what was answered.
            throw new MalformedFrameException("this is no " + type.getSimpleName());
        }
    }

    /** A params record as the tree a decoder of this package reads; for clients and tests. */
    public static JsonNode tree(Object params) {
        return Json.tree(params);
    }

    /** Null when it has to be parsed as a whole. */
    private static JsonNode parseAround(LongText text, byte[] frame, int offset, int length) {
        byte[] rest = text.without(frame, offset, length);
        try {
            JsonNode tree = parse(rest, 0, rest.length);
            return text.putBack(tree, rest, frame) ? tree : null;
        } catch (MalformedFrameException e) {
            // Told of the whole frame, by whoever parses that.
            return null;
        }
    }

    private static JsonNode parse(byte[] frame, int offset, int length) throws MalformedFrameException {
        try {
            JsonNode tree = Json.MAPPER.readTree(frame, offset, length);
            if (tree == null || tree.isMissingNode()) {
                throw new MalformedFrameException("EOF while parsing a value at line 1 column 0");
            }
            return tree;
        } catch (StreamConstraintsException e) {
            throw new MalformedFrameException("recursion limit exceeded");
        } catch (JsonProcessingException e) {
            throw new MalformedFrameException(ParseFailures.describe(frame, offset, length, e));
        } catch (IOException e) {
            throw new MalformedFrameException(ParseFailures.unreadable(e));
        }
    }

    private static RpcMessage message(ObjectNode envelope) throws MalformedFrameException {
        JsonNode method = envelope.get("method");
        JsonNode id = envelope.get("id");
        JsonNode trace = trace(envelope.get("trace"));
        if (method != null) {
            if (!method.isTextual()) {
                throw new MalformedFrameException(
                        "invalid type: " + ParamsReader.typeName(method) + ", expected a string");
            }
            JsonNode params = envelope.get("params");
            JsonNode present = params == null || params.isNull() ? null : params;
            return id == null
                    ? new RpcMessage.Notification(method.textValue(), present)
                    : new RpcMessage.Request(
                            rpcId(id),
                            method.textValue(),
                            present,
                            trace.path("traceparent").textValue(),
                            trace.path("tracestate").textValue());
        }
        JsonNode result = envelope.get("result");
        JsonNode error = envelope.get("error");
        if (id != null && result != null) {
            return new RpcMessage.Response(rpcId(id), result);
        }
        if (!(error instanceof ObjectNode body) || id == null) {
            throw new MalformedFrameException("missing field `" + (error == null ? "error" : "id") + "`");
        }
        return new RpcMessage.Failure(
                rpcId(id), body.path("code").asInt(), body.path("message").asText());
    }

    private static RpcId rpcId(JsonNode id) throws MalformedFrameException {
        if (id.isTextual()) {
            return new RpcId.Text(id.textValue());
        }
        if (id.isIntegralNumber() && id.canConvertToLong()) {
            return new RpcId.Numeric(id.longValue());
        }
        throw new MalformedFrameException("data did not match any variant of untagged enum RequestId");
    }

    private static JsonNode trace(JsonNode trace) throws MalformedFrameException {
        if (trace == null || trace.isNull()) {
            return MissingNode.getInstance();
        }
        if (!trace.isObject()) {
            throw new MalformedFrameException(
                    "invalid type: " + ParamsReader.typeName(trace) + ", expected struct W3cTraceContext");
        }
        for (String name : new String[] {"traceparent", "tracestate"}) {
            JsonNode value = trace.get(name);
            if (value != null && !value.isNull() && !value.isTextual()) {
                throw new MalformedFrameException(
                        "invalid type: " + ParamsReader.typeName(value) + ", expected a string");
            }
        }
        return trace;
    }

    private static int values(JsonNode node, int counted) {
        int count = counted + 1;
        if (node.isContainerNode() && count <= MAX_VALUES) {
            for (JsonNode child : node) {
                count = values(child, count);
                if (count > MAX_VALUES) {
                    break;
                }
            }
        }
        return count;
    }

    private record RequestFrame(RpcId id, String method, Object params) {}

    private record NotificationFrame(String method, Object params) {}

    private record ResponseFrame(RpcId id, Object result) {}

    private record FailureFrame(FailureBody error, RpcId id) {}

    private record FailureBody(int code, String message) {}
}
