package dev.execbus.client;

import dev.execbus.protocol.HttpMethods.BodyDeltaNotification;
import dev.execbus.protocol.HttpMethods.CancelParams;
import dev.execbus.protocol.HttpMethods.CancelResponse;
import dev.execbus.protocol.HttpMethods.RequestParams;
import dev.execbus.protocol.HttpMethods.RequestResponse;
import io.vertx.core.Future;
import java.util.function.Consumer;

/**
 * HTTP requests that are made from where a backend's processes run. A request ends with the connection it was made on: then
 * it fails, and is not made again. All methods may be called from any thread.
 */
public interface Http {
    /** With a body that comes as a whole. */
    Future<RequestResponse> request(RequestParams params);

    /**
     * With a body that comes in pieces: {@code body} hears them in order on the backend's context, the last one {@code done}.
     * If the connection is lost, the last one says so in its {@code error}.
     */
    Future<RequestResponse> stream(RequestParams params, Consumer<BodyDeltaNotification> body);

    /** Ends a request that is under way; an extension. */
    Future<CancelResponse> cancel(CancelParams params);
}
