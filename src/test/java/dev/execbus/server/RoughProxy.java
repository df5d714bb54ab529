package dev.execbus.server;

import dev.execbus.testkit.RpcClient;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.ServerWebSocket;
import io.vertx.core.http.WebSocket;
import io.vertx.core.http.WebSocketBase;
import io.vertx.core.http.WebSocketClient;
import io.vertx.core.http.WebSocketClientOptions;
import io.vertx.core.http.WebSocketConnectOptions;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A bad way to a server: notifications are dropped, doubled, held back or come too early, and connections break. Answers and
 * everything that a client sends go through as they are. What happens is decided by a seed.
 */
final class RoughProxy implements AutoCloseable {
    private static final int LONGEST = 16 << 20;

    /**
     * How bad it is, of 100 notifications each.
     *
     * @param messages after about so many the connection breaks; 0 for never
     */
    record Roughness(int dropped, int doubled, int held, int messages) {
        static final Roughness NONE = new Roughness(0, 0, 0, 0);
    }

    private final Vertx vertx = Vertx.vertx();
    private final Random random;
    private final Roughness roughness;
    private final HttpServer server;
    private final WebSocketClient client;
    private final Set<Link> links = ConcurrentHashMap.newKeySet();
    private final AtomicInteger cuts = new AtomicInteger();
    private volatile int target;
    private volatile boolean refusing;

    private RoughProxy(int target, Roughness roughness, long seed) {
        this.target = target;
        this.roughness = roughness;
        this.random = new Random(seed);
        this.client = vertx.createWebSocketClient(
                new WebSocketClientOptions().setMaxFrameSize(LONGEST).setMaxMessageSize(4 * LONGEST));
        this.server = vertx.createHttpServer(
                new HttpServerOptions().setMaxWebSocketFrameSize(LONGEST).setMaxWebSocketMessageSize(4 * LONGEST));
        server.webSocketHandler(this::accept);
    }

    static RoughProxy to(int port, Roughness roughness, long seed) {
        RoughProxy proxy = new RoughProxy(port, roughness, seed);
        await(proxy.server.listen(0, "127.0.0.1"));
        return proxy;
    }

    int port() {
        return server.actualPort();
    }

    /** Where connections go from now on. */
    void leadsTo(int port) {
        target = port;
    }

    /** Whether new connections break at once. */
    void refuses(boolean all) {
        refusing = all;
    }

    void cutAll() {
        links.forEach(Link::cut);
    }

    int cuts() {
        return cuts.get();
    }

    private void accept(ServerWebSocket socket) {
        if (refusing) {
            socket.close();
            return;
        }
        socket.pause();
        WebSocketConnectOptions server = new WebSocketConnectOptions()
                .setHost("127.0.0.1")
                .setPort(target)
                .setURI("/");
        // An Origin is for browsers, and servers refuse it.
        server.setAllowOriginHeader(false);
        client.connect(server).onComplete(done -> {
            if (done.failed()) {
                socket.close();
            } else {
                new Link(socket, done.result()).open();
            }
        });
    }

    /** One connection. On the event loop of the client's side, all of it. */
    private final class Link {
        private final ServerWebSocket near;
        private final WebSocket far;
        private final int cutAfter;
        private String held;
        private int messages;
        private boolean gone;

        private Link(ServerWebSocket near, WebSocket far) {
            this.near = near;
            this.far = far;
            this.cutAfter =
                    roughness.messages() == 0 ? Integer.MAX_VALUE : 4 + random.nextInt(2 * roughness.messages());
        }

        private void open() {
            links.add(this);
            near.textMessageHandler(far::writeTextMessage);
            far.textMessageHandler(this::fromServer);
            near.closeHandler(ignored -> end());
            far.closeHandler(ignored -> end());
            near.exceptionHandler(ignored -> {});
            far.exceptionHandler(ignored -> {});
            near.resume();
        }

        private synchronized void fromServer(String message) {
            if (gone) {
                return;
            }
            messages++;
            if (messages > cutAfter) {
                cuts.incrementAndGet();
                end();
            } else if (message.startsWith("{\"method\"")) {
                notification(message);
            } else {
                near.writeTextMessage(message);
            }
        }

        private void notification(String message) {
            int fate = random.nextInt(100);
            if (fate < roughness.dropped()) {
                return;
            }
            fate -= roughness.dropped();
            if (fate < roughness.held() && held == null) {
                held = message;
                vertx.setTimer(1 + random.nextInt(30), ignored -> release());
                return;
            }
            near.writeTextMessage(message);
            if (fate >= roughness.held() && fate < roughness.held() + roughness.doubled()) {
                near.writeTextMessage(message);
            }
            release();
        }

        private synchronized void release() {
            if (held != null && !gone) {
                near.writeTextMessage(held);
            }
            held = null;
        }

        private void cut() {
            cuts.incrementAndGet();
            end();
        }

        private synchronized void end() {
            if (!gone) {
                gone = true;
                links.remove(this);
                drop(near);
                drop(far);
            }
        }

        private void drop(WebSocketBase socket) {
            socket.close();
        }
    }

    private static <T> T await(Future<T> future) {
        return RpcClient.await(future.toCompletionStage().toCompletableFuture());
    }

    @Override
    public void close() {
        await(vertx.close());
    }
}
