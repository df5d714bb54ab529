package dev.execbus.http;

import dev.execbus.protocol.ByteChunk;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.RequestOptions;
import io.vertx.core.net.ProxyOptions;
import io.vertx.core.net.ProxyType;
import io.vertx.core.net.SocketAddress;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;

/** Opens connections along a route, and sends hops. */
final class Connector {
    private static final int ADDRESSES_TRIED = 4;

    private final HttpClient client;
    private final Duration connectTimeout;

    Connector(HttpClient client, Duration connectTimeout) {
        this.client = client;
        this.connectTimeout = connectTimeout;
    }

    /** A request on a connection, nothing of it sent. The caller must send or reset it. */
    Future<HttpClientRequest> open(Hop hop, Route route) {
        return switch (route) {
            case Route.Direct direct -> first(hop, direct.addresses(), 0);
            case Route.Proxied proxied -> client.request(throughProxy(hop, proxied.proxy()));
        };
    }

    /** Sends it and waits for the answer's headers. */
    static Future<HttpClientResponse> send(HttpClientRequest request, Hop hop, Route route) {
        for (Header header : HeaderRules.complete(hop)) {
            request.headers().add(header.name(), header.value());
        }
        if (route instanceof Route.Proxied proxied && !hop.url().tls()) {
            authorize(request, proxied.proxy());
        }
        ByteChunk body = hop.body();
        return body == null || body.length() == 0 ? request.send() : request.send(Buffer.buffer(body.bytes()));
    }

    /** Addresses in their order, until one takes the connection. */
    private Future<HttpClientRequest> first(Hop hop, List<InetAddress> addresses, int index) {
        InetSocketAddress address =
                new InetSocketAddress(addresses.get(index), hop.url().port());
        Future<HttpClientRequest> opened = client.request(
                options(hop).setURI(hop.url().target()).setServer(SocketAddress.inetSocketAddress(address)));
        int next = index + 1;
        return next < Math.min(addresses.size(), ADDRESSES_TRIED)
                ? opened.recover(refused -> first(hop, addresses, next))
                : opened;
    }

    private RequestOptions throughProxy(Hop hop, Proxy proxy) {
        RequestUrl url = hop.url();
        if (!url.tls() && !proxy.socks()) {
            return options(hop)
                    .setURI(url.toString())
                    .setServer(SocketAddress.inetSocketAddress(proxy.port(), proxy.host()));
        }
        return options(hop)
                .setURI(url.target())
                .setServer(SocketAddress.inetSocketAddress(url.port(), UrlHost.peer(url.host())))
                .setProxyOptions(new ProxyOptions()
                        .setType(proxy.socks() ? ProxyType.SOCKS5 : ProxyType.HTTP)
                        .setHost(proxy.host())
                        .setPort(proxy.port())
                        .setUsername(proxy.user())
                        .setPassword(proxy.password())
                        .setConnectTimeout(connectTimeout));
    }

    private static void authorize(HttpClientRequest request, Proxy proxy) {
        if (!proxy.socks() && proxy.user() != null && !request.headers().contains("proxy-authorization")) {
            request.headers()
                    .add("proxy-authorization", HeaderRules.basicAuthorization(proxy.user(), proxy.password()));
        }
    }

    private static RequestOptions options(Hop hop) {
        return new RequestOptions()
                .setMethod(HttpMethod.valueOf(hop.method()))
                .setHost(UrlHost.peer(hop.url().host()))
                .setPort(hop.url().port())
                .setSsl(hop.url().tls())
                .setFollowRedirects(false);
    }
}
