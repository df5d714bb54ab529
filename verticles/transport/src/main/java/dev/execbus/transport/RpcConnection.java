package dev.execbus.transport;

import dev.execbus.bus.Attachment;
import dev.execbus.bus.ConnectionId;
import dev.execbus.bus.Failures;
import dev.execbus.bus.GatewayService.Approve;
import dev.execbus.bus.GatewayService.Approved;
import dev.execbus.bus.GatewayService.Deliver;
import dev.execbus.bus.GatewayService.Delivered;
import dev.execbus.protocol.Dialect;
import dev.execbus.protocol.ErrorCode;
import dev.execbus.protocol.ExecMethods;
import dev.execbus.protocol.ExecMethods.ApproveResponse;
import dev.execbus.protocol.ExecbusException;
import dev.execbus.protocol.HandleMethods.Capabilities;
import dev.execbus.protocol.MalformedFrameException;
import dev.execbus.protocol.RpcFrames;
import dev.execbus.protocol.RpcId;
import dev.execbus.protocol.RpcMessage;
import dev.execbus.protocol.RpcMessage.Notification;
import dev.execbus.protocol.RpcMessage.Request;
import dev.execbus.protocol.SessionMethods;
import dev.execbus.protocol.SessionMethods.InitializeParams;
import dev.execbus.protocol.SessionMethods.InitializeResponse;
import dev.execbus.transport.Attachments.Introduction;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufOutputStream;
import io.vertx.core.Future;
import java.util.function.LongSupplier;

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
    private final String environment;
    private final RpcCalls calls;
    private final Attachments attachments;
    private final GatewayMeters meters;
    private final LongSupplier nanoTime;
    private final TransportSettings settings;
    private final Runnable onGone;
    private final Handshake handshake = new Handshake();
    private final HandleProcesses handles;
    private final ConnectionViews views;
    private final ClientEvents events;
    private final ClientQuestions questions;
    private final Standing standing;
    private int underWay;
    private boolean failedBefore;
    private boolean ending;
    private boolean gone;

    /** @param environment where a new session is wanted; null for anywhere */
    RpcConnection(
            ConnectionId id,
            Door door,
            String environment,
            RpcCalls calls,
            Attachments attachments,
            GatewayMeters meters,
            LongSupplier nanoTime,
            TransportSettings settings,
            Runnable onGone) {
        this.id = id;
        this.door = door;
        this.environment = environment;
        this.calls = calls;
        this.attachments = attachments;
        this.meters = meters;
        this.nanoTime = nanoTime;
        this.settings = settings;
        this.onGone = onGone;
        this.handles = new HandleProcesses(new HandleNotices(door, System::currentTimeMillis), calls.heldOutput());
        this.views = calls.views(door);
        this.events = new ClientEvents(door, handles, nanoTime, this::startOver);
        this.questions = new ClientQuestions(door);
        this.standing = new Standing(this::startOver);
    }

    void close(CloseReason reason) {
        door.close(reason);
    }

    /** What was lost the client finds again by resuming. */
    private void startOver() {
        if (!gone && !ending) {
            door.close(CloseReason.RECONNECT);
        }
    }

    Standing standing() {
        return standing;
    }

    HandleProcesses handles() {
        return handles;
    }

    ClientQuestions questions() {
        return questions;
    }

    boolean speaksTo(Worker worker) {
        Speaker speaker = handshake.speaker();
        return speaker != null && speaker.worker() == worker;
    }

    /** An answer may be on its way that makes it ours; after a failure it might as well be that one's. */
    boolean mayHold(Attachment attachment) {
        Speaker speaker = handshake.speaker();
        return speaker == null
                ? handshake.initializing() && !failedBefore
                : speaker.attachment().equals(attachment);
    }

    /** All of a message is decoded when it is received. */
    @Override
    public boolean keepsMessages() {
        return false;
    }

    @Override
    public void received(byte[] bytes, int offset, int length) {
        RpcMessage message;
        try {
            message = RpcFrames.decode(bytes, offset, length);
        } catch (MalformedFrameException e) {
            failed(RpcId.MALFORMED, ExecbusException.invalidRequest(door.malformedPrefix() + e.getMessage()));
            regulateReading();
            return;
        }
        switch (message) {
            case Request request -> request(request);
            case Notification notification -> notified(notification);
            case RpcMessage.Response response ->
                answered(response.id(), questions.answered(response.id(), response.result()));
            case RpcMessage.Failure failure ->
                answered(failure.id(), questions.refused(failure.id(), failure.message()));
        }
        regulateReading();
    }

    private void answered(RpcId question, boolean wasAsked) {
        door.forget(question);
        if (!wasAsked) {
            door.close(CloseReason.PROTOCOL_VIOLATION);
        }
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
        Capabilities capabilities = Capabilities.decode(request.params());
        boolean answersApprovals = ExecMethods.answersApprovals(request.params());
        handshake.begin(dialect(params.clientName()));
        handles.introduce(capabilities);
        questions.introduce(answersApprovals);
        if (door.caller() instanceof Caller.Guest guest) {
            invited(request, guest.share(), params);
            return;
        }
        Future<Introduction> introduced = params.resumeSessionId() == null
                ? attachments.open(id, environment, () -> !gone)
                : attachments.resume(id, params.resumeSessionId());
        introduced.onComplete(done -> {
            if (done.failed()) {
                handshake.failed();
                failedBefore = true;
                failed(request.id(), Failures.told(done.cause()));
            } else {
                introduced(request, done.result());
            }
            regulateReading();
        });
    }

    /** Who comes by a share gets no session, and can do nothing but look. */
    private void invited(Request request, String share, InitializeParams params) {
        handshake.failed();
        if (params.resumeSessionId() != null) {
            throw ExecbusException.invalidRequest("a share gives access to its process only");
        }
        handshake.invited();
        views.rights().beginAsGuest(share);
        send(request.id(), RpcFrames.response(request.id(), new InitializeResponse(null, null)));
    }

    private void introduced(Request request, Introduction introduction) {
        Speaker speaker = introduction.speaker();
        if (gone) {
            attachments.detach(speaker.worker(), speaker.attachment());
            return;
        }
        handshake.succeeded(speaker);
        meters.attachments().up();
        send(request.id(), RpcFrames.response(request.id(), introduction.response()));
        handles.begin(speaker);
        views.rights().begin(speaker);
        events.begin(speaker.attachment());
        standing.begin(speaker, nanoTime.getAsLong());
        if (speaker.worker().fate() != Worker.Fate.LIVE) {
            door.close(CloseReason.WORKER_LOST);
        }
    }

    private Dialect dialect(String clientName) {
        boolean lenient = settings.lenientClients().contains(clientName)
                || settings.lenientClients().contains("*");
        return lenient ? Dialect.LENIENT : Dialect.STRICT;
    }

    private void call(Request request) {
        RpcCalls.Ready call = calls.prepare(request, handshake, new Route.Own(handles, views));
        boolean counted = !call.mayWait();
        if (counted) {
            underWay++;
        }
        call.run().onComplete(done -> {
            if (counted) {
                underWay--;
            }
            if (done.succeeded()) {
                answer(request.id(), done.result());
            } else {
                callFailed(request.id(), Failures.told(done.cause()));
            }
            regulateReading();
        });
    }

    private void callFailed(RpcId requestId, ExecbusException failure) {
        failed(requestId, failure);
        if (failure.code() == ErrorCode.STALE_ATTACHMENT) {
            startOver();
        }
    }

    Future<Delivered> deliver(Deliver deliver) {
        return events.deliver(deliver);
    }

    Future<Approved> approve(Approve approve, long nowNanos) {
        Speaker speaker = handshake.speaker();
        if (speaker == null || !speaker.attachment().equals(approve.to())) {
            return Future.failedFuture(ClientEvents.connectionGone());
        }
        return questions
                .ask(ExecMethods.APPROVE, approve.params(), nowNanos)
                .map(result -> new Approved(ApproveResponse.decode(result)));
    }

    /** An answer for which there is no room is replaced by a small one, so that every request gets one. */
    private void answer(RpcId requestId, Object result) {
        if (gone) {
            return;
        }
        ByteBuf frame = door.buffer(RpcFrames.room(result));
        RpcFrames.response(requestId, result, new ByteBufOutputStream(frame));
        if (door.unsentBytes() > 0 && door.unsentBytes() + frame.readableBytes() > UNSENT_LIMIT) {
            frame.release();
            failed(
                    requestId,
                    ExecbusException.resourceExhausted("answers of " + door.unsentBytes()
                            + " bytes wait for the client to read them: read them and repeat the request"));
        } else {
            door.answer(requestId, frame);
        }
    }

    private void failed(RpcId requestId, ExecbusException failure) {
        send(requestId, RpcFrames.failure(requestId, failure.code(), failure.getMessage()));
    }

    private void send(RpcId requestId, byte[] frame) {
        if (!gone) {
            door.answer(requestId, door.buffer(frame.length).writeBytes(frame));
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
        views.drained();
    }

    /** Reading stops while the client is not introduced, asks for too much at a time, or does not take its answers. */
    private void regulateReading() {
        if (gone) {
            return;
        }
        if (ending && !handshake.initializing() && underWay == 0) {
            door.close(CloseReason.INPUT_ENDED);
            return;
        }
        if (handshake.initializing() || underWay >= settings.inFlight() || door.unsentBytes() > UNSENT_HIGH) {
            door.pauseReading();
        } else if (door.unsentBytes() < UNSENT_LOW) {
            door.resumeReading();
        }
    }

    @Override
    public void gone(CloseReason ours) {
        gone = true;
        meters.closed(ours);
        views.end();
        Speaker speaker = handshake.speaker();
        if (speaker != null) {
            meters.attachments().down();
            handles.end();
            attachments.detach(speaker.worker(), speaker.attachment());
        }
        onGone.run();
        questions.end();
        events.end();
    }
}
