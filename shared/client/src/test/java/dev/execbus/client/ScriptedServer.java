package dev.execbus.client;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.vertx.core.Future;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/** The other end of the wire, which says what a test wants it to. */
final class ScriptedServer implements Wire.Connector {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final ManualLoop loop;
    private final List<Connection> connections = new ArrayList<>();
    private String refusal;
    private int attempts;

    ScriptedServer(ManualLoop loop) {
        this.loop = loop;
    }

    /** One connection of the client. */
    final class Connection implements Wire {
        private final Listener listener;
        private final Deque<JsonNode> received = new ArrayDeque<>();
        private boolean closed;

        private Connection(Listener listener) {
            this.listener = listener;
        }

        @Override
        public void send(byte[] frame) {
            try {
                received.add(JSON.readTree(frame));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        @Override
        public Future<Void> close() {
            closed = true;
            return Future.succeededFuture();
        }

        boolean isClosed() {
            return closed;
        }

        /** The connection breaks. */
        void cut() {
            loop.run(() -> listener.closed("broken"));
        }

        void say(String json) {
            loop.run(() -> listener.received(json.replace('\'', '"').getBytes(StandardCharsets.UTF_8)));
        }

        void answer(JsonNode request, String result) {
            say("{'id':" + request.get("id") + ",'result':" + result + "}");
        }

        void refuse(JsonNode request, int code, String message) {
            say("{'id':" + request.get("id") + ",'error':{'code':" + code + ",'message':'" + message + "'}}");
        }

        /** What the client has sent next. */
        JsonNode next(String method) {
            JsonNode next = received.poll();
            assertThat(next).as("a message " + method).isNotNull();
            assertThat(next.path("method").asText()).isEqualTo(method);
            return next;
        }

        JsonNode params(String method) {
            return next(method).get("params");
        }

        /** Answers what the client sends next. */
        JsonNode serve(String method, String result) {
            JsonNode request = next(method);
            answer(request, result);
            return request.get("params");
        }

        void hasNothing() {
            assertThat(received).isEmpty();
        }

        int unread() {
            return received.size();
        }

        void output(String process, int seq, String base64) {
            say("{'method':'process/output','params':{'processId':'" + process + "','seq':" + seq
                    + ",'stream':'stdout','chunk':'" + base64 + "'}}");
        }

        void exited(String process, int seq, int code) {
            say("{'method':'process/exited','params':{'processId':'" + process + "','seq':" + seq + ",'exitCode':"
                    + code + ",'sandboxDenied':false}}");
        }

        void closed(String process, int seq) {
            say("{'method':'process/closed','params':{'processId':'" + process + "','seq':" + seq + "}}");
        }

        /** The handshake; what the client asked to resume, or an empty text. */
        String introduce(String sessionId) {
            return introduce(sessionId, true);
        }

        String introduce(String sessionId, boolean knowsNames) {
            JsonNode params = serve(
                    "initialize",
                    "{'sessionId':'" + sessionId + "','environmentInfo':{'capabilities':{'opId':" + knowsNames + "}}}");
            next("initialized");
            return params.path("resumeSessionId").asText("");
        }
    }

    @Override
    public Future<Wire> connect(Wire.Listener listener) {
        attempts++;
        if (refusal != null) {
            return Future.failedFuture(new BackendException(refusal));
        }
        Connection connection = new Connection(listener);
        connections.add(connection);
        return Future.succeededFuture(connection);
    }

    @Override
    public boolean canResume() {
        return true;
    }

    @Override
    public Future<Void> close() {
        return Future.succeededFuture();
    }

    /** Takes no connections from now on; null: it does again. */
    void refusing(String reason) {
        refusal = reason;
    }

    int attempts() {
        return attempts;
    }

    int connected() {
        return connections.size();
    }

    Connection last() {
        return connections.getLast();
    }

    static JsonNode json(String text) {
        try {
            return JSON.readTree(text.replace('\'', '"'));
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException(e);
        }
    }
}
