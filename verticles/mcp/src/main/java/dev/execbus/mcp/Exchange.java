package dev.execbus.mcp;

import io.modelcontextprotocol.spec.HttpHeaders;
import io.modelcontextprotocol.spec.McpSchema;
import io.modelcontextprotocol.spec.McpSchema.JSONRPCResponse;
import io.modelcontextprotocol.spec.ProtocolVersions;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Locale;
import java.util.concurrent.Executor;
import java.util.function.Consumer;

/** One HTTP request and its response. Made on its own context; answers may be given from any. */
final class Exchange {
    private static final String JSON = "application/json";
    static final String EVENTS = "text/event-stream";

    /** The SDK's own wants an id. */
    private record Refusal(String jsonrpc, Object id, Reason error) {
        record Reason(int code, String message) {}
    }

    private final HttpServerRequest request;
    private final McpSettings settings;
    private final Context context;

    Exchange(HttpServerRequest request, McpSettings settings) {
        this.request = request;
        this.settings = settings;
        this.context = Vertx.currentContext();
    }

    String header(String name) {
        return request.getHeader(name);
    }

    boolean isJson() {
        String type = header("Content-Type");
        return type != null && type.toLowerCase(Locale.ROOT).startsWith(JSON);
    }

    boolean acceptsEvents() {
        return accepts(EVENTS);
    }

    boolean acceptsJson() {
        return accepts(JSON);
    }

    private boolean accepts(String type) {
        String accept = header("Accept");
        return accept == null || accept.contains(type) || accept.contains("*/*");
    }

    /** Calls this with the whole body, unless it is too long, which is refused. */
    void body(Consumer<Buffer> taken) {
        Buffer body = Buffer.buffer();
        request.handler(part -> {
            if (body.length() + part.length() <= settings.messageBytes()) {
                body.appendBuffer(part);
            } else {
                request.handler(null);
                request.endHandler(null);
                refuse(
                        413,
                        McpSchema.ErrorCodes.INVALID_REQUEST,
                        "a message may have " + settings.messageBytes() + " bytes");
            }
        });
        request.endHandler(ended -> taken.accept(body));
        request.resume();
    }

    void refuse(int status, int code, String why) {
        respond(response -> response.setStatusCode(status)
                .putHeader("Content-Type", JSON)
                .end(encoded(new Refusal(McpSchema.JSONRPC_VERSION, null, new Refusal.Reason(code, why)))));
    }

    void notAllowed(String methods) {
        respond(response ->
                response.setStatusCode(405).putHeader("Allow", methods).end());
    }

    void accepted() {
        respond(response -> response.setStatusCode(202).end());
    }

    void ended() {
        respond(response -> response.setStatusCode(204).end());
    }

    void json(String sessionId, JSONRPCResponse answer) {
        respond(response -> response.putHeader(HttpHeaders.MCP_SESSION_ID, sessionId)
                .putHeader("Content-Type", JSON)
                .end(encoded(answer)));
    }

    /** For those who do not take streams: they get the answer, and nothing before it. */
    Outlet singleAnswer() {
        return new Outlet() {
            private String answer = "";

            @Override
            public void message(String json, boolean isAnswer) {
                if (isAnswer) {
                    answer = json;
                }
            }

            @Override
            public void complete() {
                respond(response -> response.setStatusCode(answer.isEmpty() ? 202 : 200)
                        .putHeader("Content-Type", JSON)
                        .end(answer));
            }
        };
    }

    /**
     * What the log tells goes to this connection for as long as it lasts.
     *
     * @param endpoint where the log lives
     */
    EventLog.Listener events(EventLog log, Executor endpoint) {
        String version = header(HttpHeaders.PROTOCOL_VERSION);
        boolean knowsEmptyEvents = version != null && version.compareTo(ProtocolVersions.MCP_2025_11_25) >= 0;
        EventStream stream = new EventStream(request.response(), context, settings);
        stream.begin(knowsEmptyEvents ? log.startId() : null, () -> endpoint.execute(() -> log.leave(stream)));
        return stream;
    }

    private void respond(Consumer<HttpServerResponse> answer) {
        context.runOnContext(ignored -> {
            HttpServerResponse response = request.response();
            if (!response.ended() && !response.closed()) {
                answer.accept(response);
            }
        });
    }

    private static String encoded(Object answer) {
        try {
            return ProtocolJson.MAPPER.writeValueAsString(answer);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
