package dev.execbus.http;

import dev.execbus.protocol.ByteChunk;
import dev.execbus.protocol.ExecbusException;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClientResponse;
import java.io.ByteArrayOutputStream;

/** A body that is read whole. Confined to the verticle's context. */
final class BufferedBody {
    private final HttpClientResponse response;
    private final long limit;
    private final ByteBudget.Share share;
    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    private final Promise<ByteChunk> whole = Promise.promise();

    BufferedBody(HttpClientResponse response, long limit, ByteBudget.Share share) {
        this.response = response;
        this.limit = limit;
        this.share = share;
    }

    Future<ByteChunk> read() {
        response.exceptionHandler(whole::tryFail);
        response.handler(this::add);
        response.endHandler(ended -> whole.tryComplete(ByteChunk.of(bytes.toByteArray())));
        response.resume();
        return whole.future();
    }

    private void add(Buffer more) {
        if (whole.future().isComplete()) {
            return;
        }
        if (bytes.size() + (long) more.length() > limit) {
            whole.tryFail(RequestFailures.tooLong(limit));
            return;
        }
        try {
            share.grow(more.length());
        } catch (ExecbusException e) {
            whole.tryFail(e);
            return;
        }
        bytes.writeBytes(more.getBytes());
    }
}
