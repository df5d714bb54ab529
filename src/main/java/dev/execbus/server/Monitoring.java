package dev.execbus.server;

import dev.execbus.bus.Meters;
import dev.execbus.bus.NodeName;
import dev.execbus.bus.Tracing;
import dev.execbus.transport.OperatorPage;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.util.Optional;

/** What a node tells of itself: its meters as a page, and its spans to a collector if there is one. */
final class Monitoring implements AutoCloseable {
    static final String PATH = "/metrics";

    private final PrometheusMeterRegistry registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    private final Meters meters = new Meters(registry);
    private final Optional<SpanExport> spans;
    private final Tracing tracing;

    private Monitoring(Optional<SpanExport> spans, boolean toProcesses) {
        MachineMeters.register(registry);
        this.spans = spans;
        this.tracing = spans.map(SpanExport::tracing).orElseGet(() -> Tracing.of(null, toProcesses));
    }

    static Monitoring begin(MonitoringConfig config, NodeName node) {
        return new Monitoring(
                config.otlpEndpoint() == null ? Optional.empty() : Optional.of(SpanExport.to(config, node)),
                config.toProcesses());
    }

    /** @param spans closed with it */
    static Monitoring with(SpanExport spans) {
        return new Monitoring(Optional.of(spans), false);
    }

    /** The ground before anything stands on it. */
    Ground under(Ground ground) {
        LoopLag.measure(ground.vertx(), meters);
        return ground.withBus(ground.bus().observed(meters, tracing));
    }

    OperatorPage page() {
        return new OperatorPage(PATH, "text/plain; version=0.0.4; charset=utf-8", registry::scrape);
    }

    MeterRegistry registry() {
        return registry;
    }

    @Override
    public void close() {
        registry.close();
        spans.ifPresent(SpanExport::close);
    }
}
