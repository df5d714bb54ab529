package dev.execbus.client;

import dev.execbus.protocol.HttpMethods.CancelParams;
import dev.execbus.protocol.HttpMethods.CancelResponse;
import dev.execbus.protocol.HttpMethods.RequestParams;
import dev.execbus.protocol.HttpMethods.RequestResponse;
import io.vertx.core.Future;

/** What is asked of who makes HTTP requests; never asked again. Confined to the backend's loop. */
interface HttpCalls {
    Future<RequestResponse> request(RequestParams params);

    Future<CancelResponse> cancel(CancelParams params);
}
