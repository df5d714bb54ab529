package dev.execbus.client;

import com.fasterxml.jackson.databind.JsonNode;
import dev.execbus.client.EnvironmentSpec.ByUrl;
import dev.execbus.client.Request.Repeat;
import dev.execbus.protocol.ByteChunk;
import dev.execbus.protocol.EnvironmentMethods;
import dev.execbus.protocol.EnvironmentMethods.EnvironmentInfo;
import dev.execbus.protocol.ErrorCode;
import dev.execbus.protocol.ExecMethods;
import dev.execbus.protocol.ExecMethods.BeganNotification;
import dev.execbus.protocol.ExecMethods.CommandParams;
import dev.execbus.protocol.ExecMethods.CommandSummary;
import dev.execbus.protocol.ExecMethods.InfoResponse;
import dev.execbus.protocol.ExecMethods.ListResponse;
import dev.execbus.protocol.ExecMethods.OutcomeResponse;
import dev.execbus.protocol.ExecMethods.OutputDeltaNotification;
import dev.execbus.protocol.ExecMethods.SessionParams;
import dev.execbus.protocol.ExecMethods.TerminateResponse;
import dev.execbus.protocol.ExecMethods.TranscriptResponse;
import dev.execbus.protocol.ExecMethods.WriteStdinParams;
import dev.execbus.protocol.ExecWire;
import dev.execbus.protocol.ExecbusException;
import dev.execbus.protocol.MalformedFrameException;
import dev.execbus.protocol.RpcFrames;
import dev.execbus.protocol.RpcMessage;
import dev.execbus.protocol.RpcMethod;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Supplier;

/**
 * The unified exec of a server, and its files, in one session: commands go on when a connection is lost, and end with the
 * session. One that is lost for good is not followed by another. Any thread; failures as {@link ExecBackend}'s.
 */
public final class RemoteExec {
    /** Hears of a command until it is answered, on the backend's loop; must not block. */
    public interface Listener {
        void began(int sessionId);

        void printed(ByteChunk output);
    }

    /** A person may have to be asked, and calls of one command wait for each other. */
    private static final Duration LONG = Duration.ofHours(2).plusMinutes(1);

    /** As servers say it, but for the id. */
    private static final String UNKNOWN = "unknown session id …";

    private final Loop loop;
    private final Wire.Connector connector;
    private final RemoteSettings settings;
    private final RemoteSession session;
    private final RemoteCalls calls;
    private final CommandFeeds feeds = new CommandFeeds();
    private final Files files;
    private Runnable whenLost = () -> {};
    private boolean closed;

    RemoteExec(Loop loop, Wire.Connector connector, RemoteSettings settings, String resumedId) {
        this.loop = loop;
        this.connector = connector;
        this.settings = settings;
        Recovery recovery = new Recovery(
                settings.recoveryWindow(),
                settings.reconnectPause(),
                () -> ThreadLocalRandom.current().nextDouble());
        this.session = new RemoteSession(loop, connector, settings, recovery, new Owner());
        // Whoever had a session that is resumed has numbered its operations, too.
        String namePrefix = resumedId == null ? "" : UUID.randomUUID() + "-";
        this.calls = new RemoteCalls(session, settings.answerTimeout(), namePrefix);
        this.files = new RemoteFiles(loop, calls);
        if (resumedId != null) {
            loop.run(() -> session.resuming(resumedId));
        }
    }

    /**
     * @param token read anew for each connection
     * @param resumedId a session that is there already; null for a new one
     */
    public static RemoteExec byUrl(
            Vertx vertx, ByUrl reach, EnvironmentToken token, RemoteSettings settings, String resumedId) {
        Loop loop = new VertxLoop(vertx);
        return new RemoteExec(loop, new WebSocketConnector(vertx, loop, reach, token), settings, resumedId);
    }

    /** Of a server in the same JVM; as {@link #byUrl} otherwise. */
    public static RemoteExec behind(Vertx vertx, ServerDoor door, RemoteSettings settings, String resumedId) {
        Loop loop = new VertxLoop(vertx);
        return new RemoteExec(loop, new DoorConnector(loop, door), settings, resumedId);
    }

    /**
     * The id of the session, once there is one. A session to be resumed that the server does not know is an
     * {@link ExecbusException} with {@link dev.execbus.protocol.ErrorCode#INVALID_REQUEST}.
     */
    public Future<String> open() {
        return asking(() -> calls.ask(ExecMethods.LIST, Map.of(), Repeat.ALWAYS, settings.answerTimeout()))
                .map(listed -> session.sessionId())
                .recover(cause -> Future.failedFuture(
                        saysUnknown(cause) ? ExecbusException.invalidRequest("unknown session id") : cause));
    }

    private static boolean saysUnknown(Throwable cause) {
        return cause instanceof BackendException
                && cause.getMessage()
                        .endsWith(": " + RemoteSession.rejected(ErrorCode.INVALID_REQUEST.number(), UNKNOWN));
    }

    /** The name of the call is chosen here, so that no other client of the session has ever given it. */
    public Future<OutcomeResponse> command(CommandParams params, Listener listener) {
        CommandParams named = params.named(UUID.randomUUID().toString());
        return asking(() -> {
            Runnable answered = feeds.begin(named.callId(), listener);
            return RemoteCalls.decoded(
                            calls.operate(ExecMethods.COMMAND, ExecWire.params(named), Repeat.NAMED, LONG),
                            OutcomeResponse.class)
                    .onComplete(done -> answered.run());
        });
    }

    public Future<OutcomeResponse> writeStdin(WriteStdinParams params) {
        return asking(() -> RemoteCalls.decoded(
                calls.operate(ExecMethods.WRITE_STDIN, ExecWire.params(params), Repeat.NAMED, LONG),
                OutcomeResponse.class));
    }

    /** The oldest first. */
    public Future<List<CommandSummary>> list() {
        return ask(ExecMethods.LIST, Map.of(), ListResponse.class).map(ListResponse::commands);
    }

    /** True if it was running. */
    public Future<Boolean> terminate(int sessionId) {
        return asking(() -> RemoteCalls.decoded(
                        calls.operate(
                                ExecMethods.TERMINATE,
                                ExecWire.params(new SessionParams(sessionId)),
                                Repeat.ALWAYS,
                                settings.answerTimeout()),
                        TerminateResponse.class)
                .map(TerminateResponse::running));
    }

    /** What a command has printed, without the middle if that was too much; nothing for one that is not known. */
    public Future<Optional<ByteChunk>> transcript(int sessionId) {
        return ask(ExecMethods.TRANSCRIPT, ExecWire.params(new SessionParams(sessionId)), TranscriptResponse.class)
                .map(transcript -> Optional.ofNullable(transcript.output()));
    }

    /** What it can be used for. */
    public Future<InfoResponse> info() {
        return asking(() -> calls.ask(ExecMethods.INFO, Map.of(), Repeat.ALWAYS, settings.answerTimeout())
                .map(InfoResponse::decode));
    }

    public Future<EnvironmentInfo> environmentInfo() {
        return ask(EnvironmentMethods.INFO, Map.of(), EnvironmentInfo.class);
    }

    /** Of the machine that is home to the session. */
    public Files files() {
        return files;
    }

    /** @param action called once, on the backend's loop, when the session is lost for good */
    public void whenLost(Runnable action) {
        loop.run(() -> whenLost = action);
    }

    /** Lets go of the session, which can be resumed for a while. Repeatable. */
    public Future<Void> close() {
        return loop.ask(() -> {
            closed = true;
            return session.close().transform(ended -> connector.close());
        });
    }

    private <R> Future<R> ask(RpcMethod<?> method, Map<String, Object> params, Class<R> type) {
        return asking(
                () -> RemoteCalls.decoded(calls.ask(method, params, Repeat.ALWAYS, settings.answerTimeout()), type));
    }

    private <R> Future<R> asking(Supplier<Future<R>> question) {
        return loop.ask(() -> closed
                ? Future.failedFuture(new BackendException("the session of the exec-server is over"))
                : question.get());
    }

    private final class Owner implements RemoteSession.Owner {
        @Override
        public void resumed() {}

        @Override
        public void notified(RpcMessage.Notification notification) throws MalformedFrameException {
            JsonNode params = notification.params();
            switch (notification.method()) {
                case ExecMethods.BEGAN -> {
                    BeganNotification began = RpcFrames.answer(params, BeganNotification.class);
                    feeds.began(began.sessionId(), began.callId());
                }
                case ExecMethods.OUTPUT_DELTA -> {
                    OutputDeltaNotification delta = RpcFrames.answer(params, OutputDeltaNotification.class);
                    feeds.printed(delta.sessionId(), delta.chunk());
                }
                default -> {}
            }
        }

        @Override
        public void cut() {}

        @Override
        public void lost(String message) {
            if (!closed) {
                closed = true;
                session.close();
                connector.close();
                whenLost.run();
            }
        }
    }
}
