package dev.execbus.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.net.PfxOptions;
import io.vertx.junit5.VertxExtension;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
@ExtendWith(VertxExtension.class)
class SecureConnectionTest {
    private static final Route LOCAL = new Route.Direct(List.of(InetAddress.ofLiteral("127.0.0.1")));

    @TempDir
    private static Path folder;

    private static PfxOptions certificate;
    private HttpServer server;
    private HttpClient trusting;
    private HttpClient ordinary;

    @BeforeAll
    static void makeCertificate() throws Exception {
        Path store = folder.resolve("server.p12");
        Process keytool = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "keytool")
                                .toString(),
                        "-genkeypair",
                        "-keystore",
                        store.toString(),
                        "-storepass",
                        "changeit",
                        "-keyalg",
                        "EC",
                        "-dname",
                        "CN=test",
                        "-ext",
                        "san=dns:secure.example,ip:127.0.0.1")
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
        assertThat(keytool.waitFor(30, TimeUnit.SECONDS)).isTrue();
        certificate = new PfxOptions().setPath(store.toString()).setPassword("changeit");
    }

    @BeforeEach
    void open(Vertx vertx) throws Exception {
        server = vertx.createHttpServer(
                        new HttpServerOptions().setSsl(true).setSni(true).setKeyCertOptions(certificate))
                .requestHandler(request -> request.response()
                        .end(request.getHeader("host") + " "
                                + request.connection().indicatedServerName()));
        Waiting.done(server.listen(0, "127.0.0.1"));
        trusting = vertx.createHttpClient(
                ClientFactory.options(HttpSettings.DEFAULTS).setTrustOptions(certificate));
        ordinary = ClientFactory.create(vertx, HttpSettings.DEFAULTS);
    }

    private Future<String> body(HttpClient client, String host, Route route) {
        Hop hop = new Hop(
                "GET", UrlReader.absolute("https://" + host + ":" + server.actualPort() + "/"), List.of(), null);
        return new Connector(client, HttpSettings.DEFAULTS.connectTimeout())
                .open(hop, route)
                .compose(request -> Connector.send(request, hop, route))
                .compose(HttpClientResponse::body)
                .map(Object::toString);
    }

    @Test
    void asksForTheNameAtTheAddressThatWasChecked() throws Exception {
        assertThat(Waiting.done(body(trusting, "secure.example", LOCAL)))
                .isEqualTo("secure.example:" + server.actualPort() + " secure.example");
        assertThat(Waiting.done(body(trusting, "127.0.0.1", LOCAL)))
                .isEqualTo("127.0.0.1:" + server.actualPort() + " null");
    }

    @Test
    void verifiesNamesAndTrust() {
        assertThatThrownBy(() -> Waiting.done(body(trusting, "other.example", LOCAL)))
                .hasStackTraceContaining("No subject alternative DNS name matching other.example");
        assertThatThrownBy(() -> Waiting.done(body(ordinary, "secure.example", LOCAL)))
                .hasStackTraceContaining("unable to find valid certification path");
    }

    @Test
    void triesTheNextAddress() throws Exception {
        Route route = new Route.Direct(List.of(InetAddress.ofLiteral("127.0.0.9"), InetAddress.ofLiteral("127.0.0.1")));

        assertThat(Waiting.done(body(trusting, "secure.example", route))).endsWith(" secure.example");
    }

    @Test
    void goesThroughTunnels() throws Exception {
        try (RawServer proxy = new RawServer(this::tunnel)) {
            Route route = new Route.Proxied(new Proxy(false, "127.0.0.1", proxy.port(), "us", "pw"));

            assertThat(Waiting.done(body(trusting, "secure.example", route)))
                    .isEqualTo("secure.example:" + server.actualPort() + " secure.example");
            assertThat(proxy.heads).hasSize(1);
            assertThat(proxy.heads.getFirst())
                    .startsWith("CONNECT secure.example:" + server.actualPort() + " HTTP/1.1\r\n")
                    .contains("\r\nproxy-authorization: Basic dXM6cHc=\r\n");
        }
    }

    private void tunnel(RawServer.Exchange exchange) throws IOException {
        exchange.head();
        try (Socket target = new Socket(InetAddress.ofLiteral("127.0.0.1"), server.actualPort())) {
            exchange.write("HTTP/1.1 200 OK\r\n\r\n");
            Thread.ofPlatform().daemon().start(() -> {
                try {
                    target.getInputStream().transferTo(exchange.out());
                } catch (IOException e) {
                    // The tunnel is closed.
                }
            });
            exchange.in().transferTo(target.getOutputStream());
        }
    }
}
