package dev.execbus.http;

import dev.execbus.bus.Attachment;
import dev.execbus.bus.AttachmentListener;
import dev.execbus.bus.AttachmentListener.Attached;
import dev.execbus.bus.AttachmentListener.Room;
import dev.execbus.bus.Bus;
import dev.execbus.bus.ConnectionId;
import dev.execbus.bus.NodeName;
import dev.execbus.bus.SessionId;
import dev.execbus.protocol.ByteChunk;
import dev.execbus.protocol.HttpMethods.RedirectPolicy;
import dev.execbus.protocol.HttpMethods.RequestHeader;
import dev.execbus.protocol.HttpMethods.RequestParams;
import dev.execbus.protocol.HttpMethods.RequestResponse;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.Map;

/** The room, deployed, with one attached client. */
final class HttpRoom {
    private static final NodeName WORKER = new NodeName("w1");
    private static final NodeName GATEWAY = new NodeName("g1");

    final FakeClient client;
    final AttachmentListener attachments;
    final Attachment from = attachment(1);

    private final Vertx vertx;
    private final String deployment;

    private HttpRoom(Vertx vertx, String deployment, FakeClient client, AttachmentListener attachments) {
        this.vertx = vertx;
        this.deployment = deployment;
        this.client = client;
        this.attachments = attachments;
    }

    static HttpRoom open(Vertx vertx, HttpSettings settings) throws Exception {
        Bus bus = Bus.install(vertx);
        FakeClient client = new FakeClient(bus, GATEWAY, WORKER);
        Waiting.done(vertx.deployVerticle(client));
        String deployment = Waiting.done(vertx.deployVerticle(new HttpVerticle(bus, WORKER, settings)));
        HttpRoom room = new HttpRoom(vertx, deployment, client, AttachmentListener.on(bus, Room.HTTP, WORKER));
        Waiting.done(room.attachments.changed(new Attached(room.from)));
        return room;
    }

    static HttpSettings settings(List<String> allow, List<String> deny, Map<String, String> variables) {
        HttpSettings defaults = HttpSettings.DEFAULTS;
        return new HttpSettings(
                allow,
                deny,
                defaults.bufferedBytes(),
                defaults.heldBytes(),
                defaults.perConnection(),
                defaults.perWorker(),
                defaults.frameBytes(),
                defaults.redirects(),
                defaults.connectTimeout(),
                defaults.creditTimeout(),
                defaults.idleTimeout(),
                variables);
    }

    void close() throws Exception {
        Waiting.done(vertx.undeploy(deployment));
    }

    static Attachment attachment(long epoch) {
        return new Attachment(new SessionId("s1"), epoch, GATEWAY, new ConnectionId(epoch));
    }

    static Call get(String url) {
        return new Call("GET", url, List.of(), null, Long.MAX_VALUE, RedirectPolicy.FOLLOW, "r1", false);
    }

    Future<RequestResponse> send(Call call) {
        return client.request(from, call.params());
    }

    RequestResponse answer(Call call) throws Exception {
        return Waiting.done(send(call));
    }

    JsonObject echo(Call call) throws Exception {
        return new JsonObject(answer(call).bodyBase64().utf8());
    }

    /** A request in the making. */
    record Call(
            String method,
            String url,
            List<RequestHeader> headers,
            String body,
            long timeoutMs,
            RedirectPolicy redirects,
            String id,
            boolean streamed) {
        Call method(String other) {
            return new Call(other, url, headers, body, timeoutMs, redirects, id, streamed);
        }

        Call headers(RequestHeader... others) {
            return new Call(method, url, List.of(others), body, timeoutMs, redirects, id, streamed);
        }

        Call body(String other) {
            return new Call(method, url, headers, other, timeoutMs, redirects, id, streamed);
        }

        Call timeout(long millis) {
            return new Call(method, url, headers, body, millis, redirects, id, streamed);
        }

        Call stop() {
            return new Call(method, url, headers, body, timeoutMs, RedirectPolicy.STOP, id, streamed);
        }

        Call streamed(String requestId) {
            return new Call(method, url, headers, body, timeoutMs, redirects, requestId, true);
        }

        Call id(String requestId) {
            return new Call(method, url, headers, body, timeoutMs, redirects, requestId, streamed);
        }

        RequestParams params() {
            return new RequestParams(
                    method,
                    url,
                    headers,
                    body == null ? null : ByteChunk.utf8(body),
                    timeoutMs,
                    redirects,
                    id,
                    streamed);
        }
    }
}
