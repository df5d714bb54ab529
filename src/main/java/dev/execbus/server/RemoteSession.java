package dev.execbus.server;

import com.fasterxml.jackson.databind.JsonNode;
import dev.execbus.protocol.ErrorCode;
import dev.execbus.protocol.ExecbusException;
import dev.execbus.protocol.MalformedFrameException;
import dev.execbus.protocol.RpcFrames;
import dev.execbus.protocol.RpcId;
import dev.execbus.protocol.RpcMessage;
import dev.execbus.protocol.SessionMethods;
import dev.execbus.protocol.SessionMethods.InitializeParams;
import io.vertx.core.Future;
import java.time.Duration;
import java.util.Map;

/**
 * A session on a server that outlives its connections: when one is lost, the next resumes the session. Confined to the
 * client's context.
 */
final class RemoteSession {
    /** Whoever works with the session. */
    interface Owner {
        /**
         * A connection speaks for the session; what was asked on an earlier one is forgotten.
         *
         * @param cwd the server's, a URI; empty if it does not tell
         */
        void attached(String cwd);

        void notified(RpcMessage.Notification notification);

        /** Called every second while a connection is there. */
        void tick();

        /** The session is lost for good; the last call. */
        void lost(String sentence);
    }

    static final String CLIENT_NAME = "execbus-run";
    private static final Duration TICK = Duration.ofSeconds(1);
    private static final Duration PING_EVERY = Duration.ofSeconds(10);
    private static final Duration LONGEST_SILENCE = Duration.ofSeconds(30);

    private final Connection.Connector connector;
    private final ClientTimers timers;
    private final Retries retries;
    private final PendingCalls calls = new PendingCalls();

    private Owner owner;
    private Line line;
    private String sessionId;
    private boolean everConnected;
    private boolean attached;
    private boolean ended;

    RemoteSession(Connection.Connector connector, ClientTimers timers, Retries retries) {
        this.connector = connector;
        this.timers = timers;
        this.retries = retries;
    }

    void open(Owner speaker) {
        owner = speaker;
        connect();
    }

    boolean attached() {
        return attached;
    }

    /** Only while attached. Fails with an {@link ExecbusException}; forgotten when the connection is lost. */
    Future<JsonNode> call(String method, Object params) {
        RpcId id = calls.nextId();
        Future<JsonNode> answer = calls.add(id);
        line.connection.send(RpcFrames.request(id, method, params));
        return answer;
    }

    /** The owner takes no more for now. */
    void pause() {
        if (line != null) {
            line.pause();
        }
    }

    void resume() {
        if (line != null) {
            line.resume();
        }
    }

    Future<Void> close() {
        ended = true;
        attached = false;
        calls.clear();
        Line open = line;
        line = null;
        return open == null || open.connection == null ? Future.succeededFuture() : open.connection.close();
    }

    private void connect() {
        if (ended) {
            return;
        }
        Line attempt = new Line();
        line = attempt;
        connector.connect(attempt).onComplete(done -> {
            if (line != attempt) {
                if (done.succeeded()) {
                    done.result().close();
                }
            } else if (done.failed()) {
                drop(done.cause().getMessage());
            } else {
                everConnected = true;
                attempt.connected(done.result());
                initialize();
            }
        });
    }

    private void initialize() {
        call(SessionMethods.INITIALIZE.name(), new InitializeParams(CLIENT_NAME, sessionId))
                .onSuccess(this::initialized)
                .onFailure(cause -> refused((ExecbusException) cause));
    }

    private void initialized(JsonNode result) {
        sessionId = result.path("sessionId").asText();
        line.connection.send(RpcFrames.notification(SessionMethods.INITIALIZED, Map.of()));
        attached = true;
        retries.attached(timers.nanoTime());
        owner.attached(result.path("environmentInfo").path("cwd").asText(""));
    }

    private void refused(ExecbusException cause) {
        if (sessionId != null && cause.code().retryable()) {
            drop(cause.getMessage());
        } else {
            end(
                    sessionId == null
                            ? "the server refused the session: " + cause.getMessage()
                            // Another server may well know this id, and it is a secret.
                            : "the session is lost: " + cause.getMessage().replace(" " + sessionId, ""));
        }
    }

    /** Gives the connection up and goes for the next. */
    private void drop(String reason) {
        if (line == null) {
            return;
        }
        if (line.connection != null) {
            line.connection.close();
        }
        line = null;
        attached = false;
        calls.clear();
        if (!everConnected) {
            end("cannot connect to the server: " + reason);
            return;
        }
        retries.next(timers.nanoTime())
                .ifPresentOrElse(
                        pause -> timers.after(pause, this::connect),
                        () -> end("the connection was lost and did not come back within "
                                + retries.window().toSeconds() + " seconds: " + reason));
    }

    private void end(String sentence) {
        close();
        owner.lost(sentence);
    }

    /** One connection, and what was heard on it. */
    private final class Line implements Connection.Listener {
        private Connection connection;
        private long heardAtNanos;
        private long pingedAtNanos;
        private boolean paused;

        private void connected(Connection made) {
            connection = made;
            heardAtNanos = timers.nanoTime();
            pingedAtNanos = heardAtNanos;
            timers.after(TICK, this::tick);
        }

        private boolean isCurrent() {
            return line == this;
        }

        @Override
        public void received(byte[] frame) {
            if (!isCurrent()) {
                return;
            }
            try {
                switch (RpcFrames.decode(frame)) {
                    case RpcMessage.Response response -> calls.answered(response);
                    case RpcMessage.Failure failure -> failed(failure);
                    case RpcMessage.Notification notification -> owner.notified(notification);
                    case RpcMessage.Request request ->
                        connection.send(RpcFrames.failure(
                                request.id(), ErrorCode.METHOD_NOT_FOUND, "unknown method " + request.method()));
                }
            } catch (MalformedFrameException e) {
                drop("the server sent a malformed message: " + e.getMessage());
            }
        }

        private void failed(RpcMessage.Failure failure) {
            if (failure.code() == ErrorCode.STALE_ATTACHMENT.number()) {
                drop(failure.message());
            } else {
                calls.failed(failure);
            }
        }

        @Override
        public void heard() {
            heardAtNanos = timers.nanoTime();
        }

        @Override
        public void closed(String reason) {
            if (isCurrent()) {
                drop(reason);
            }
        }

        private void pause() {
            if (!paused && connection != null) {
                paused = true;
                connection.pause();
            }
        }

        private void resume() {
            if (paused) {
                paused = false;
                heardAtNanos = timers.nanoTime();
                connection.resume();
            }
        }

        private void tick() {
            if (!isCurrent()) {
                return;
            }
            long now = timers.nanoTime();
            if (!paused && now - heardAtNanos >= LONGEST_SILENCE.toNanos()) {
                drop("nothing was heard from the server for " + LONGEST_SILENCE.toSeconds() + " seconds");
                return;
            }
            if (now - pingedAtNanos >= PING_EVERY.toNanos()) {
                pingedAtNanos = now;
                connection.ping();
            }
            owner.tick();
            timers.after(TICK, this::tick);
        }
    }
}
