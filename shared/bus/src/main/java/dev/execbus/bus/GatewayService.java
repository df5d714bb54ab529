package dev.execbus.bus;

import io.vertx.core.Future;
import java.time.Duration;
import java.util.List;

/** What a gateway does for workers: it takes events to a client. One address per transport instance. */
public interface GatewayService {
    sealed interface Message extends BusMessage {}

    /** Events for the client of {@code to}, in order. */
    record Deliver(Attachment to, List<ClientEvent> events) implements Message {
        public Deliver {
            events = List.copyOf(events);
        }
    }

    /** All of it is written to the socket: the credit for the next delivery. */
    record Delivered() implements Message {}

    Future<Delivered> deliver(Deliver deliver);

    /** {@code deadline} lies above the gateway's own patience with a slow client, so that a timeout never means slow. */
    static GatewayService on(Bus bus, NodeName gateway, Duration deadline) {
        String address = address(gateway);
        return deliver -> bus.request(address, deliver, Delivered.class, deadline);
    }

    static Future<Void> serve(Bus bus, NodeName gateway, GatewayService service) {
        return bus.serve(address(gateway), Deliver.class, service::deliver);
    }

    private static String address(NodeName gateway) {
        return "execbus.gateway." + gateway;
    }
}
