package dev.execbus.http;

import dev.execbus.bus.AttachmentListener;
import dev.execbus.bus.AttachmentListener.Room;
import dev.execbus.bus.Bus;
import dev.execbus.bus.GatewayService;
import dev.execbus.bus.HttpService;
import dev.execbus.bus.NodeName;
import dev.execbus.bus.Timers;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import io.vertx.core.WorkerExecutor;
import io.vertx.core.http.HttpClient;
import java.util.concurrent.TimeUnit;

/** The http room. One instance per worker. */
public final class HttpVerticle extends VerticleBase {
    private static final int LOOKUPS = 32;

    private final Bus bus;
    private final NodeName worker;
    private final HttpSettings settings;
    private WorkerExecutor lookups;
    private HttpClient client;
    private HttpRequests requests;

    public HttpVerticle(Bus bus, NodeName worker, HttpSettings settings) {
        this.bus = bus;
        this.worker = worker;
        this.settings = settings;
    }

    @Override
    public Future<?> start() {
        lookups = vertx.createSharedWorkerExecutor("http-names-" + worker, LOOKUPS, 1, TimeUnit.HOURS);
        client = ClientFactory.create(vertx, settings);
        HttpCall.Tools tools = new HttpCall.Tools(
                context,
                new Router(
                        HostRules.parse(settings.allow(), settings.deny()),
                        new ProxyRules(settings.variables()),
                        new NameLookup(lookups, settings.connectTimeout())),
                new Connector(client, settings.connectTimeout()),
                new ByteBudget(settings.heldBytes()),
                settings);
        requests = new HttpRequests(
                tools,
                new RequestCheck(new HeaderRules(settings.variables())),
                gateway -> GatewayService.recalling(bus, gateway, settings.creditTimeout(), Timers.of(vertx)),
                bus.meters().level("execbus.http.open", "HTTP requests for clients that are not over"));
        return AttachmentListener.serve(bus, Room.HTTP, worker, requests)
                .compose(served -> HttpService.serve(bus, worker, requests));
    }

    @Override
    public Future<?> stop() {
        requests.abandonAll();
        return client.close().eventually(lookups::close);
    }
}
