package dev.execbus.client;

import dev.execbus.bus.Attachment;
import dev.execbus.bus.ClientEvent;
import dev.execbus.bus.ConnectionId;
import dev.execbus.bus.Failures;
import dev.execbus.bus.GatewayService;
import dev.execbus.bus.NodeName;
import dev.execbus.bus.SessionService;
import dev.execbus.protocol.ErrorCode;
import dev.execbus.protocol.ExecbusException;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.time.Duration;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * A session at a worker of this JVM, opened by the first question. Whoever stops being attached to it attaches again, and
 * asks again. Confined to the backend's loop.
 */
final class BusSession implements GatewayService {
    /** Who works with the session. */
    interface Owner {
        /** Before a session is opened: deliveries can come. */
        Future<?> ready();

        /** It speaks for the session again. */
        void resumed();

        /** It does not for now; what ends with that has ended. */
        void cut();

        /** The session is gone, and with it all that is in it. */
        void lost(String message);
    }

    private static final Duration WINDOW = Duration.ofSeconds(45);
    private static final Duration PAUSE = Duration.ofMillis(100);
    private static final int ASKED_AGAIN = 5;

    private final Loop loop;
    private final SessionService sessions;
    private final NodeName gateway;
    private final Owner owner;
    private final Consumer<ClientEvent> listener;

    /** What will speak for the session; null when there is none. */
    private Future<Attachment> current;

    private Attachment attachment;
    private long lastConnection;
    private long nextDelivery;
    private boolean closed;

    BusSession(Loop loop, SessionService sessions, NodeName gateway, Owner owner, Consumer<ClientEvent> listener) {
        this.loop = loop;
        this.sessions = sessions;
        this.gateway = gateway;
        this.owner = owner;
        this.listener = listener;
    }

    boolean isAttached() {
        return attachment != null;
    }

    <T> Future<T> ask(Function<Attachment, Future<T>> question) {
        return ask(question, ASKED_AGAIN);
    }

    /** For what ends with the attachment. */
    <T> Future<T> askOnce(Function<Attachment, Future<T>> question) {
        return ask(question, 0);
    }

    private <T> Future<T> ask(Function<Attachment, Future<T>> question, int again) {
        return ask(current(), question, again);
    }

    private <T> Future<T> ask(Future<Attachment> speaker, Function<Attachment, Future<T>> question, int again) {
        return speaker.compose(own -> question.apply(own).recover(cause -> {
            if (!isStale(cause)) {
                return Future.failedFuture(cause);
            }
            Future<Attachment> next = stale(own);
            return again > 0 ? ask(next, question, again - 1) : Future.failedFuture(cause);
        }));
    }

    private static boolean isStale(Throwable cause) {
        return cause instanceof ExecbusException refusal && refusal.code() == ErrorCode.STALE_ATTACHMENT;
    }

    private Future<Attachment> current() {
        if (closed) {
            return Future.failedFuture(new BackendException("the backend is closed"));
        }
        return current == null ? open() : current;
    }

    private Future<Attachment> open() {
        Promise<Attachment> opened = Promise.promise();
        current = opened.future();
        owner.ready()
                .compose(ready -> sessions.open(new SessionService.Open(gateway, nextConnection())))
                .onComplete(done -> loop.run(() -> {
                    if (done.succeeded()) {
                        attached(done.result().attachment());
                        opened.complete(done.result().attachment());
                    } else {
                        current = null;
                        opened.fail(done.cause());
                    }
                }));
        return opened.future();
    }

    private ConnectionId nextConnection() {
        lastConnection++;
        return new ConnectionId(lastConnection);
    }

    private void attached(Attachment as) {
        nextDelivery = 1;
        if (closed) {
            sessions.detach(new SessionService.Detach(as));
        } else {
            attachment = as;
        }
    }

    /** This one speaks for the session no more; completes with the one that does, and fails if there is none any more. */
    private Future<Attachment> stale(Attachment own) {
        if (!own.equals(attachment)) {
            return current == null
                    ? lost()
                    : current.compose(
                            other -> other.session().equals(own.session()) ? Future.succeededFuture(other) : lost());
        }
        attachment = null;
        Promise<Attachment> resumed = Promise.promise();
        current = resumed.future();
        owner.cut();
        resume(own, resumed, loop.nanoTime());
        return resumed.future();
    }

    private static Future<Attachment> lost() {
        return Future.failedFuture(new BackendException("the session is lost"));
    }

    private void resume(Attachment last, Promise<Attachment> resumed, long sinceNanos) {
        if (closed) {
            resumed.fail(new BackendException("the backend is closed"));
            return;
        }
        sessions.resume(new SessionService.Resume(last.session(), gateway, nextConnection()))
                .onComplete(done -> {
                    if (done.succeeded()) {
                        attached(done.result().attachment());
                        owner.resumed();
                        resumed.complete(done.result().attachment());
                    } else {
                        notResumed(last, resumed, sinceNanos, Failures.told(done.cause()));
                    }
                });
    }

    private void notResumed(Attachment last, Promise<Attachment> resumed, long sinceNanos, ExecbusException cause) {
        if (cause.code().retryable() && loop.nanoTime() - sinceNanos < WINDOW.toNanos()) {
            loop.timers().after(PAUSE, () -> resume(last, resumed, sinceNanos));
            return;
        }
        current = null;
        String message = "the session is lost: "
                + cause.getMessage()
                        .replace(last.session().value(), last.session().toString());
        owner.lost(message);
        resumed.fail(new BackendException(message));
    }

    /** Its answer is the credit for the next one: the listeners have been called. */
    @Override
    public Future<Delivered> deliver(Deliver deliver) {
        return current == null ? Future.failedFuture(notHere()) : current.compose(own -> deliver(deliver, own));
    }

    private Future<Delivered> deliver(Deliver deliver, Attachment own) {
        boolean follows = deliver.number() == 0 || deliver.number() == nextDelivery;
        if (!own.equals(attachment) || !deliver.to().equals(own) || !follows) {
            if (deliver.to().epoch() >= own.epoch()) {
                stale(own);
            }
            return Future.failedFuture(notHere());
        }
        nextDelivery += deliver.number() == 0 ? 0 : 1;
        deliver.events().forEach(listener);
        return Future.succeededFuture(new Delivered());
    }

    private static ExecbusException notHere() {
        return new ExecbusException(
                ErrorCode.STALE_ATTACHMENT, "this is not the next delivery for the client's attachment");
    }

    @Override
    public Future<Audited> audit(Audit audit) {
        return Future.succeededFuture(new Audited(
                audit.attachments().stream().filter(other -> !mayHold(other)).toList()));
    }

    /** An answer may be on its way that makes it ours. */
    private boolean mayHold(Attachment other) {
        return attachment == null
                ? !closed && current != null && other.connection().value() == lastConnection
                : other.equals(attachment);
    }

    Future<Void> close() {
        closed = true;
        Attachment last = attachment;
        attachment = null;
        owner.lost("the backend is closed");
        return last == null
                ? Future.succeededFuture()
                : sessions.detach(new SessionService.Detach(last)).mapEmpty();
    }
}
