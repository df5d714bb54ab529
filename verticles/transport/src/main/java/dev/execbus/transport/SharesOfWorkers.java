package dev.execbus.transport;

import dev.execbus.bus.Bus;
import dev.execbus.bus.NodeName;
import dev.execbus.bus.ViewService;
import dev.execbus.bus.ViewService.Find;
import dev.execbus.bus.ViewService.Found;
import io.vertx.core.Future;
import java.util.List;
import java.util.function.Supplier;
import java.util.regex.Pattern;

/** Asks the workers whether one of them keeps a share. */
final class SharesOfWorkers implements ShareCheck {
    /** Nobody is asked about what cannot be one. */
    private static final Pattern TOKEN = Pattern.compile("[A-Za-z0-9_-]{22,64}");

    private final Bus bus;
    private final Supplier<List<NodeName>> workers;

    /** @param workers that are there now */
    SharesOfWorkers(Bus bus, Supplier<List<NodeName>> workers) {
        this.bus = bus;
        this.workers = workers;
    }

    /** One that does not answer keeps none. */
    @Override
    public Future<Boolean> isShare(String token) {
        if (!TOKEN.matcher(token).matches()) {
            return Future.succeededFuture(false);
        }
        List<Future<Found>> answers = workers.get().stream()
                .map(worker -> ViewService.on(bus, worker)
                        .find(new Find(null, null, token))
                        .otherwise(new Found(false)))
                .toList();
        return Future.all(answers).map(all -> all.<Found>list().stream().anyMatch(Found::here));
    }
}
