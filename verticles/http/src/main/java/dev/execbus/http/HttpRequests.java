package dev.execbus.http;

import dev.execbus.bus.Attachment;
import dev.execbus.bus.AttachmentListener;
import dev.execbus.bus.GatewayService;
import dev.execbus.bus.HttpService;
import dev.execbus.bus.Level;
import dev.execbus.bus.NodeName;
import dev.execbus.bus.SessionId;
import dev.execbus.protocol.HttpMethods.CancelResponse;
import dev.execbus.protocol.HttpMethods.RequestParams;
import io.vertx.core.Future;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/**
 * The room's answers. Requests belong to the connection they came from and end with it. Confined to the verticle's
 * context.
 */
final class HttpRequests implements HttpService, AttachmentListener {
    private final HttpCall.Tools tools;
    private final RequestCheck check;
    private final Function<NodeName, GatewayService> gateways;
    private final Level open;
    private final Map<SessionId, Speaker> speakers = new HashMap<>();
    private int underWay;

    /** @param open follows how many requests are under way */
    HttpRequests(HttpCall.Tools tools, RequestCheck check, Function<NodeName, GatewayService> gateways, Level open) {
        this.tools = tools;
        this.check = check;
        this.gateways = gateways;
        this.open = open;
    }

    @Override
    public Future<Answered> request(Request command) {
        Speaker speaker = speaker(command.from());
        RequestParams params = command.params();
        Hop first = check.firstHop(params);
        if (params.streamResponse() && speaker.streams(params.requestId())) {
            throw RequestFailures.alreadyActive(params.requestId());
        }
        if (speaker.underWay() >= tools.settings().perConnection()) {
            throw RequestFailures.tooMany(
                    "for this connection", tools.settings().perConnection());
        }
        if (underWay >= tools.settings().perWorker()) {
            throw RequestFailures.tooMany("on this worker", tools.settings().perWorker());
        }
        return started(speaker, params, first);
    }

    private Future<Answered> started(Speaker speaker, RequestParams params, Hop first) {
        HttpCall[] self = new HttpCall[1];
        HttpCall call = new HttpCall(tools, speaker.attachment(), speaker.gateway(), params, first, () -> {
            speaker.remove(self[0]);
            underWay--;
            open.down();
        });
        self[0] = call;
        speaker.add(call);
        underWay++;
        open.up();
        return call.run();
    }

    @Override
    public Future<Cancelled> cancel(Cancel command) {
        boolean cancelled = speaker(command.from()).cancel(command.params().requestId());
        return Future.succeededFuture(new Cancelled(new CancelResponse(cancelled)));
    }

    @Override
    public Future<Acknowledged> changed(Changed changed) {
        switch (changed) {
            case Attached attached -> attached(attached.attachment());
            case Detached detached -> detached(detached);
            case Ended ended -> gone(ended.session());
        }
        return Future.succeededFuture(new Acknowledged());
    }

    /** The room closes. */
    void abandonAll() {
        List.copyOf(speakers.keySet()).forEach(this::gone);
    }

    private void attached(Attachment attachment) {
        Speaker before = speakers.get(attachment.session());
        if (before == null || !before.attachment().equals(attachment)) {
            gone(attachment.session());
            speakers.put(attachment.session(), new Speaker(attachment, gateways.apply(attachment.gateway())));
        }
    }

    private void detached(Detached detached) {
        Speaker speaker = speakers.get(detached.session());
        if (speaker != null && speaker.attachment().epoch() == detached.epoch()) {
            gone(detached.session());
        }
    }

    private void gone(SessionId session) {
        Speaker speaker = speakers.remove(session);
        if (speaker != null) {
            speaker.abandonAll();
        }
    }

    private Speaker speaker(Attachment from) {
        Speaker speaker = speakers.get(from.session());
        if (speaker == null || speaker.attachment().epoch() != from.epoch()) {
            throw RequestFailures.stale();
        }
        return speaker;
    }
}
