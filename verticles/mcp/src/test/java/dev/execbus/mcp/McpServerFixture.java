package dev.execbus.mcp;

import io.modelcontextprotocol.client.McpClient;
import io.modelcontextprotocol.client.McpSyncClient;
import io.modelcontextprotocol.client.transport.HttpClientStreamableHttpTransport;
import io.modelcontextprotocol.spec.McpSchema.ProgressNotification;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;

/** The room behind an HTTP server, with fakes instead of workers. */
final class McpServerFixture implements AutoCloseable {
    private static final long SECONDS = 20;

    final FakeOpener opener = new FakeOpener();
    private final Vertx vertx = Vertx.vertx();
    final McpVerticle verticle;
    private final HttpServer http;

    McpServerFixture(McpSettings settings) {
        verticle = new McpVerticle(opener, "1.2.3", settings);
        await(vertx.deployVerticle(verticle));
        http = await(vertx.createHttpServer(new HttpServerOptions().setHttp2ClearTextEnabled(false))
                .requestHandler(request -> {
                    request.pause();
                    verticle.requests().handle(request);
                })
                .listen(0, "127.0.0.1"));
    }

    static <T> T await(Future<T> future) {
        try {
            return future.toCompletionStage().toCompletableFuture().get(SECONDS, TimeUnit.SECONDS);
        } catch (InterruptedException | ExecutionException | TimeoutException e) {
            throw new IllegalStateException(e);
        }
    }

    String url() {
        return "http://127.0.0.1:" + http.actualPort();
    }

    McpSyncClient client(Consumer<ProgressNotification> progress) {
        McpSyncClient client = McpClient.sync(HttpClientStreamableHttpTransport.builder(url())
                        .jsonMapper(ProtocolJson.MAPPER)
                        .build())
                .requestTimeout(Duration.ofSeconds(SECONDS))
                .jsonSchemaValidator(ProtocolJson.NO_VALIDATION)
                .progressConsumer(progress)
                .build();
        client.initialize();
        return client;
    }

    @Override
    public void close() {
        await(vertx.close());
    }
}
