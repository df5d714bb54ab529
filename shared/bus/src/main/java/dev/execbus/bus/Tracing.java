package dev.execbus.bus;

import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.context.Context;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Makes spans of what is done for a request, if somebody wants them; a trace that comes along is passed on in any case.
 * For any thread.
 */
public final class Tracing {
    static final String PARENT_VARIABLE = "TRACEPARENT";
    static final String STATE_VARIABLE = "TRACESTATE";

    private static final Tracing OFF = new Tracing(null, false);

    private final Tracer tracer;
    private final boolean toProcesses;

    private Tracing(Tracer tracer, boolean toProcesses) {
        this.tracer = tracer;
        this.toProcesses = toProcesses;
    }

    /** No spans; traces that come from outside are passed on between nodes, and to nobody else. */
    public static Tracing off() {
        return OFF;
    }

    /**
     * @param tracer null for no spans
     * @param toProcesses whether a process is told the trace in which it is started
     */
    public static Tracing of(Tracer tracer, boolean toProcesses) {
        return new Tracing(tracer, toProcesses);
    }

    /**
     * A client's request.
     *
     * @param from the trace it belongs to; null for one of its own
     */
    public Step request(String name, Trace from) {
        return begin(name, SpanKind.SERVER, from, true);
    }

    /** Something that takes a while within what this thread is doing. */
    public Step step(String name) {
        return begin(name, SpanKind.INTERNAL, current(), false);
    }

    /** A request on its way to another room. */
    Step call(String name, Trace from) {
        return begin(name, SpanKind.CLIENT, from, false);
    }

    /** A request that has come from another room. */
    Step served(String name, Trace from) {
        return begin(name, SpanKind.SERVER, from, false);
    }

    private Step begin(String name, SpanKind kind, Trace from, boolean mayBeFirst) {
        SpanContext asker = from == null ? SpanContext.getInvalid() : from.asker();
        if (tracer == null || !(asker.isValid() || mayBeFirst)) {
            return new Step(Span.wrap(asker), from);
        }
        Span span = tracer.spanBuilder(name)
                .setSpanKind(kind)
                .setParent(Context.root().with(Span.wrap(asker)))
                .startSpan();
        return new Step(span, Trace.of(span.getSpanContext()));
    }

    /** What this thread is doing belongs to; null for nothing. */
    Trace current() {
        Span span = Span.fromContextOrNull(Context.current());
        return span == null ? null : Trace.of(span.getSpanContext());
    }

    /**
     * The variables of a process that is started in this step: if it is to know, also what the step belongs to, unless its
     * client has told it something of the kind.
     *
     * @param own those of them that the client has set
     */
    public Map<String, String> variables(Step step, Map<String, String> all, Map<String, String> own) {
        Trace trace = step.trace();
        if (!toProcesses || trace == null || own.containsKey(PARENT_VARIABLE) || own.containsKey(STATE_VARIABLE)) {
            return all;
        }
        Map<String, String> variables = new LinkedHashMap<>(all);
        variables.put(PARENT_VARIABLE, trace.parent());
        if (trace.state() == null) {
            // What the server itself was started with belongs to another trace.
            variables.remove(STATE_VARIABLE);
        } else {
            variables.put(STATE_VARIABLE, trace.state());
        }
        return variables;
    }
}
