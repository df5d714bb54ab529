package dev.execbus.http;

import dev.execbus.protocol.ExecbusException;
import dev.execbus.protocol.HttpMethods.RequestParams;
import java.util.ArrayList;
import java.util.List;

/** Turns what a client asks for into the first hop, or refuses it in the peer's words. */
final class RequestCheck {
    private final HeaderRules headers;

    RequestCheck(HeaderRules headers) {
        this.headers = headers;
    }

    Hop firstHop(RequestParams params) {
        if (!HeaderRules.isToken(params.method())) {
            throw ExecbusException.invalidParams("http/request method is invalid: invalid HTTP method");
        }
        if (params.method().equals("CONNECT")) {
            throw ExecbusException.invalidParams(
                    "http/request method is invalid: CONNECT opens a tunnel, and an answer cannot carry one");
        }
        RequestUrl url = url(params.url());
        List<Header> given = new ArrayList<>(headers.given(params.headers(), params.body()));
        String authorization = HeaderRules.basicAuthorization(url.credentials());
        if (authorization != null && !HeaderRules.has(given, "authorization")) {
            given.add(new Header("authorization", authorization, true));
        }
        return new Hop(params.method(), url.withoutCredentials(), given, params.body());
    }

    private static RequestUrl url(String text) {
        String scheme = UrlReader.scheme(text);
        if (scheme != null && !scheme.equals("http") && !scheme.equals("https")) {
            throw ExecbusException.invalidParams("http/request only supports http and https URLs, got " + scheme);
        }
        try {
            return UrlReader.absolute(text);
        } catch (IllegalArgumentException e) {
            throw ExecbusException.invalidParams("http/request url is invalid: " + e.getMessage());
        }
    }
}
