package dev.execbus.server;

import dev.execbus.bus.NodeName;
import dev.execbus.bus.Tracing;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.exporter.otlp.http.trace.OtlpHttpSpanExporter;
import io.opentelemetry.sdk.resources.Resource;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import io.opentelemetry.sdk.trace.SpanProcessor;
import io.opentelemetry.sdk.trace.export.BatchSpanProcessor;
import io.opentelemetry.sdk.trace.samplers.Sampler;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/** Takes spans to a collector, some at a time; those it cannot take in time are dropped. Loaded when there is one. */
final class SpanExport implements AutoCloseable {
    private static final int QUEUE = 4_096;
    private static final Duration PATIENCE = Duration.ofSeconds(5);

    private final SdkTracerProvider provider;
    private final boolean toProcesses;

    private SpanExport(SdkTracerProvider provider, boolean toProcesses) {
        this.provider = provider;
        this.toProcesses = toProcesses;
    }

    static SpanExport to(MonitoringConfig config, NodeName node) {
        OtlpHttpSpanExporter exporter = OtlpHttpSpanExporter.builder()
                .setEndpoint(config.tracesUrl())
                .setTimeout(PATIENCE)
                .build();
        return of(BatchSpanProcessor.builder(exporter).setMaxQueueSize(QUEUE).build(), config, node);
    }

    static SpanExport of(SpanProcessor processor, MonitoringConfig config, NodeName node) {
        Resource resource = Resource.create(Attributes.of(
                AttributeKey.stringKey("service.name"),
                "execbus",
                AttributeKey.stringKey("service.version"),
                Version.CURRENT,
                AttributeKey.stringKey("service.instance.id"),
                node.value()));
        SdkTracerProvider provider = SdkTracerProvider.builder()
                .setResource(resource)
                .setSampler(Sampler.parentBased(Sampler.traceIdRatioBased(config.sampleRatio())))
                .addSpanProcessor(processor)
                .build();
        return new SpanExport(provider, config.toProcesses());
    }

    Tracing tracing() {
        return Tracing.of(provider.get("dev.execbus"), toProcesses);
    }

    /** What is still here is sent, if that does not take long. */
    @Override
    public void close() {
        provider.shutdown().join(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
    }
}
