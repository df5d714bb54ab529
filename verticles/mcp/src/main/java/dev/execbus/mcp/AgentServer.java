package dev.execbus.mcp;

import dev.execbus.bus.Timers;
import io.modelcontextprotocol.common.McpTransportContext;
import io.modelcontextprotocol.server.McpAsyncServer;
import io.modelcontextprotocol.server.McpAsyncServerExchange;
import io.modelcontextprotocol.server.McpServer;
import io.modelcontextprotocol.server.McpServerFeatures.AsyncToolSpecification;
import io.modelcontextprotocol.spec.McpSchema;
import io.modelcontextprotocol.spec.McpSchema.CallToolRequest;
import io.modelcontextprotocol.spec.McpSchema.CallToolResult;
import io.modelcontextprotocol.spec.McpSchema.ProgressNotification;
import io.modelcontextprotocol.spec.McpSchema.ServerCapabilities;
import io.modelcontextprotocol.spec.McpStreamableServerTransportProvider;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executor;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.publisher.Mono;

/** The SDK's server with our tools: one for all agents of a node. */
final class AgentServer {
    private static final Logger LOG = LoggerFactory.getLogger(AgentServer.class);

    private static final String INSTRUCTIONS =
            "Runs commands and reads and writes files on a worker. exec_command waits a while and returns what the"
                    + " command printed; if it still runs then, it returns a session_id, and write_stdin writes to it or"
                    + " looks for more output.";

    private final Map<String, Tool> tools = new LinkedHashMap<>();
    private final McpSettings settings;
    private final Timers timers;
    private final Executor context;
    private final Monos monos;

    private AgentServer(McpSettings settings, Timers timers, Executor context) {
        Stream.of(ExecTools.all(), FileTools.all()).flatMap(List::stream).forEach(tool -> tools.put(tool.name(), tool));
        this.settings = settings;
        this.timers = timers;
        this.context = context;
        this.monos = new Monos(context);
    }

    /** @param version what we say we are */
    static McpAsyncServer on(
            McpStreamableServerTransportProvider provider,
            String version,
            McpSettings settings,
            Timers timers,
            Executor context) {
        return new AgentServer(settings, timers, context).build(provider, version);
    }

    private McpAsyncServer build(McpStreamableServerTransportProvider provider, String version) {
        return McpServer.async(provider)
                .serverInfo("execbus", version)
                .instructions(INSTRUCTIONS)
                .jsonMapper(ProtocolJson.MAPPER)
                .jsonSchemaValidator(ProtocolJson.NO_VALIDATION)
                .validateToolInputs(false)
                .capabilities(ServerCapabilities.builder()
                        .tools(false)
                        .resources(false, false)
                        .build())
                .tools(tools.values().stream().map(this::specification).toList())
                .addToolFilter(this::isOffered)
                .resourceTemplates(OutputResource.template(monos))
                .build();
    }

    private Mono<Boolean> isOffered(McpTransportContext surroundings, McpSchema.Tool tool) {
        return Mono.just(tools.get(tool.name())
                .offered()
                .test(ToolContext.of(surroundings).capabilities()));
    }

    private AsyncToolSpecification specification(Tool tool) {
        return AsyncToolSpecification.builder()
                .tool(description(tool.name()))
                .callHandler((exchange, request) -> call(tool, exchange, request))
                .build();
    }

    private static McpSchema.Tool description(String name) {
        String resource = name + ".json";
        try (InputStream json = AgentServer.class.getResourceAsStream(resource)) {
            if (json == null) {
                throw new IllegalStateException("no resource " + resource);
            }
            return ProtocolJson.MAPPER.readValue(json.readAllBytes(), McpSchema.Tool.class);
        } catch (IOException e) {
            throw new UncheckedIOException(resource, e);
        }
    }

    private Mono<CallToolResult> call(Tool tool, McpAsyncServerExchange exchange, CallToolRequest request) {
        AgentTools agent = ToolContext.of(exchange);
        CallProgress progress = new CallProgress(settings.progress(), timers, notice(exchange, request));
        RunningCall running = new RunningCall(agent, progress, context);
        return monos.of(
                        () -> tool.handler().handle(new Tool.Call(agent, new Arguments(request.arguments()), running)),
                        running::cancelled)
                .doOnTerminate(running::answered)
                .onErrorResume(failure -> Mono.just(ToolResult.failed(failure)));
    }

    private static CallProgress.Notice notice(McpAsyncServerExchange exchange, CallToolRequest request) {
        Object token = request.progressToken();
        if (token == null) {
            return CallProgress.Notice.NONE;
        }
        return (bytes, text) -> exchange.progressNotification(ProgressNotification.builder(token, (double) bytes)
                        .message(text)
                        .build())
                .subscribe(told -> {}, failure -> LOG.warn("progress could not be told", failure));
    }
}
