package dev.execbus.transport;

import dev.execbus.bus.Bus;
import dev.execbus.bus.NodeName;
import dev.execbus.bus.Peers;
import dev.execbus.bus.Timers;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import java.io.InputStream;
import java.io.OutputStream;

/** Deploys a gateway for the one client on standard input and output. */
public final class StdioVerticle extends VerticleBase {
    private final Bus bus;
    private final NodeName name;
    private final TransportSettings settings;
    private final InputStream in;
    private final OutputStream out;
    private final Runnable ended;

    private Gateway gateway;

    /** @param ended called once the client is gone */
    public StdioVerticle(
            Bus bus, NodeName name, TransportSettings settings, InputStream in, OutputStream out, Runnable ended) {
        this.bus = bus;
        this.name = name;
        this.settings = settings;
        this.in = in;
        this.out = out;
        this.ended = ended;
    }

    @Override
    public Future<?> start() {
        gateway = new Gateway(bus, name, Peers.none(), settings, Surroundings.of(context));
        return gateway.start(Timers.of(vertx)).onSuccess(started -> {
            StdioDoor door = new StdioDoor(context, in, out, settings);
            door.open(gateway.connect(door, null, ended));
        });
    }

    @Override
    public Future<?> stop() {
        gateway.stop();
        return Future.succeededFuture();
    }
}
