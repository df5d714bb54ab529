package dev.execbus.protocol;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;

/** {@code http/*}: requests that the worker makes for a client. */
public final class HttpMethods {
    private static final String FAMILY = "http";

    public static final RpcMethod<RequestParams> REQUEST =
            new RpcMethod<>("http/request", FAMILY, RequestParams::decode);
    /** Extension. */
    public static final RpcMethod<CancelParams> CANCEL = new RpcMethod<>("http/cancel", FAMILY, CancelParams::decode);

    public static final String BODY_DELTA = "http/request/bodyDelta";

    private HttpMethods() {}

    /** What to do with an answer that names another place. */
    public enum RedirectPolicy {
        FOLLOW,
        STOP
    }

    /** @param valueEnvVar a variable of the server whose content is put behind the value; null for none */
    public record RequestHeader(String name, String value, String valueEnvVar) {
        static RequestHeader decode(JsonNode node) {
            ParamsReader in = ParamsReader.of(node, "HttpHeader", "name", "value", "valueEnvVar");
            return new RequestHeader(in.string("name"), in.string("value"), in.optionalString("valueEnvVar"));
        }

        /** Values may be secrets. */
        @Override
        public String toString() {
            return "RequestHeader[" + name + "]";
        }
    }

    /**
     * @param body null for none
     * @param timeoutMs from the request to the last byte of the answer; {@link Long#MAX_VALUE} for none
     * @param requestId under which a streamed body is told and can be cancelled
     */
    public record RequestParams(
            String method,
            String url,
            List<RequestHeader> headers,
            ByteChunk body,
            long timeoutMs,
            RedirectPolicy redirectPolicy,
            String requestId,
            boolean streamResponse) {
        public RequestParams {
            headers = List.copyOf(headers);
        }

        static RequestParams decode(JsonNode params, Dialect dialect) {
            ParamsReader in = ParamsReader.of(
                    params,
                    "HttpRequestParams",
                    "method",
                    "url",
                    "headers",
                    "bodyBase64",
                    "timeoutMs",
                    "redirectPolicy",
                    "requestId",
                    "streamResponse");
            String method = in.string("method");
            String url = in.string("url");
            List<RequestHeader> headers = headers(in);
            String body = in.optionalString("bodyBase64");
            long timeoutMs = in.unsigned("timeoutMs", Long.MAX_VALUE);
            RedirectPolicy redirects = redirects(in);
            String requestId = in.string("requestId");
            ProcessMethods.checkLength("requestId", requestId);
            return new RequestParams(
                    method,
                    url,
                    headers,
                    body == null ? null : Base64Text.param(body),
                    timeoutMs,
                    redirects,
                    requestId,
                    in.bool("streamResponse", false));
        }

        private static List<RequestHeader> headers(ParamsReader in) {
            if (!in.has("headers")) {
                return List.of();
            }
            JsonNode nodes = in.optional("headers");
            if (nodes == null || !nodes.isArray()) {
                throw ParamsReader.invalidType(nodes, "a sequence");
            }
            List<RequestHeader> headers = new ArrayList<>(nodes.size());
            nodes.forEach(node -> headers.add(RequestHeader.decode(node)));
            return headers;
        }

        private static RedirectPolicy redirects(ParamsReader in) {
            if (!in.has("redirectPolicy")) {
                return RedirectPolicy.FOLLOW;
            }
            String name = in.string("redirectPolicy");
            return switch (name) {
                case "follow" -> RedirectPolicy.FOLLOW;
                case "stop" -> RedirectPolicy.STOP;
                default ->
                    throw ExecbusException.invalidParams("unknown variant `" + name + "`, expected `follow` or `stop`");
            };
        }

        /** URLs, headers and bodies may hold secrets. */
        @Override
        public String toString() {
            return "RequestParams[" + requestId + "]";
        }
    }

    public record ResponseHeader(String name, String value) {}

    /** @param bodyBase64 empty for a streamed body, which follows in notifications */
    public record RequestResponse(int status, List<ResponseHeader> headers, ByteChunk bodyBase64) {
        public RequestResponse {
            headers = List.copyOf(headers);
        }
    }

    public record CancelParams(String requestId) {
        static CancelParams decode(JsonNode params, Dialect dialect) {
            return new CancelParams(
                    ParamsReader.of(params, "HttpCancelParams", "requestId").string("requestId"));
        }
    }

    /** @param cancelled whether there was such a request under way */
    public record CancelResponse(boolean cancelled) {}

    /**
     * @param seq from 1 without gaps
     * @param done the last one, with an empty delta
     * @param error why the body is not complete; null when it is, and before the last one
     */
    public record BodyDeltaNotification(
            String requestId, long seq, ByteChunk deltaBase64, boolean done, String error) {}
}
