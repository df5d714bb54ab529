package dev.execbus.http;

import dev.execbus.bus.Attachment;
import dev.execbus.bus.Bus;
import dev.execbus.bus.ClientEvent;
import dev.execbus.bus.GatewayService;
import dev.execbus.bus.HttpEvent.BodyDelta;
import dev.execbus.bus.HttpService;
import dev.execbus.bus.NodeName;
import dev.execbus.protocol.HttpMethods.BodyDeltaNotification;
import dev.execbus.protocol.HttpMethods.CancelParams;
import dev.execbus.protocol.HttpMethods.CancelResponse;
import dev.execbus.protocol.HttpMethods.RequestParams;
import dev.execbus.protocol.HttpMethods.RequestResponse;
import dev.execbus.testkit.Eventually;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.VerticleBase;
import java.io.ByteArrayOutputStream;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;

/** A gateway with one client, on a context of its own. What reaches the client is kept in its order. */
final class FakeClient extends VerticleBase implements GatewayService {
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    /** What the client got for a request. */
    record Answer(String requestId, RequestResponse response) {}

    final List<Object> seen = new CopyOnWriteArrayList<>();
    private final Bus bus;
    private final NodeName name;
    private final HttpService http;
    private final ArrayDeque<Promise<Delivered>> held = new ArrayDeque<>();
    private boolean holding;
    private boolean broken;

    FakeClient(Bus bus, NodeName name, NodeName worker) {
        this.bus = bus;
        this.name = name;
        this.http = HttpService.on(bus, worker);
    }

    @Override
    public Future<?> start() {
        return GatewayService.serve(bus, name, this);
    }

    @Override
    public Future<Delivered> deliver(Deliver deliver) {
        for (ClientEvent event : deliver.events()) {
            seen.add(((BodyDelta) event).notification());
        }
        if (broken) {
            return Future.failedFuture(RequestFailures.stale());
        }
        if (!holding) {
            return Future.succeededFuture(new Delivered());
        }
        Promise<Delivered> credit = Promise.promise();
        held.add(credit);
        return credit.future();
    }

    @Override
    public Future<Audited> audit(Audit audit) {
        return Future.succeededFuture(new Audited(List.of()));
    }

    /** No credits until {@link #grantAll}. */
    void hold() throws Exception {
        onContext(() -> holding = true);
    }

    void grantAll() throws Exception {
        onContext(() -> {
            holding = false;
            held.forEach(credit -> credit.complete(new Delivered()));
            held.clear();
        });
    }

    /** From now on no delivery succeeds. */
    void breakDown() throws Exception {
        onContext(() -> broken = true);
    }

    private void onContext(Runnable task) throws Exception {
        Promise<Void> done = Promise.promise();
        context.runOnContext(ignored -> {
            task.run();
            done.complete();
        });
        Waiting.done(done.future());
    }

    Future<RequestResponse> request(Attachment from, RequestParams params) {
        Promise<RequestResponse> answered = Promise.promise();
        context.runOnContext(ignored -> http.request(new HttpService.Request(from, params))
                .map(HttpService.Answered::response)
                .onComplete(done -> {
                    if (done.succeeded()) {
                        seen.add(new Answer(params.requestId(), done.result()));
                    }
                    answered.complete(done.result(), done.cause());
                }));
        return answered.future();
    }

    CancelResponse cancel(Attachment from, String requestId) throws Exception {
        return http.cancel(new HttpService.Cancel(from, new CancelParams(requestId)))
                .map(HttpService.Cancelled::response)
                .toCompletionStage()
                .toCompletableFuture()
                .get(10, TimeUnit.SECONDS);
    }

    List<BodyDeltaNotification> deltas(String requestId) {
        List<BodyDeltaNotification> deltas = new ArrayList<>();
        for (Object each : seen) {
            if (each instanceof BodyDeltaNotification delta && delta.requestId().equals(requestId)) {
                deltas.add(delta);
            }
        }
        return deltas;
    }

    /** Waits for the last frame. */
    BodyDeltaNotification last(String requestId) {
        Eventually.holds("the done frame of " + requestId, PATIENCE, () -> {
            List<BodyDeltaNotification> deltas = deltas(requestId);
            return !deltas.isEmpty() && deltas.getLast().done();
        });
        return deltas(requestId).getLast();
    }

    byte[] body(String requestId) {
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        deltas(requestId).forEach(delta -> body.writeBytes(delta.deltaBase64().bytes()));
        return body.toByteArray();
    }
}
