package dev.execbus.http;

import io.vertx.core.Vertx;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpVersion;
import io.vertx.core.http.PoolOptions;
import java.util.concurrent.TimeUnit;

/**
 * The room's client: HTTP/1.1, one request at a time on a connection, nothing decoded, nothing followed. With HTTP/2 a
 * client that reads slowly would hold up the streams of others on the same connection.
 */
final class ClientFactory {
    private static final int LONGEST_HEADERS = 256 << 10;
    private static final int LONGEST_STATUS_LINE = 16 << 10;

    private ClientFactory() {}

    static HttpClient create(Vertx vertx, HttpSettings settings) {
        PoolOptions pool =
                new PoolOptions().setHttp1MaxSize(settings.perWorker()).setMaxWaitQueueSize(0);
        return vertx.createHttpClient(options(settings), pool);
    }

    static HttpClientOptions options(HttpSettings settings) {
        int connectMillis = Math.toIntExact(settings.connectTimeout().toMillis());
        return new HttpClientOptions()
                .setProtocolVersion(HttpVersion.HTTP_1_1)
                .setVerifyHost(true)
                .setDecompressionSupported(false)
                .setMaxChunkSize(settings.frameBytes())
                .setMaxHeaderSize(LONGEST_HEADERS)
                .setMaxInitialLineLength(LONGEST_STATUS_LINE)
                .setKeepAliveTimeout(
                        Math.max(1, Math.toIntExact(settings.idleTimeout().toSeconds())))
                .setTcpNoDelay(true)
                .setTcpKeepAlive(true)
                .setConnectTimeout(connectMillis)
                .setSslHandshakeTimeout(connectMillis)
                .setSslHandshakeTimeoutUnit(TimeUnit.MILLISECONDS);
    }
}
