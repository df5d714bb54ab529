package dev.execbus.processes;

import dev.execbus.bus.GatewayService;
import dev.execbus.bus.ProcessEvent;
import io.vertx.core.Future;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** A gateway that holds every connection and takes everything at once. */
final class TakingGateway implements GatewayService {
    private final List<Deliver> deliveries = new CopyOnWriteArrayList<>();

    @Override
    public Future<Delivered> deliver(Deliver deliver) {
        deliveries.add(deliver);
        return Future.succeededFuture(new Delivered());
    }

    @Override
    public Future<Audited> audit(Audit audit) {
        return Future.succeededFuture(new Audited(List.of()));
    }

    List<Deliver> deliveries() {
        return deliveries;
    }

    List<ProcessEvent> events() {
        return deliveries.stream()
                .flatMap(deliver -> deliver.events().stream())
                .map(ProcessEvent.class::cast)
                .toList();
    }
}
