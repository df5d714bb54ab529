package dev.execbus.client;

import com.fasterxml.jackson.databind.JsonNode;
import dev.execbus.client.Request.Repeat;
import dev.execbus.protocol.ErrorCode;
import dev.execbus.protocol.ExecbusException;
import dev.execbus.protocol.HttpMethods;
import dev.execbus.protocol.HttpMethods.CancelParams;
import dev.execbus.protocol.HttpMethods.CancelResponse;
import dev.execbus.protocol.HttpMethods.RequestParams;
import dev.execbus.protocol.HttpMethods.RequestResponse;
import dev.execbus.protocol.HttpWire;
import dev.execbus.protocol.MalformedFrameException;
import dev.execbus.protocol.ProcessMethods;
import dev.execbus.protocol.ProcessMethods.CloseStdinParams;
import dev.execbus.protocol.ProcessMethods.ReadParams;
import dev.execbus.protocol.ProcessMethods.ReadResponse;
import dev.execbus.protocol.ProcessMethods.ResizeParams;
import dev.execbus.protocol.ProcessMethods.SignalParams;
import dev.execbus.protocol.ProcessMethods.TerminateParams;
import dev.execbus.protocol.ProcessMethods.TerminateResponse;
import dev.execbus.protocol.ProcessMethods.WriteParams;
import dev.execbus.protocol.ProcessMethods.WriteResponse;
import dev.execbus.protocol.ProcessMethods.WriteStatus;
import dev.execbus.protocol.ProcessWire;
import dev.execbus.protocol.RpcFrames;
import dev.execbus.protocol.RpcMethod;
import dev.execbus.protocol.StartParams;
import io.vertx.core.Future;
import java.time.Duration;
import java.util.Map;

/** Requests to a server, each with its way of being sent again. Confined to the backend's loop. */
final class RemoteCalls implements ProcessCalls, HttpCalls {
    /** A server may keep a write, or a request that it makes for us, waiting for an hour. */
    static final Duration LONG = Duration.ofHours(1).plusMinutes(1);

    private final RemoteSession session;
    private final Duration patience;
    private final String namePrefix;
    private long lastOperation;

    /**
     * @param namePrefix of the names of operations, which no other client of the session may have given: the server would
     *     answer what it answered that one
     */
    RemoteCalls(RemoteSession session, Duration patience, String namePrefix) {
        this.session = session;
        this.patience = patience;
        this.namePrefix = namePrefix;
    }

    /** Without a name. */
    Future<JsonNode> ask(RpcMethod<?> method, Map<String, Object> params, Repeat repeat, Duration within) {
        return session.call(new Request(method.name(), params, repeat, within));
    }

    /** As an operation with a name: sent again under it, it is not done again where the server knows names. */
    Future<JsonNode> operate(RpcMethod<?> method, Map<String, Object> params, Repeat repeat, Duration within) {
        return session.call(operation(method, params, repeat, within));
    }

    private Request operation(RpcMethod<?> method, Map<String, Object> params, Repeat repeat, Duration within) {
        lastOperation++;
        params.put("opId", namePrefix + lastOperation);
        return new Request(method.name(), params, repeat, within);
    }

    static <R> Future<R> decoded(Future<JsonNode> answer, Class<R> type) {
        return answer.compose(result -> {
            try {
                return Future.succeededFuture(RpcFrames.answer(result, type));
            } catch (MalformedFrameException e) {
                return Future.failedFuture(
                        new BackendException("the exec-server sent a malformed answer: " + e.getMessage()));
            }
        });
    }

    /** A server that knows no names refuses the second of two starts of one process. */
    @Override
    public Future<Void> start(StartParams params) {
        Request request = operation(ProcessMethods.START, ProcessWire.params(params), Repeat.ALWAYS, patience)
                .doneBefore(RemoteCalls::saysThatItExists);
        return session.call(request).mapEmpty();
    }

    private static boolean saysThatItExists(ExecbusException refusal) {
        return refusal.code() == ErrorCode.INVALID_REQUEST
                && refusal.getMessage().endsWith("already exists");
    }

    @Override
    public Future<ReadResponse> read(ReadParams params) {
        return decoded(
                ask(ProcessMethods.READ, ProcessWire.params(params), Repeat.ALWAYS, patience), ReadResponse.class);
    }

    @Override
    public Future<WriteStatus> write(WriteParams params) {
        return decoded(ask(ProcessMethods.WRITE, ProcessWire.params(params), Repeat.ALWAYS, LONG), WriteResponse.class)
                .map(WriteResponse::status);
    }

    @Override
    public Future<Void> closeStdin(String processId) {
        return operate(
                        ProcessMethods.CLOSE_STDIN,
                        ProcessWire.params(new CloseStdinParams(processId)),
                        Repeat.ALWAYS,
                        patience)
                .mapEmpty();
    }

    @Override
    public Future<Void> signal(SignalParams params) {
        return operate(ProcessMethods.SIGNAL, ProcessWire.params(params), Repeat.NAMED, patience)
                .mapEmpty();
    }

    @Override
    public Future<Void> resize(ResizeParams params) {
        return operate(ProcessMethods.RESIZE, ProcessWire.params(params), Repeat.ALWAYS, patience)
                .mapEmpty();
    }

    @Override
    public Future<Boolean> terminate(String processId) {
        return decoded(
                        operate(
                                ProcessMethods.TERMINATE,
                                ProcessWire.params(new TerminateParams(processId)),
                                Repeat.ALWAYS,
                                patience),
                        TerminateResponse.class)
                .map(TerminateResponse::running);
    }

    @Override
    public Future<RequestResponse> request(RequestParams params) {
        return decoded(ask(HttpMethods.REQUEST, HttpWire.params(params), Repeat.NEVER, LONG), RequestResponse.class);
    }

    @Override
    public Future<CancelResponse> cancel(CancelParams params) {
        return decoded(ask(HttpMethods.CANCEL, HttpWire.params(params), Repeat.NEVER, LONG), CancelResponse.class);
    }
}
