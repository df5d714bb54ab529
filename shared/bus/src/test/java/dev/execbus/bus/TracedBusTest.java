package dev.execbus.bus;

import static org.assertj.core.api.Assertions.assertThat;

import dev.execbus.bus.EnvironmentService.Describe;
import dev.execbus.protocol.ErrorCode;
import dev.execbus.protocol.ExecbusException;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.context.Context;
import io.opentelemetry.sdk.trace.ReadWriteSpan;
import io.opentelemetry.sdk.trace.ReadableSpan;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import io.opentelemetry.sdk.trace.SpanProcessor;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.eventbus.EventBusOptions;
import io.vertx.test.fakecluster.FakeClusterManager;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Two nodes, each of which measures and traces by itself. */
@Timeout(60)
final class TracedBusTest {
    private static final NodeName WORKER = new NodeName("w1");
    private static final String TRACE_ID = "0af7651916cd43dd8448eb211c80319c";
    private static final Trace TRACE = new Trace("00-" + TRACE_ID + "-b7ad6b7169203331-01", "vendor=value");

    private final List<Vertx> nodes = new ArrayList<>();
    private final List<ReadableSpan> asked = new CopyOnWriteArrayList<>();
    private final List<ReadableSpan> served = new CopyOnWriteArrayList<>();
    private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
    private final AtomicReference<Trace> seen = new AtomicReference<>();

    private Bus node() {
        Vertx vertx = get(Vertx.builder()
                .with(new VertxOptions()
                        .setEventLoopPoolSize(1)
                        .setEventBusOptions(new EventBusOptions().setHost("127.0.0.1")))
                .withClusterManager(new FakeClusterManager())
                .buildClustered());
        nodes.add(vertx);
        return Bus.install(vertx, BusKey.of("test", "secret".getBytes(StandardCharsets.UTF_8)));
    }

    @AfterEach
    void close() {
        nodes.forEach(node -> get(node.close()));
        FakeClusterManager.reset();
    }

    private static <T> T get(Future<T> future) {
        try {
            return future.toCompletionStage().toCompletableFuture().get(20, TimeUnit.SECONDS);
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }

    private static Tracing keeping(List<ReadableSpan> ended) {
        return Tracing.of(
                SdkTracerProvider.builder()
                        .addSpanProcessor(new SpanProcessor() {
                            @Override
                            public void onStart(Context parent, ReadWriteSpan span) {}

                            @Override
                            public boolean isStartRequired() {
                                return false;
                            }

                            @Override
                            public void onEnd(ReadableSpan span) {
                                ended.add(span);
                            }

                            @Override
                            public boolean isEndRequired() {
                                return true;
                            }
                        })
                        .build()
                        .get("test"),
                false);
    }

    /** A room that sees the trace it is asked in, and has no answer. */
    private void serve(Bus worker) {
        get(worker.serve("execbus.environment.w1", EnvironmentService.Command.class, command -> {
            seen.set(worker.tracing().current());
            return Future.failedFuture(new ExecbusException(ErrorCode.NOT_FOUND, "nothing here"));
        }));
    }

    private static void ask(Bus gateway) {
        get(EnvironmentService.on(gateway, WORKER).describe(new Describe()).otherwiseEmpty());
    }

    @Test
    void theSpansOfBothNodesAreLinked() {
        serve(node().observed(Meters.none(), keeping(served)));
        ask(node().observed(Meters.none(), keeping(asked)).traced(TRACE));

        assertThat(asked).singleElement().satisfies(span -> {
            assertThat(span.getKind()).isEqualTo(SpanKind.CLIENT);
            assertThat(span.getName()).isEqualTo("environment Describe");
            assertThat(span.getSpanContext().getTraceId()).isEqualTo(TRACE_ID);
            assertThat(span.getParentSpanContext().getSpanId()).isEqualTo("b7ad6b7169203331");
        });
        assertThat(served).singleElement().satisfies(span -> {
            assertThat(span.getKind()).isEqualTo(SpanKind.SERVER);
            assertThat(span.getName()).isEqualTo("environment Describe");
            assertThat(span.getParentSpanContext().getSpanId())
                    .isEqualTo(asked.getFirst().getSpanContext().getSpanId());
        });
        assertThat(seen.get())
                .isEqualTo(new Trace(
                        "00-" + TRACE_ID + "-"
                                + served.getFirst().getSpanContext().getSpanId() + "-01",
                        "vendor=value"));
    }

    @Test
    void aTraceIsPassedOnUntouchedWhereNobodyTraces() {
        serve(node());
        ask(node().traced(TRACE));

        assertThat(seen).hasValue(TRACE);
    }

    @Test
    void aRequestInNoTraceStaysInNone() {
        serve(node().observed(Meters.none(), keeping(served)));
        ask(node().observed(Meters.none(), keeping(asked)));

        assertThat(seen).hasValue(null);
        assertThat(asked).isEmpty();
        assertThat(served).isEmpty();
    }

    @Test
    void bothSidesAreMeasuredByRoomAndNotByNode() {
        Meters meters = new Meters(registry);
        serve(node().observed(meters, Tracing.off()));
        ask(node().observed(meters, Tracing.off()));

        assertThat(registry.get("execbus.bus.requests")
                        .tag("room", "environment")
                        .timer()
                        .count())
                .isEqualTo(1);
        assertThat(registry.get("execbus.bus.failures")
                        .tag("room", "environment")
                        .counter()
                        .count())
                .isEqualTo(1);
        assertThat(registry.get("execbus.room.calls")
                        .tags("room", "environment", "call", "Describe")
                        .timer()
                        .count())
                .isEqualTo(1);
        assertThat(registry.get("execbus.room.failures")
                        .tags("room", "environment", "call", "Describe")
                        .counter()
                        .count())
                .isEqualTo(1);
        assertThat(registry.getMeters())
                .allSatisfy(meter -> assertThat(meter.getId().getTags())
                        .noneMatch(tag -> tag.getValue().contains("w1")));
    }
}
