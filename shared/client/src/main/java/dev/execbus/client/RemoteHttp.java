package dev.execbus.client;

import dev.execbus.client.Request.Repeat;
import dev.execbus.protocol.ExecbusException;
import dev.execbus.protocol.HttpMethods;
import dev.execbus.protocol.HttpMethods.BodyDeltaNotification;
import dev.execbus.protocol.HttpMethods.CancelParams;
import dev.execbus.protocol.HttpMethods.CancelResponse;
import dev.execbus.protocol.HttpMethods.RequestParams;
import dev.execbus.protocol.HttpMethods.RequestResponse;
import dev.execbus.protocol.HttpWire;
import io.vertx.core.Future;
import java.util.function.Consumer;

/** HTTP requests that a server makes. */
final class RemoteHttp implements Http {
    private final Loop loop;
    private final RemoteCalls calls;
    private final BodyStreams bodies;

    RemoteHttp(Loop loop, RemoteCalls calls, BodyStreams bodies) {
        this.loop = loop;
        this.calls = calls;
        this.bodies = bodies;
    }

    @Override
    public Future<RequestResponse> request(RequestParams params) {
        if (params.streamResponse()) {
            return Future.failedFuture(ExecbusException.invalidParams("somebody has to hear a body in pieces"));
        }
        return loop.ask(() -> ask(params));
    }

    @Override
    public Future<RequestResponse> stream(RequestParams params, Consumer<BodyDeltaNotification> body) {
        if (!params.streamResponse()) {
            return Future.failedFuture(ExecbusException.invalidParams("streamResponse must be true"));
        }
        return loop.ask(() -> {
            bodies.begin(params.requestId(), body);
            return ask(params).onFailure(cause -> bodies.forget(params.requestId()));
        });
    }

    private Future<RequestResponse> ask(RequestParams params) {
        return RemoteCalls.decoded(
                calls.ask(HttpMethods.REQUEST, HttpWire.params(params), Repeat.NEVER, RemoteCalls.LONG),
                RequestResponse.class);
    }

    @Override
    public Future<CancelResponse> cancel(CancelParams params) {
        return loop.ask(() -> RemoteCalls.decoded(
                calls.ask(HttpMethods.CANCEL, HttpWire.params(params), Repeat.NEVER, RemoteCalls.LONG),
                CancelResponse.class));
    }
}
