package dev.execbus.client;

import dev.execbus.bus.HttpService;
import dev.execbus.protocol.ExecbusException;
import dev.execbus.protocol.HttpMethods.BodyDeltaNotification;
import dev.execbus.protocol.HttpMethods.CancelParams;
import dev.execbus.protocol.HttpMethods.CancelResponse;
import dev.execbus.protocol.HttpMethods.RequestParams;
import dev.execbus.protocol.HttpMethods.RequestResponse;
import io.vertx.core.Future;
import java.util.function.Consumer;

/** The HTTP room of a worker. */
final class BusHttp implements Http {
    private final Loop loop;
    private final BusSession session;
    private final HttpService http;
    private final BodyStreams bodies;

    BusHttp(Loop loop, BusSession session, HttpService http, BodyStreams bodies) {
        this.loop = loop;
        this.session = session;
        this.http = http;
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
        return session.askOnce(from -> http.request(new HttpService.Request(from, params)))
                .map(HttpService.Answered::response);
    }

    @Override
    public Future<CancelResponse> cancel(CancelParams params) {
        return loop.ask(() -> session.askOnce(from -> http.cancel(new HttpService.Cancel(from, params)))
                .map(HttpService.Cancelled::response));
    }
}
