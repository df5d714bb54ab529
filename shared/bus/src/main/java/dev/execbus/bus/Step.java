package dev.execbus.bus;

import dev.execbus.protocol.ErrorCode;
import dev.execbus.protocol.ExecbusException;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.context.Context;
import io.vertx.core.Future;
import java.util.function.Supplier;

/** A part of a trace from its beginning to its end; nothing at all where nobody traces. */
public final class Step {
    private static final AttributeKey<String> ERROR_CODE = AttributeKey.stringKey("execbus.error");

    private final Span span;
    private final Trace trace;

    /** @param trace for those who are asked in this step; null for none */
    Step(Span span, Trace trace) {
        this.span = span;
        this.trace = trace;
    }

    /** For those who are asked in this step; null for none. */
    public Trace trace() {
        return trace;
    }

    /** @param value nothing that only a client may know */
    public Step says(String key, Supplier<String> value) {
        if (span.isRecording()) {
            span.setAttribute(key, value.get());
        }
        return this;
    }

    /** Does the work as part of this step: it is the current one of the thread meanwhile. */
    public <R> R within(Supplier<R> work) {
        return trace == null
                ? work.get()
                : Context.root().with(span).wrapSupplier(work).get();
    }

    /** It ends with this. */
    public <R> Future<R> until(Future<R> end) {
        return span.isRecording() ? end.onComplete(done -> ended(done.cause())) : end;
    }

    private void ended(Throwable cause) {
        if (cause != null) {
            span.setStatus(StatusCode.ERROR);
            ErrorCode code = cause instanceof ExecbusException known ? known.code() : ErrorCode.INTERNAL;
            span.setAttribute(ERROR_CODE, code.name());
        }
        span.end();
    }
}
