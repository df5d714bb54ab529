package dev.execbus.bus;

import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.propagation.W3CTraceContextPropagator;
import io.opentelemetry.context.Context;
import io.opentelemetry.context.propagation.TextMapGetter;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * A W3C trace as it is written: which one, and who asks in it.
 *
 * @param state what tracing systems keep in it; null for nothing
 */
public record Trace(String parent, String state) {
    static final String PARENT = "traceparent";
    static final String STATE = "tracestate";

    private static final W3CTraceContextPropagator WORDS = W3CTraceContextPropagator.getInstance();

    private static final TextMapGetter<Trace> READER = new TextMapGetter<>() {
        @Override
        public Iterable<String> keys(Trace trace) {
            return List.of(PARENT, STATE);
        }

        @Override
        public String get(Trace trace, String key) {
            if (trace == null) {
                return null;
            }
            return key.equals(PARENT) ? trace.parent() : key.equals(STATE) ? trace.state() : null;
        }
    };

    /** Null when there is nothing to be part of. */
    static Trace of(SpanContext span) {
        if (!span.isValid()) {
            return null;
        }
        Map<String, String> words = new HashMap<>();
        WORDS.inject(Context.root().with(Span.wrap(span)), words, Map::put);
        return new Trace(words.get(PARENT), words.get(STATE));
    }

    /** The one who asks, as a span of somebody else; an invalid one if this is no trace. */
    SpanContext asker() {
        return Span.fromContext(WORDS.extract(Context.root(), this, READER)).getSpanContext();
    }
}
