package dev.execbus.mcp;

import dev.execbus.bus.Timers;
import dev.execbus.client.FrameLines;
import io.modelcontextprotocol.spec.McpSchema;
import io.modelcontextprotocol.spec.McpSchema.JSONRPCMessage;
import io.modelcontextprotocol.spec.McpSchema.JSONRPCNotification;
import io.modelcontextprotocol.spec.McpSchema.JSONRPCRequest;
import io.modelcontextprotocol.spec.McpSchema.JSONRPCResponse;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.Semaphore;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The one agent on standard input and output, a line for each message. A thread reads, a thread writes, everything else is
 * on a context of its own.
 */
public final class StdioAgent {
    private static final Logger LOG = LoggerFactory.getLogger(StdioAgent.class);

    /** Lines that are read before those before them are understood. */
    private static final int AHEAD = 64;

    private final Context context;
    private final AgentEndpoint endpoint;
    private final InputStream in;
    private final StdioLines out;
    private final Semaphore ahead = new Semaphore(AHEAD);
    private final Promise<Void> ended = Promise.promise();
    private Future<AgentSession> session = Future.failedFuture("nobody has introduced itself");

    /** @param version what the server says it is */
    public StdioAgent(Vertx vertx, AgentToolsOpener opener, String version, InputStream in, OutputStream out) {
        this.context = vertx.getOrCreateContext();
        this.endpoint = new AgentEndpoint(
                opener, version, McpSettings.DEFAULTS, Timers.of(vertx), this::onContext, System::nanoTime);
        this.in = in;
        this.out = new StdioLines(out);
    }

    private void onContext(Runnable action) {
        context.runOnContext(ignored -> action.run());
    }

    /** Completes when the agent has gone and what it has started has ended. */
    public Future<Void> serve() {
        Thread.ofVirtual().name("mcp-in").start(this::readAll);
        return ended.future();
    }

    /** As if the agent had gone. Any thread. */
    public void stop() {
        onContext(this::end);
    }

    private void readAll() {
        try {
            FrameLines lines = new FrameLines(in);
            for (byte[] line = lines.next(); line != null; line = lines.next()) {
                byte[] frame = line;
                ahead.acquire();
                onContext(() -> {
                    ahead.release();
                    received(frame);
                });
            }
        } catch (IOException e) {
            LOG.warn("input broke off: {}", e.getMessage());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        stop();
    }

    private void received(byte[] frame) {
        JSONRPCMessage message;
        try {
            message =
                    McpSchema.deserializeJsonRpcMessage(ProtocolJson.MAPPER, new String(frame, StandardCharsets.UTF_8));
        } catch (IOException | IllegalArgumentException e) {
            LOG.warn("a line is no JSON-RPC message");
            return;
        }
        if (message instanceof JSONRPCRequest request && request.method().equals(McpSchema.METHOD_INITIALIZE)) {
            initialize(request);
        } else {
            session.onSuccess(agent -> handle(agent, message))
                    .onFailure(missing -> refuse(message, "initialize has to come first, and has to succeed"));
        }
    }

    private void initialize(JSONRPCRequest request) {
        if (session.succeeded() || !session.isComplete()) {
            refuse(request, "initialize may only come once");
            return;
        }
        try {
            session = endpoint.initialize(request).map(introduced -> {
                write(JSONRPCResponse.result(request.id(), introduced.result()));
                return introduced.session();
            });
            session.onFailure(cause -> refuse(request, ToolResult.told(cause)));
        } catch (IllegalArgumentException e) {
            refuse(request, "initialize is not understood");
        }
    }

    private void handle(AgentSession agent, JSONRPCMessage message) {
        switch (message) {
            case JSONRPCRequest request -> agent.request(request, outlet());
            case JSONRPCNotification notification -> agent.notification(notification);
            case JSONRPCResponse response -> agent.response(response);
            default -> LOG.warn("a line is no JSON-RPC message");
        }
    }

    /** There is one stream for everything, and it ends with the agent. */
    private Outlet outlet() {
        return new Outlet() {
            @Override
            public void message(String json, boolean isAnswer) {
                out.write(json);
            }

            @Override
            public void complete() {}
        };
    }

    private void refuse(JSONRPCMessage message, String why) {
        if (message instanceof JSONRPCRequest request) {
            write(JSONRPCResponse.error(
                    request.id(), new JSONRPCResponse.JSONRPCError(McpSchema.ErrorCodes.INVALID_REQUEST, why, null)));
        }
    }

    private void write(JSONRPCResponse answer) {
        try {
            out.write(ProtocolJson.MAPPER.writeValueAsString(answer));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void end() {
        endpoint.end().onComplete(done -> {
            endpoint.close();
            Thread.ofVirtual().name("mcp-end").start(() -> {
                out.close();
                ended.tryComplete();
            });
        });
    }
}
