package dev.execbus.transport;

import dev.execbus.bus.Bus;
import dev.execbus.bus.GatewayService;
import dev.execbus.bus.NodeName;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import java.io.InputStream;
import java.io.OutputStream;

/** Deploys a gateway for the one client on standard input and output. */
public final class StdioVerticle extends VerticleBase {
    private final Bus bus;
    private final NodeName name;
    private final NodeName worker;
    private final TransportSettings settings;
    private final InputStream in;
    private final OutputStream out;
    private final Runnable ended;

    /** @param ended called once the client is gone */
    public StdioVerticle(
            Bus bus,
            NodeName name,
            NodeName worker,
            TransportSettings settings,
            InputStream in,
            OutputStream out,
            Runnable ended) {
        this.bus = bus;
        this.name = name;
        this.worker = worker;
        this.settings = settings;
        this.in = in;
        this.out = out;
        this.ended = ended;
    }

    @Override
    public Future<?> start() {
        Gateway gateway = new Gateway(bus, name, worker, settings);
        return GatewayService.serve(bus, name, gateway).onSuccess(served -> {
            StdioDoor door = new StdioDoor(context, in, out, settings);
            door.open(gateway.connect(door, ended));
        });
    }
}
