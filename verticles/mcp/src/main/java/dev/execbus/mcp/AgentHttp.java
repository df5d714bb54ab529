package dev.execbus.mcp;

import dev.execbus.protocol.ErrorCode;
import dev.execbus.protocol.ExecbusException;
import io.modelcontextprotocol.spec.HttpHeaders;
import io.modelcontextprotocol.spec.McpSchema;
import io.modelcontextprotocol.spec.McpSchema.JSONRPCMessage;
import io.modelcontextprotocol.spec.McpSchema.JSONRPCNotification;
import io.modelcontextprotocol.spec.McpSchema.JSONRPCRequest;
import io.modelcontextprotocol.spec.McpSchema.JSONRPCResponse;
import io.modelcontextprotocol.spec.ProtocolVersions;
import io.vertx.core.Handler;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import java.io.IOException;
import java.util.function.Consumer;

/**
 * Streamable HTTP: messages come by POST, answers go back as events of a stream or as JSON, GET listens or goes on with a
 * stream that broke, DELETE ends. Requests are handled on their own context until they are understood, then on the
 * endpoint's.
 */
final class AgentHttp implements Handler<HttpServerRequest> {
    private static final String ALLOWED = "GET, POST, DELETE";

    private final AgentEndpoint endpoint;

    AgentHttp(AgentEndpoint endpoint) {
        this.endpoint = endpoint;
    }

    /** The request is paused. */
    @Override
    public void handle(HttpServerRequest request) {
        Exchange exchange = new Exchange(request, endpoint.settings());
        String version = request.getHeader(HttpHeaders.PROTOCOL_VERSION);
        if (version != null && !AgentEndpoint.VERSIONS.contains(version)) {
            exchange.refuse(
                    400,
                    McpSchema.ErrorCodes.INVALID_REQUEST,
                    "unknown MCP-Protocol-Version: known are " + String.join(", ", AgentEndpoint.VERSIONS));
            return;
        }
        switch (request.method().name()) {
            case "POST" -> post(exchange);
            case "GET" -> get(exchange);
            case "DELETE" -> delete(exchange);
            default -> exchange.notAllowed(ALLOWED);
        }
    }

    private void post(Exchange exchange) {
        if (!exchange.isJson()) {
            exchange.refuse(415, McpSchema.ErrorCodes.INVALID_REQUEST, "Content-Type must be application/json");
        } else if (!exchange.acceptsEvents() && !exchange.acceptsJson()) {
            exchange.refuse(
                    406,
                    McpSchema.ErrorCodes.INVALID_REQUEST,
                    "Accept must have text/event-stream or application/json");
        } else {
            exchange.body(body -> posted(exchange, body));
        }
    }

    private void posted(Exchange exchange, Buffer body) {
        JSONRPCMessage message;
        try {
            message = McpSchema.deserializeJsonRpcMessage(ProtocolJson.MAPPER, body.toString());
        } catch (IOException | IllegalArgumentException e) {
            exchange.refuse(400, McpSchema.ErrorCodes.PARSE_ERROR, "not a JSON-RPC message");
            return;
        }
        if (message instanceof JSONRPCRequest request && request.method().equals(McpSchema.METHOD_INITIALIZE)) {
            endpoint.context().execute(() -> initialize(exchange, request));
            return;
        }
        withSession(exchange, session -> {
            switch (message) {
                case JSONRPCRequest request -> request(exchange, session, request);
                case JSONRPCNotification notification -> {
                    session.notification(notification);
                    exchange.accepted();
                }
                case JSONRPCResponse response -> {
                    session.response(response);
                    exchange.accepted();
                }
                default -> exchange.refuse(400, McpSchema.ErrorCodes.INVALID_REQUEST, "not a JSON-RPC message");
            }
        });
    }

    private void initialize(Exchange exchange, JSONRPCRequest request) {
        try {
            endpoint.initialize(request)
                    .onSuccess(introduced -> exchange.json(
                            introduced.session().id(), JSONRPCResponse.result(request.id(), introduced.result())))
                    .onFailure(cause -> failed(exchange, cause));
        } catch (IllegalArgumentException e) {
            exchange.refuse(400, McpSchema.ErrorCodes.INVALID_PARAMS, "initialize is not understood");
        }
    }

    private void request(Exchange exchange, AgentSession session, JSONRPCRequest request) {
        if (exchange.acceptsEvents()) {
            EventLog log = session.logs().open();
            log.listen(exchange.events(log, endpoint.context()), 0);
            session.request(request, Outlet.to(log));
        } else {
            session.request(request, exchange.singleAnswer());
        }
    }

    private void get(Exchange exchange) {
        if (!exchange.acceptsEvents()) {
            exchange.refuse(406, McpSchema.ErrorCodes.INVALID_REQUEST, "Accept must have text/event-stream");
            return;
        }
        withSession(exchange, session -> {
            String lastEventId = exchange.header(HttpHeaders.LAST_EVENT_ID);
            if (lastEventId == null) {
                EventLog log = session.listen();
                log.listen(exchange.events(log, endpoint.context()), 0);
            } else {
                resume(exchange, session, lastEventId);
            }
        });
    }

    private void resume(Exchange exchange, AgentSession session, String lastEventId) {
        EventLog log = session.logs().of(lastEventId);
        if (log == null) {
            exchange.refuse(
                    404, McpSchema.ErrorCodes.INVALID_REQUEST, "the events after this Last-Event-ID are not kept");
        } else {
            log.listen(exchange.events(log, endpoint.context()), EventLogs.seq(lastEventId));
        }
    }

    private void delete(Exchange exchange) {
        withSession(exchange, session -> endpoint.end(session).onComplete(ended -> exchange.ended()));
    }

    private void withSession(Exchange exchange, Consumer<AgentSession> work) {
        String id = exchange.header(HttpHeaders.MCP_SESSION_ID);
        if (id == null || id.isBlank()) {
            exchange.refuse(400, McpSchema.ErrorCodes.INVALID_REQUEST, "the header Mcp-Session-Id is missing");
            return;
        }
        String version = exchange.header(HttpHeaders.PROTOCOL_VERSION);
        endpoint.context().execute(() -> {
            if (endpoint.isLeaving()) {
                exchange.refuse(503, McpSchema.ErrorCodes.INTERNAL_ERROR, "the gateway is leaving");
                return;
            }
            endpoint.find(id, version == null ? ProtocolVersions.MCP_2025_03_26 : version)
                    .map(session -> {
                        session.used();
                        work.accept(session);
                        return session;
                    })
                    .onFailure(cause -> failed(exchange, cause));
        });
    }

    /** An unknown session is the agent's cue to begin anew, so nothing else may look like one. */
    private static void failed(Exchange exchange, Throwable cause) {
        if (cause instanceof ExecbusException told) {
            boolean unknown = told.code() == ErrorCode.INVALID_REQUEST;
            exchange.refuse(unknown ? 404 : 503, told.code().number(), told.getMessage());
        } else {
            exchange.refuse(500, McpSchema.ErrorCodes.INTERNAL_ERROR, ToolResult.told(cause));
        }
    }
}
