package dev.execbus.transport;

import dev.execbus.bus.Beats;
import dev.execbus.bus.Beats.GatewayBeat;
import dev.execbus.bus.Beats.RollCall;
import dev.execbus.bus.Bus;
import dev.execbus.bus.NodeName;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.IntSupplier;

/** A gateway's own signs of life. Confined to the gateway's context. */
final class Beacon {
    private static final String VERSION = version();

    private final Bus bus;
    private final NodeName name;
    private final IntSupplier connections;
    private final long incarnation = ThreadLocalRandom.current().nextLong();
    private boolean draining;
    private boolean left;

    Beacon(Bus bus, NodeName name, IntSupplier connections) {
        this.bus = bus;
        this.name = name;
        this.connections = connections;
    }

    void beat() {
        tell(false);
    }

    void drain() {
        draining = true;
        tell(false);
    }

    /** The last one. */
    void leave() {
        tell(true);
        left = true;
    }

    /** Everybody is to say that they are there. */
    void callRoll() {
        Beats.tell(bus, new RollCall());
    }

    private void tell(boolean leaving) {
        if (!left) {
            Beats.tell(bus, new GatewayBeat(name, incarnation, connections.getAsInt(), draining, leaving, VERSION));
        }
    }

    private static String version() {
        String version = Beacon.class.getPackage().getImplementationVersion();
        return version == null ? "" : version;
    }
}
