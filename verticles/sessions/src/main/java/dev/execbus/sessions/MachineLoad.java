package dev.execbus.sessions;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.lang.management.ManagementFactory;
import java.lang.management.OperatingSystemMXBean;

/** How busy the processors of this machine are. */
final class MachineLoad {
    private volatile OperatingSystemMXBean machine;

    /** Elsewhere, since the first use of such a bean takes its time; until then there is no load. */
    Future<Void> begin(Vertx vertx) {
        return vertx.executeBlocking(() -> {
            machine = ManagementFactory.getOperatingSystemMXBean();
            return null;
        });
    }

    /** Of the last minute; 0 where the machine does not tell. */
    int percent() {
        OperatingSystemMXBean asked = machine;
        double load = asked == null ? 0 : asked.getSystemLoadAverage();
        return load <= 0 ? 0 : (int) Math.round(100 * load / asked.getAvailableProcessors());
    }
}
