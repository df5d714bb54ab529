package dev.execbus.sessions;

import dev.execbus.bus.AttachmentListener;
import dev.execbus.bus.AttachmentListener.Room;
import dev.execbus.bus.Bus;
import dev.execbus.bus.NodeName;
import dev.execbus.bus.SessionService;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import java.util.Arrays;
import java.util.List;

/** Deploys the sessions room of a worker; last of the rooms, since it may be found only when the others answer. */
public final class SessionVerticle extends VerticleBase {
    private final Bus bus;
    private final NodeName worker;
    private final SessionSettings settings;

    public SessionVerticle(Bus bus, NodeName worker, SessionSettings settings) {
        this.bus = bus;
        this.worker = worker;
        this.settings = settings;
    }

    @Override
    public Future<?> start() {
        Timers timers = (delay, action) -> {
            long id = vertx.setTimer(Math.max(1, delay.toMillis()), ignored -> action.run());
            return () -> vertx.cancelTimer(id);
        };
        List<AttachmentListener> rooms = Arrays.stream(Room.values())
                .map(room -> AttachmentListener.on(bus, room, worker))
                .toList();
        return SessionService.serve(bus, worker, new SessionRegistry(SessionIds.random(), settings, timers, rooms));
    }
}
