package dev.execbus.bus;

import io.vertx.core.Future;
import java.time.Duration;

/** {@link ProcessService} over the bus. */
record ProcessClient(Bus bus, String address) implements ProcessService {
    private static final Duration MARGIN = Duration.ofSeconds(10);

    @Override
    public Future<Started> start(Start start) {
        return bus.request(address, start, Started.class, Duration.ofMinutes(2));
    }

    @Override
    public Future<ReadDone> read(Read read) {
        Duration wait = Duration.ofMillis(Math.min(read.params().waitMs(), LONGEST_WAIT.toMillis()));
        return bus.request(
                address, read, ReadDone.class, wait.plus(Bus.DEADLINE).plus(MARGIN));
    }

    @Override
    public Future<Written> write(Write write) {
        return bus.request(address, write, Written.class, LONGEST_WAIT.plus(MARGIN));
    }

    @Override
    public Future<Done> closeStdin(CloseStdin closeStdin) {
        return bus.request(address, closeStdin, Done.class);
    }

    @Override
    public Future<Done> signal(Signal signal) {
        return bus.request(address, signal, Done.class);
    }

    @Override
    public Future<Done> resize(Resize resize) {
        return bus.request(address, resize, Done.class);
    }

    @Override
    public Future<Terminated> terminate(Terminate terminate) {
        return bus.request(address, terminate, Terminated.class);
    }

    @Override
    public Future<Listed> list(ListProcesses list) {
        return bus.request(address, list, Listed.class);
    }
}
