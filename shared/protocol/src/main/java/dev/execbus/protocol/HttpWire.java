package dev.execbus.protocol;

import dev.execbus.protocol.HttpMethods.CancelParams;
import dev.execbus.protocol.HttpMethods.RedirectPolicy;
import dev.execbus.protocol.HttpMethods.RequestHeader;
import dev.execbus.protocol.HttpMethods.RequestParams;
import java.util.LinkedHashMap;
import java.util.Map;

/** Params of {@code http/*} as a client sends them: what their decoders read. Stateless. */
public final class HttpWire {
    private HttpWire() {}

    public static Map<String, Object> params(RequestParams request) {
        Map<String, Object> params = new LinkedHashMap<>();
        params.put("method", request.method());
        params.put("url", request.url());
        params.put("headers", request.headers().stream().map(HttpWire::header).toList());
        if (request.body() != null) {
            params.put("bodyBase64", request.body());
        }
        if (request.timeoutMs() != Long.MAX_VALUE) {
            params.put("timeoutMs", request.timeoutMs());
        }
        params.put("redirectPolicy", request.redirectPolicy() == RedirectPolicy.FOLLOW ? "follow" : "stop");
        params.put("requestId", request.requestId());
        params.put("streamResponse", request.streamResponse());
        return params;
    }

    public static Map<String, Object> params(CancelParams cancel) {
        Map<String, Object> params = new LinkedHashMap<>();
        params.put("requestId", cancel.requestId());
        return params;
    }

    private static Map<String, Object> header(RequestHeader header) {
        Map<String, Object> tree = new LinkedHashMap<>();
        tree.put("name", header.name());
        tree.put("value", header.value());
        if (header.valueEnvVar() != null) {
            tree.put("valueEnvVar", header.valueEnvVar());
        }
        return tree;
    }
}
