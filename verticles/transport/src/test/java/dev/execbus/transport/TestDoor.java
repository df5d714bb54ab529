package dev.execbus.transport;

import dev.execbus.testkit.Eventually;
import dev.execbus.testkit.Frame;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;

/** A client that takes everything at once, unless told otherwise. Written to on the gateway's context, looked at by the test's thread. */
final class TestDoor implements Door {
    private static final Duration DEADLINE = Duration.ofSeconds(10);

    private final List<Frame> frames = new CopyOnWriteArrayList<>();
    private final Caller caller;
    private volatile CloseReason closed;
    private volatile Future<Void> taken = Future.succeededFuture();
    private Visitor visitor;

    TestDoor() {
        this(new Caller.Member());
    }

    TestDoor(Caller caller) {
        this.caller = caller;
    }

    void open(Visitor to) {
        visitor = to;
    }

    /** When what is sent from now on counts as written. */
    void takes(Future<Void> when) {
        taken = when;
    }

    void receive(JsonObject message) {
        byte[] bytes = message.encode().getBytes(StandardCharsets.UTF_8);
        visitor.received(bytes, 0, bytes.length);
    }

    Frame awaitAnswer(long id) {
        Eventually.holds(
                "request " + id + " is answered", DEADLINE, () -> answer(id).isPresent());
        return answer(id).orElseThrow();
    }

    Optional<Frame> answer(long id) {
        return frames.stream()
                .filter(frame -> !frame.isNotification() && frame.id() == id)
                .findFirst();
    }

    CloseReason awaitClosed() {
        Eventually.holds("the client is let go", DEADLINE, () -> closed != null);
        return closed;
    }

    /** Null while it is open. */
    CloseReason closed() {
        return closed;
    }

    List<String> notifications() {
        return frames.stream().filter(Frame::isNotification).map(Frame::method).toList();
    }

    /** The newest of its kind. */
    Frame last(String method) {
        return frames.stream()
                .filter(frame -> frame.isNotification() && frame.method().equals(method))
                .reduce((one, next) -> next)
                .orElseThrow();
    }

    @Override
    public Future<Void> send(ByteBuf message) {
        frames.add(new Frame(new JsonObject(message.toString(StandardCharsets.UTF_8))));
        message.release();
        return taken;
    }

    @Override
    public ByteBuf buffer(int capacity) {
        return Unpooled.buffer(capacity);
    }

    @Override
    public Caller caller() {
        return caller;
    }

    @Override
    public long unsentBytes() {
        return 0;
    }

    @Override
    public void pauseReading() {}

    @Override
    public void resumeReading() {}

    @Override
    public void close(CloseReason reason) {
        if (closed == null) {
            closed = reason;
            visitor.gone(reason);
        }
    }

    @Override
    public String malformedPrefix() {
        return "";
    }
}
