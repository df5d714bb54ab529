package dev.execbus.server;

import com.fasterxml.jackson.databind.JsonNode;
import dev.execbus.protocol.Base64Text;
import dev.execbus.protocol.ByteChunk;
import dev.execbus.protocol.ErrorCode;
import dev.execbus.protocol.MalformedFrameException;
import dev.execbus.protocol.RpcFrames;
import dev.execbus.protocol.RpcId;
import dev.execbus.protocol.RpcMessage;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.ServerWebSocket;
import io.vertx.core.http.ServerWebSocketHandshake;
import io.vertx.core.internal.http.WebSocketInternal;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.IntPredicate;

/**
 * A server with one session and one process, which repeats its stdin on stdout and exits with 7 at its end. It cuts the
 * connection at chosen frames: instead of taking a frame of the client, or instead of sending one of its own. Confined
 * to one event loop.
 */
final class ScriptedServer {
    static final int EXIT_CODE = 7;
    private static final int FRAME_BYTES = 1 << 20;
    private static final String SESSION = "the-session";

    private record Happened(String method, Map<String, Object> params) {}

    private final HttpServer server;
    private final IntPredicate cut;
    private final List<Happened> log = new ArrayList<>();
    private final Set<String> writeIds = new HashSet<>();
    private final List<Integer> sessionRefusals = new ArrayList<>();
    private final Set<ServerWebSocket> gone = new HashSet<>();
    private ServerWebSocket attached;
    private String processId;
    private boolean sessionExists;
    private boolean stdinClosed;
    private int frames;
    private int cuts;

    /** @param cut whether to cut at the frame of this number: from 1, both directions, over all connections */
    ScriptedServer(Vertx vertx, IntPredicate cut) {
        this.cut = cut;
        this.server = vertx.createHttpServer(new HttpServerOptions().setMaxWebSocketFrameSize(FRAME_BYTES))
                .webSocketHandshakeHandler(ScriptedServer::admit)
                .webSocketHandler(this::connected);
    }

    Future<Integer> listen() {
        return server.listen(0, "127.0.0.1").map(HttpServer::actualPort);
    }

    /** The next attempts to resume are refused with these codes. */
    void refuseToResume(int... codes) {
        for (int code : codes) {
            sessionRefusals.add(code);
        }
    }

    int cuts() {
        return cuts;
    }

    int frames() {
        return frames;
    }

    /** As a server does that fears browsers. */
    private static void admit(ServerWebSocketHandshake handshake) {
        if (handshake.headers().contains(HttpHeaders.ORIGIN)) {
            handshake.reject(403);
        } else {
            handshake.accept();
        }
    }

    private void connected(ServerWebSocket socket) {
        socket.textMessageHandler(text -> received(socket, text));
        socket.closeHandler(ignored -> lose(socket));
    }

    /** What arrived behind the cut is lost with the connection. */
    private void lose(ServerWebSocket socket) {
        gone.add(socket);
        if (attached == socket) {
            attached = null;
        }
    }

    private boolean cutsHere(ServerWebSocket socket) {
        frames++;
        if (!cut.test(frames)) {
            return false;
        }
        cuts++;
        lose(socket);
        ((WebSocketInternal) socket).channelHandlerContext().channel().close();
        return true;
    }

    private void received(ServerWebSocket socket, String text) {
        if (gone.contains(socket) || cutsHere(socket)) {
            return;
        }
        try {
            if (RpcFrames.decode(Buffer.buffer(text).getBytes()) instanceof RpcMessage.Request request) {
                answer(socket, request.id(), request.method(), request.params());
            }
        } catch (MalformedFrameException e) {
            throw new IllegalStateException(e);
        }
    }

    private void answer(ServerWebSocket socket, RpcId id, String method, JsonNode params) {
        switch (method) {
            case "initialize" -> initialize(socket, id, params.path("resumeSessionId"));
            case "process/start" -> start(socket, id, params);
            case "process/read" ->
                send(socket, RpcFrames.response(id, read(params.path("afterSeq").asLong())));
            case "process/write" -> {
                write(params.path("writeId").asText(), params.path("chunk").asText());
                send(socket, RpcFrames.response(id, Map.of("status", "accepted")));
            }
            case "process/closeStdin" -> {
                closeStdin();
                send(socket, RpcFrames.response(id, Map.of()));
            }
            default -> send(socket, RpcFrames.failure(id, ErrorCode.METHOD_NOT_FOUND, "unknown method " + method));
        }
    }

    private void initialize(ServerWebSocket socket, RpcId id, JsonNode resume) {
        if (resume.isTextual() && !sessionRefusals.isEmpty()) {
            send(socket, RpcFrames.failure(id, ErrorCode.of(sessionRefusals.removeFirst()), "not now"));
        } else if (resume.isTextual() && !sessionExists) {
            send(socket, RpcFrames.failure(id, ErrorCode.INVALID_REQUEST, "unknown session id"));
        } else {
            sessionExists = true;
            attached = socket;
            Map<String, Object> info = Map.of("cwd", "file:///srv");
            send(socket, RpcFrames.response(id, Map.of("sessionId", SESSION, "environmentInfo", info)));
        }
    }

    private void start(ServerWebSocket socket, RpcId id, JsonNode params) {
        String asked = params.path("processId").asText();
        if (params.path("argv").path(0).asText().equals("missing")) {
            send(socket, RpcFrames.failure(id, ErrorCode.INTERNAL, "No such file or directory (os error 2)"));
        } else if (processId != null) {
            send(socket, RpcFrames.failure(id, ErrorCode.INVALID_REQUEST, "process " + asked + " already exists"));
        } else {
            processId = asked;
            happened("process/output", Map.of("stream", "stderr", "chunk", ByteChunk.utf8("hello\n")));
            send(socket, RpcFrames.response(id, Map.of("processId", asked, "sandboxType", "none")));
        }
    }

    private void write(String writeId, String chunk) {
        if (writeIds.add(writeId) && !stdinClosed) {
            happened("process/output", Map.of("stream", "stdout", "chunk", Base64Text.decode(chunk)));
        }
    }

    private void closeStdin() {
        if (!stdinClosed) {
            stdinClosed = true;
            happened("process/exited", Map.of("exitCode", EXIT_CODE, "sandboxDenied", false));
            happened("process/closed", Map.of());
        }
    }

    private Map<String, Object> read(long afterSeq) {
        List<Object> chunks = log.stream()
                .filter(event -> event.method().equals("process/output"))
                .map(Happened::params)
                .filter(params -> (long) params.get("seq") > afterSeq)
                .<Object>map(params -> params)
                .toList();
        Map<String, Object> answer = new HashMap<>();
        answer.put("chunks", chunks);
        answer.put("nextSeq", log.size() + 1L);
        answer.put("exited", stdinClosed);
        answer.put("exitCode", stdinClosed ? EXIT_CODE : null);
        answer.put("closed", stdinClosed);
        return answer;
    }

    private void happened(String method, Map<String, Object> params) {
        Map<String, Object> numbered = new HashMap<>(params);
        numbered.put("processId", processId);
        numbered.put("seq", log.size() + 1L);
        log.add(new Happened(method, numbered));
        if (attached != null) {
            send(attached, RpcFrames.notification(method, numbered));
        }
    }

    private void send(ServerWebSocket socket, byte[] frame) {
        if (!socket.isClosed()
                && ((WebSocketInternal) socket)
                        .channelHandlerContext()
                        .channel()
                        .isOpen()
                && !cutsHere(socket)) {
            socket.writeTextMessage(Buffer.buffer(frame).toString());
        }
    }
}
