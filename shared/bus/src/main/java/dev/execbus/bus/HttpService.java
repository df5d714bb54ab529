package dev.execbus.bus;

import dev.execbus.protocol.HttpMethods.CancelParams;
import dev.execbus.protocol.HttpMethods.CancelResponse;
import dev.execbus.protocol.HttpMethods.RequestParams;
import dev.execbus.protocol.HttpMethods.RequestResponse;
import io.vertx.core.Future;
import java.time.Duration;

/** Requests that a worker makes for clients. One address per worker. */
public interface HttpService {
    /** The longest a request without a timeout of its own may take until its answer. */
    Duration DEADLINE = Duration.ofHours(1);

    sealed interface Message extends BusMessage {}

    sealed interface Command extends Message {
        Attachment from();
    }

    record Request(Attachment from, RequestParams params) implements Command {}

    record Cancel(Attachment from, CancelParams params) implements Command {}

    record Answered(RequestResponse response) implements Message {}

    record Cancelled(CancelResponse response) implements Message {}

    Future<Answered> request(Request request);

    Future<Cancelled> cancel(Cancel cancel);

    static HttpService on(Bus bus, NodeName worker) {
        String address = address(worker);
        return new HttpService() {
            @Override
            public Future<Answered> request(Request request) {
                return bus.request(address, request, Answered.class, DEADLINE);
            }

            @Override
            public Future<Cancelled> cancel(Cancel cancel) {
                return bus.request(address, cancel, Cancelled.class);
            }
        };
    }

    static Future<Void> serve(Bus bus, NodeName worker, HttpService service) {
        return bus.serve(address(worker), Command.class, command -> switch (command) {
            case Request request -> service.request(request);
            case Cancel cancel -> service.cancel(cancel);
        });
    }

    private static String address(NodeName worker) {
        return "execbus.http." + worker;
    }
}
