package dev.execbus.http;

import dev.execbus.protocol.ErrorCode;
import dev.execbus.protocol.ExecbusException;

/** The peer's words for what goes wrong under way. Causes are not told: they may name addresses. */
final class RequestFailures {
    /** Of a body, in the last frame. */
    static final String CUT_BODY = "error decoding response body";

    /** Of a body, in the last frame. */
    static final String CANCELLED_BODY = "cancelled";

    private RequestFailures() {}

    /** @param cause passed on when it is meant for the client */
    static ExecbusException sending(RequestUrl url, Throwable cause) {
        return cause instanceof ExecbusException told
                ? told
                : ExecbusException.internal("http/request failed: error sending request for url (" + url + ")");
    }

    /** @param cause passed on when it is meant for the client */
    static ExecbusException reading(Throwable cause) {
        return cause instanceof ExecbusException told
                ? told
                : ExecbusException.internal("failed to read http/request response body: " + CUT_BODY);
    }

    static ExecbusException noTime() {
        return ExecbusException.internal("http/request failed: route-aware request timed out");
    }

    static ExecbusException tooManyRedirects() {
        return ExecbusException.internal("http/request failed: too many redirects");
    }

    static ExecbusException cancelled() {
        return ExecbusException.internal("http/request failed: cancelled");
    }

    static ExecbusException alreadyActive(String requestId) {
        return ExecbusException.invalidParams(
                "http/request streamResponse requestId `" + requestId + "` is already active");
    }

    static ExecbusException tooLong(long limit) {
        return ExecbusException.resourceExhausted("http/request response body is longer than " + limit
                + " bytes, the limit of this server for a buffered answer: ask for it with streamResponse");
    }

    static ExecbusException tooMany(String where, int limit) {
        return ExecbusException.resourceExhausted(
                limit + " http requests are under way " + where + ", the limit of this server: try again later");
    }

    static ExecbusException stale() {
        return new ExecbusException(ErrorCode.STALE_ATTACHMENT, "the connection no longer speaks for this session");
    }
}
