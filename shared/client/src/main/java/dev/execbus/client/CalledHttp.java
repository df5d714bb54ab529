package dev.execbus.client;

import dev.execbus.protocol.ExecbusException;
import dev.execbus.protocol.HttpMethods.BodyDeltaNotification;
import dev.execbus.protocol.HttpMethods.CancelParams;
import dev.execbus.protocol.HttpMethods.CancelResponse;
import dev.execbus.protocol.HttpMethods.RequestParams;
import dev.execbus.protocol.HttpMethods.RequestResponse;
import io.vertx.core.Future;
import java.util.function.Consumer;

/** HTTP requests that a server or a worker makes. */
final class CalledHttp implements Http {
    private final Loop loop;
    private final HttpCalls calls;
    private final BodyStreams bodies;

    CalledHttp(Loop loop, HttpCalls calls, BodyStreams bodies) {
        this.loop = loop;
        this.calls = calls;
        this.bodies = bodies;
    }

    @Override
    public Future<RequestResponse> request(RequestParams params) {
        if (params.streamResponse()) {
            return Future.failedFuture(ExecbusException.invalidParams("somebody has to hear a body in pieces"));
        }
        return loop.ask(() -> calls.request(params));
    }

    @Override
    public Future<RequestResponse> stream(RequestParams params, Consumer<BodyDeltaNotification> body) {
        if (!params.streamResponse()) {
            return Future.failedFuture(ExecbusException.invalidParams("streamResponse must be true"));
        }
        return loop.ask(() -> {
            bodies.begin(params.requestId(), body);
            return calls.request(params).onFailure(cause -> bodies.forget(params.requestId()));
        });
    }

    @Override
    public Future<CancelResponse> cancel(CancelParams params) {
        return loop.ask(() -> calls.cancel(params));
    }
}
