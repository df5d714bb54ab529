package dev.execbus.client;

import com.fasterxml.jackson.databind.JsonNode;
import dev.execbus.bus.Timers;
import dev.execbus.protocol.ErrorCode;
import dev.execbus.protocol.MalformedFrameException;
import dev.execbus.protocol.RpcFrames;
import dev.execbus.protocol.RpcMessage;
import io.vertx.core.Future;
import java.time.Duration;
import java.util.List;

/**
 * A session on a server: opened by the first request, resumed when its connection is lost, given up when that does not
 * succeed in time; then the next request opens another one. Confined to the backend's loop.
 */
final class RemoteSession implements Line.Owner {
    /** Who works with the session. */
    interface Owner {
        /** A connection speaks for the session again. */
        void resumed();

        void notified(RpcMessage.Notification notification) throws MalformedFrameException;

        /** The connection is lost; what ends with it has ended. */
        void cut();

        /** The session is lost for good, and with it all that is in it. */
        void lost(String message);
    }

    private enum State {
        IDLE,
        CONNECTING,
        ATTACHED,
        PAUSING,
        CLOSED
    }

    private static final Duration TICK = Duration.ofSeconds(1);

    private final Loop loop;
    private final Wire.Connector connector;
    private final RemoteSettings settings;
    private final Recovery recovery;
    private final Owner owner;
    private final Requests requests = new Requests();

    private State state = State.IDLE;
    private Line line;
    private String sessionId;
    private boolean serverKnowsNames;
    private String lostBecause;
    private Timers.Timer windowEnd = () -> {};
    private Timers.Timer retry = () -> {};
    private boolean ticking;

    RemoteSession(Loop loop, Wire.Connector connector, RemoteSettings settings, Recovery recovery, Owner owner) {
        this.loop = loop;
        this.connector = connector;
        this.settings = settings;
        this.recovery = recovery;
        this.owner = owner;
    }

    /** Fails with an {@link dev.execbus.protocol.ExecbusException} when it is refused, and with a {@link BackendException} otherwise. */
    Future<JsonNode> call(Request request) {
        if (state == State.CLOSED) {
            return Future.failedFuture(new BackendException("the connection to the exec-server is closed"));
        }
        Future<JsonNode> answer = requests.add(request, loop.nanoTime());
        if (state == State.IDLE) {
            connect();
        }
        sendDue();
        tickLater();
        return answer;
    }

    /** Before the first request: it shall be asked in a session that is there already. */
    void resuming(String id) {
        sessionId = id;
    }

    /** Null while there is none. */
    String sessionId() {
        return sessionId;
    }

    boolean isAttached() {
        return state == State.ATTACHED;
    }

    Future<Void> close() {
        if (state == State.CLOSED) {
            return Future.succeededFuture();
        }
        Future<Void> closed = line == null ? Future.succeededFuture() : line.close();
        end("the connection to the exec-server is closed", State.CLOSED);
        return closed;
    }

    private void sendDue() {
        if (state == State.ATTACHED) {
            requests.due().forEach(line::send);
        }
    }

    private void tickLater() {
        if (!ticking && !requests.isEmpty()) {
            ticking = true;
            loop.timers().after(TICK, () -> {
                ticking = false;
                requests.expire(loop.nanoTime());
                sendDue();
                tickLater();
            });
        }
    }

    private void connect() {
        state = State.CONNECTING;
        Line attempt = new Line(loop, this);
        line = attempt;
        connector.connect(attempt).onComplete(done -> {
            if (done.failed()) {
                attempt.closed(done.cause().getMessage());
            } else {
                attempt.connected(done.result(), settings.clientName(), sessionId, settings.initializeTimeout());
            }
        });
    }

    @Override
    public void introduced(Introduction.Answer answer) {
        switch (answer) {
            case Introduction.Answer.Accepted accepted -> {
                line.send(Introduction.CONFIRMATION);
                attached(accepted);
            }
            case Introduction.Answer.Refused refused -> refused(refused);
        }
    }

    private void attached(Introduction.Answer.Accepted accepted) {
        boolean again = sessionId != null;
        sessionId = accepted.sessionId();
        serverKnowsNames = accepted.knowsNames();
        state = State.ATTACHED;
        windowEnd.cancel();
        lostBecause = null;
        recovery.attached(loop.nanoTime());
        if (again) {
            owner.resumed();
        }
        sendDue();
    }

    private void refused(Introduction.Answer.Refused refused) {
        // The id is a secret, and another server may well know it.
        String message =
                sessionId == null ? refused.message() : refused.message().replace(sessionId, "…");
        String reason = rejected(refused.code(), message);
        if (sessionId != null && ErrorCode.of(refused.code()).retryable()) {
            broken(reason);
        } else {
            giveUp(reason);
        }
    }

    static String rejected(int code, String message) {
        return "exec-server rejected request (" + code + "): " + message;
    }

    /** Gives the connection up and goes for the next. */
    @Override
    public void broken(String reason) {
        closeLine();
        if (sessionId == null || !connector.canResume()) {
            giveUp(reason);
            return;
        }
        state = State.PAUSING;
        recovery.ended(loop.nanoTime());
        retry = loop.timers().after(recovery.pause(), this::connect);
        if (lostBecause == null) {
            lostBecause = reason;
            windowEnd = loop.timers().after(recovery.window(), () -> giveUp(timedOut()));
            owner.cut();
            requests.cut(serverKnowsNames);
        }
    }

    private String timedOut() {
        return "recovery timed out after " + recovery.window().toSeconds() + "s";
    }

    private void giveUp(String reason) {
        if (sessionId == null) {
            end("failed to connect to exec-server: " + reason, State.IDLE);
        } else if (lostBecause == null) {
            end("exec-server transport disconnected: " + reason, State.IDLE);
        } else {
            String lost = "exec-server transport disconnected: " + lostBecause;
            end(lost + "; failed to resume exec-server session: " + reason, State.IDLE);
        }
    }

    private void end(String message, State then) {
        closeLine();
        windowEnd.cancel();
        retry.cancel();
        state = then;
        sessionId = null;
        lostBecause = null;
        // What is asked from now on belongs to the next session.
        List<Request> lost = requests.take();
        owner.lost(message);
        lost.forEach(request -> request.answer().tryFail(new BackendException(message)));
    }

    private void closeLine() {
        Line closing = line;
        line = null;
        if (closing != null) {
            closing.close();
        }
    }

    @Override
    public void heard(RpcMessage message) throws MalformedFrameException {
        switch (message) {
            case RpcMessage.Response response -> requests.answered(response);
            case RpcMessage.Failure failure -> {
                if (failure.code() == ErrorCode.STALE_ATTACHMENT.number()) {
                    broken(failure.message());
                } else {
                    requests.refused(failure);
                }
            }
            case RpcMessage.Notification notification -> owner.notified(notification);
            case RpcMessage.Request request ->
                line.send(RpcFrames.failure(
                        request.id(), ErrorCode.METHOD_NOT_FOUND, "unknown method " + request.method()));
        }
        sendDue();
    }
}
