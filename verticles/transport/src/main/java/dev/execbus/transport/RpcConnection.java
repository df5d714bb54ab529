package dev.execbus.transport;

import dev.execbus.bus.Attachment;
import dev.execbus.bus.ClientEvent;
import dev.execbus.bus.ConnectionId;
import dev.execbus.bus.Failures;
import dev.execbus.bus.GatewayService.Deliver;
import dev.execbus.bus.GatewayService.Delivered;
import dev.execbus.protocol.Dialect;
import dev.execbus.protocol.ErrorCode;
import dev.execbus.protocol.ExecbusException;
import dev.execbus.protocol.MalformedFrameException;
import dev.execbus.protocol.RpcFrames;
import dev.execbus.protocol.RpcId;
import dev.execbus.protocol.RpcMessage;
import dev.execbus.protocol.RpcMessage.Notification;
import dev.execbus.protocol.RpcMessage.Request;
import dev.execbus.protocol.SessionMethods;
import dev.execbus.protocol.SessionMethods.InitializeParams;
import io.vertx.core.Future;
import io.vertx.core.Promise;

/**
 * One client: reads its messages, runs its requests side by side, and takes events to it. Requests go on in the order
 * they came, answers as they are ready. Confined to its transport's context.
 */
final class RpcConnection implements Door.Visitor {
    /** Unsent bytes above which no more requests are read, and below which reading goes on. */
    private static final long UNSENT_HIGH = 4L << 20;

    private static final long UNSENT_LOW = 1L << 20;

    /** Unsent bytes that another answer may not exceed. */
    private static final long UNSENT_LIMIT = 96L << 20;

    private final ConnectionId id;
    private final Door door;
    private final MethodTable methods;
    private final Attachments attachments;
    private final TransportSettings settings;
    private final Runnable onGone;
    private final Handshake handshake = new Handshake();
    private final EventFrames frames;
    private final Promise<Void> introduced = Promise.promise();
    private int underWay;
    private boolean initializing;
    private boolean ending;
    private boolean gone;

    RpcConnection(
            ConnectionId id,
            Door door,
            MethodTable methods,
            Attachments attachments,
            TransportSettings settings,
            Runnable onGone) {
        this.id = id;
        this.door = door;
        this.methods = methods;
        this.attachments = attachments;
        this.settings = settings;
        this.onGone = onGone;
        this.frames = new EventFrames(door);
    }

    ConnectionId id() {
        return id;
    }

    void close(CloseReason reason) {
        door.close(reason);
    }

    @Override
    public void received(byte[] bytes) {
        RpcMessage message;
        try {
            message = RpcFrames.decode(bytes);
        } catch (MalformedFrameException e) {
            failed(RpcId.MALFORMED, ExecbusException.invalidRequest(door.malformedPrefix() + e.getMessage()));
            return;
        }
        switch (message) {
            case Request request -> request(request);
            case Notification notification -> notified(notification);
            case RpcMessage.Response response -> door.close(CloseReason.PROTOCOL_VIOLATION);
            case RpcMessage.Failure failure -> door.close(CloseReason.PROTOCOL_VIOLATION);
        }
        regulateReading();
    }

    private void notified(Notification notification) {
        if (!notification.method().equals(SessionMethods.INITIALIZED) || !handshake.initialized()) {
            door.close(CloseReason.PROTOCOL_VIOLATION);
        }
    }

    private void request(Request request) {
        try {
            if (request.method().equals(SessionMethods.INITIALIZE.name())) {
                initialize(request);
            } else {
                call(request);
            }
        } catch (RuntimeException e) {
            failed(request.id(), Failures.told(e));
        }
    }

    private void initialize(Request request) {
        InitializeParams params = SessionMethods.INITIALIZE.decoder().decode(request.params(), Dialect.STRICT);
        handshake.begin(dialect(params.clientName()));
        initializing = true;
        attachments.attach(id, params.resumeSessionId()).onComplete(done -> {
            initializing = false;
            if (done.failed()) {
                handshake.failed();
                failed(request.id(), Failures.told(done.cause()));
            } else if (gone) {
                attachments.detach(done.result().attachment());
            } else {
                handshake.succeeded(done.result().attachment());
                send(RpcFrames.response(request.id(), done.result().response()));
                introduced.complete();
            }
            regulateReading();
        });
    }

    private Dialect dialect(String clientName) {
        boolean lenient = settings.lenientClients().contains(clientName)
                || settings.lenientClients().contains("*");
        return lenient ? Dialect.LENIENT : Dialect.STRICT;
    }

    private void call(Request request) {
        Route<?> route = methods.get(request.method());
        if (route == null) {
            throw unknownMethod(request.method());
        }
        Route.Call call = decoded(route, request);
        Attachment from = handshake.require(route.method().family());
        boolean counted = !call.mayWait();
        if (counted) {
            underWay++;
        }
        call.run(from).onComplete(done -> {
            if (counted) {
                underWay--;
            }
            if (done.succeeded()) {
                answer(request.id(), RpcFrames.response(request.id(), done.result()));
            } else {
                failed(request.id(), Failures.told(done.cause()));
            }
            regulateReading();
        });
    }

    private Route.Call decoded(Route<?> route, Request request) {
        try {
            return route.decode(request.params(), handshake.dialect());
        } catch (ExecbusException e) {
            if (route.extension() && e.code() == ErrorCode.INVALID_PARAMS) {
                throw unknownMethod(request.method());
            }
            throw e;
        }
    }

    private static ExecbusException unknownMethod(String method) {
        return new ExecbusException(
                ErrorCode.METHOD_NOT_FOUND, "exec-server stub does not implement `" + method + "` yet");
    }

    /** Events of the session; written after the answer that told the client its session. */
    Future<Delivered> deliver(Deliver deliver) {
        if (gone) {
            return Future.failedFuture(connectionGone());
        }
        return introduced
                .future()
                .compose(attached -> {
                    Future<Void> last = Future.succeededFuture();
                    for (ClientEvent event : deliver.events()) {
                        last = door.send(frames.encode(event));
                    }
                    return last.map(written -> new Delivered());
                })
                // A client that goes in the middle of a delivery is nobody's error.
                .recover(cut -> Future.failedFuture(connectionGone()));
    }

    private static ExecbusException connectionGone() {
        return new ExecbusException(ErrorCode.STALE_ATTACHMENT, "the connection is gone");
    }

    /** An answer for which there is no room is replaced by a small one, so that every request gets one. */
    private void answer(RpcId requestId, byte[] frame) {
        if (door.unsentBytes() > 0 && door.unsentBytes() + frame.length > UNSENT_LIMIT) {
            failed(
                    requestId,
                    ExecbusException.resourceExhausted("answers of " + door.unsentBytes()
                            + " bytes wait for the client to read them: read them and repeat the request"));
        } else {
            send(frame);
        }
    }

    private void failed(RpcId requestId, ExecbusException failure) {
        send(RpcFrames.failure(requestId, failure.code(), failure.getMessage()));
    }

    private void send(byte[] frame) {
        if (!gone) {
            door.send(door.buffer(frame.length).writeBytes(frame));
        }
    }

    /** What was asked is answered first; requests that wait are not waited for. */
    @Override
    public void inputEnded() {
        ending = true;
        regulateReading();
    }

    @Override
    public void drained() {
        regulateReading();
    }

    /** Reading stops while the client is not introduced, asks for too much at a time, or does not take its answers. */
    private void regulateReading() {
        if (gone) {
            return;
        }
        if (ending && !initializing && underWay == 0) {
            door.close(CloseReason.INPUT_ENDED);
            return;
        }
        if (initializing || underWay >= settings.inFlight() || door.unsentBytes() > UNSENT_HIGH) {
            door.pauseReading();
        } else if (door.unsentBytes() < UNSENT_LOW) {
            door.resumeReading();
        }
    }

    @Override
    public void gone() {
        gone = true;
        introduced.tryFail("the connection is gone");
        Attachment attachment = handshake.attachment();
        if (attachment != null) {
            attachments.detach(attachment);
        }
        attachments.forget(id);
        onGone.run();
    }
}
