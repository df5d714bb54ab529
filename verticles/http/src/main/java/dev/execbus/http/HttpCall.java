package dev.execbus.http;

import dev.execbus.bus.Attachment;
import dev.execbus.bus.GatewayService;
import dev.execbus.bus.HttpService;
import dev.execbus.bus.HttpService.Answered;
import dev.execbus.protocol.ByteChunk;
import dev.execbus.protocol.ExecbusException;
import dev.execbus.protocol.HttpMethods.RedirectPolicy;
import dev.execbus.protocol.HttpMethods.RequestParams;
import dev.execbus.protocol.HttpMethods.RequestResponse;
import dev.execbus.protocol.HttpMethods.ResponseHeader;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpClientResponse;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** One request of a client with all its hops, until its body is read or taken to the client. Confined to a context. */
final class HttpCall {
    /** Sooner than who waits for the answer gives up. */
    private static final long ANSWER_MILLIS =
            HttpService.DEADLINE.minus(Duration.ofSeconds(10)).toMillis();

    private static final long LONGEST_MILLIS = Duration.ofDays(365).toMillis();

    /** What all calls have in common. */
    record Tools(Context context, Router router, Connector connector, ByteBudget budget, HttpSettings settings) {}

    private final Tools tools;
    private final Attachment from;
    private final GatewayService gateway;
    private final RequestParams params;
    private final ByteBudget.Share share;
    private final Runnable onOver;
    private final long startedNanos = System.nanoTime();
    private final Promise<Answered> answer = Promise.promise();
    private Deadline deadline;
    private HttpClientRequest request;
    private HttpClientResponse response;
    private StreamedBody stream;
    private boolean reading;
    private boolean over;
    private Hop hop;

    /** @param onOver called once, when the request id is free again and nothing is held any more */
    HttpCall(Tools tools, Attachment from, GatewayService gateway, RequestParams params, Hop first, Runnable onOver) {
        this.tools = tools;
        this.from = from;
        this.gateway = gateway;
        this.params = params;
        this.hop = first;
        this.onOver = onOver;
        this.share = tools.budget().share();
    }

    boolean isStream() {
        return params.streamResponse();
    }

    String requestId() {
        return params.requestId();
    }

    Future<Answered> run() {
        if (params.timeoutMs() == 0) {
            fail(RequestFailures.noTime());
            return answer.future();
        }
        deadline = new Deadline(tools.context(), Math.min(params.timeoutMs(), ANSWER_MILLIS), this::timedOut);
        try {
            share.grow(hop.body() == null ? 0 : hop.body().length());
            proceed(0);
        } catch (ExecbusException e) {
            fail(e);
        }
        return answer.future();
    }

    /** The client asks for it. */
    void cancel() {
        if (stream != null) {
            stream.finish(RequestFailures.CANCELLED_BODY);
        } else {
            fail(RequestFailures.cancelled());
        }
    }

    /** There is no client any more. */
    void abandon() {
        if (stream != null) {
            stream.abandon();
        }
        fail(RequestFailures.cancelled());
    }

    private void timedOut() {
        if (stream != null) {
            stream.finish(RequestFailures.CUT_BODY);
        } else {
            fail(reading ? RequestFailures.reading(null) : RequestFailures.sending(hop.url(), null));
        }
    }

    private void proceed(int redirects) {
        Hop current = hop;
        tools.router()
                .route(current.url(), redirects)
                .compose(route -> over ? Future.failedFuture(RequestFailures.cancelled()) : sent(current, route))
                .onComplete(done -> {
                    if (over) {
                        return;
                    }
                    if (done.failed()) {
                        fail(RequestFailures.sending(current.url(), done.cause()));
                    } else {
                        response = done.result();
                        answered(redirects);
                    }
                });
    }

    private Future<HttpClientResponse> sent(Hop current, Route route) {
        return tools.connector().open(current, route).compose(opened -> {
            // Without handlers failures are logged, with what the server sent; the answer's future tells them as well.
            opened.exceptionHandler(ignored -> {});
            opened.connection().exceptionHandler(ignored -> {});
            if (over) {
                opened.reset();
                return Future.failedFuture(RequestFailures.cancelled());
            }
            request = opened;
            return Connector.send(opened, current, route);
        });
    }

    private void answered(int redirects) {
        response.pause();
        Hop next = params.redirectPolicy() == RedirectPolicy.FOLLOW
                ? Redirects.next(hop, response.statusCode(), response.getHeader("location"))
                : null;
        if (next != null) {
            follow(next, redirects);
            return;
        }
        List<ResponseHeader> headers = HeaderRules.told(response.headers());
        reading = true;
        if (isStream()) {
            stream(headers);
        } else {
            new BufferedBody(response, tools.settings().bufferedBytes(), share)
                    .read()
                    .onComplete(done -> {
                        if (done.failed()) {
                            fail(RequestFailures.reading(done.cause()));
                        } else {
                            answer(headers, done.result());
                            settle(isReusable());
                        }
                    });
        }
    }

    private void follow(Hop next, int redirects) {
        release();
        if (redirects == tools.settings().redirects()) {
            fail(RequestFailures.tooManyRedirects());
            return;
        }
        hop = next;
        try {
            proceed(redirects + 1);
        } catch (ExecbusException e) {
            fail(e);
        }
    }

    /** The connection of a redirect is kept only when there is nothing more to read from it. */
    private void release() {
        response.exceptionHandler(ignored -> {});
        if ("0".equals(response.getHeader("content-length"))) {
            response.resume();
        } else {
            HardClose.of(request, response);
        }
        request = null;
        response = null;
    }

    private void stream(List<ResponseHeader> headers) {
        StreamedBody body = new StreamedBody(
                tools.context(), response, requestId(), from, gateway, whole -> settle(whole && isReusable()));
        stream = body;
        deadline.cancel();
        if (params.timeoutMs() <= LONGEST_MILLIS) {
            long past = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - startedNanos);
            deadline = new Deadline(tools.context(), Math.max(1, params.timeoutMs() - past), this::timedOut);
        }
        share.close();
        answer(headers, ByteChunk.EMPTY);
        // The answer was sent when its future was completed; deliveries go to the same gateway after it.
        tools.context().runOnContext(ignored -> body.start());
    }

    private void answer(List<ResponseHeader> headers, ByteChunk body) {
        answer.tryComplete(new Answered(new RequestResponse(response.statusCode(), headers, body)));
    }

    /** After an upgrade the connection speaks another language; after another interim answer there comes one more. */
    private boolean isReusable() {
        return response.statusCode() >= 200;
    }

    private void fail(ExecbusException failure) {
        if (!over) {
            settle(false);
            answer.tryFail(failure);
        }
    }

    /** @param reusable whether the connection may serve another request; it is closed otherwise */
    private void settle(boolean reusable) {
        if (over) {
            return;
        }
        over = true;
        if (deadline != null) {
            deadline.cancel();
        }
        if (request != null && !reusable) {
            HardClose.of(request, response);
        }
        share.close();
        onOver.run();
    }
}
