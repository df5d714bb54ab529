package dev.execbus.transport;

import dev.execbus.testkit.Frame;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** A client that takes what is sent when the test says so. */
final class SlowDoor implements Door {
    final List<Frame> frames = new ArrayList<>();
    private boolean slow;
    private long unsent;

    SlowDoor slow() {
        slow = true;
        return this;
    }

    void takes() {
        unsent = 0;
    }

    List<Long> seqs() {
        return frames.stream()
                .filter(frame -> frame.params().containsKey("seq"))
                .map(frame -> frame.params().getLong("seq"))
                .toList();
    }

    List<JsonObject> told(String method) {
        return frames.stream()
                .filter(frame -> frame.method().equals(method))
                .map(Frame::params)
                .toList();
    }

    @Override
    public Future<Void> send(ByteBuf message) {
        unsent += slow ? message.readableBytes() : 0;
        frames.add(new Frame(new JsonObject(message.toString(StandardCharsets.UTF_8))));
        message.release();
        return Future.succeededFuture();
    }

    @Override
    public ByteBuf buffer(int capacity) {
        return Unpooled.buffer(capacity);
    }

    @Override
    public long unsentBytes() {
        return unsent;
    }

    @Override
    public void pauseReading() {}

    @Override
    public void resumeReading() {}

    @Override
    public void close(CloseReason reason) {}

    @Override
    public String malformedPrefix() {
        return "";
    }
}
