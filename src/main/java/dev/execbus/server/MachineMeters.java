package dev.execbus.server;

import io.micrometer.core.instrument.FunctionTimer;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.jvm.JvmMemoryMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmThreadMetrics;
import io.micrometer.core.instrument.binder.system.FileDescriptorMetrics;
import io.micrometer.core.instrument.binder.system.ProcessorMetrics;
import io.micrometer.core.instrument.binder.system.UptimeMetrics;
import java.lang.management.GarbageCollectorMXBean;
import java.lang.management.ManagementFactory;
import java.util.concurrent.TimeUnit;

/** What is measured of every Java machine, under the names that dashboards know. */
final class MachineMeters {
    private MachineMeters() {}

    static void register(MeterRegistry registry) {
        new JvmMemoryMetrics().bindTo(registry);
        new JvmThreadMetrics().bindTo(registry);
        new ProcessorMetrics().bindTo(registry);
        new UptimeMetrics().bindTo(registry);
        new FileDescriptorMetrics().bindTo(registry);
        ManagementFactory.getGarbageCollectorMXBeans().forEach(collector -> pauses(collector, registry));
    }

    /** Asked when somebody looks: to be told of every collection costs a thread that wakes up for each. */
    private static void pauses(GarbageCollectorMXBean collector, MeterRegistry registry) {
        FunctionTimer.builder(
                        "jvm.gc.pause",
                        collector,
                        GarbageCollectorMXBean::getCollectionCount,
                        GarbageCollectorMXBean::getCollectionTime,
                        TimeUnit.MILLISECONDS)
                .tag("gc", collector.getName())
                .description("Collections of garbage, and how long they took")
                .register(registry);
    }
}
