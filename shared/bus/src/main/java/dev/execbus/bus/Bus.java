package dev.execbus.bus;

import dev.execbus.protocol.ErrorCode;
import dev.execbus.protocol.ExecbusException;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.eventbus.DeliveryOptions;
import io.vertx.core.eventbus.EventBus;
import io.vertx.core.eventbus.Message;
import io.vertx.core.eventbus.ReplyException;
import java.time.Duration;
import java.util.function.Function;

/**
 * The only class that touches the event bus: typed requests and replies, deadlines, and failures as codes. Callers may
 * be on any context; a handler runs on the context that called {@link #serve}.
 */
public final class Bus {
    /** For a command that answers at once; one that waits states its own deadline. */
    public static final Duration DEADLINE = Duration.ofSeconds(30);

    private static final DeliveryOptions DEFAULT_OPTIONS = options(DEADLINE);

    private final EventBus eventBus;

    private Bus(EventBus eventBus) {
        this.eventBus = eventBus;
    }

    /** Once for a Vert.x instance, before anything is deployed. */
    public static Bus install(Vertx vertx) {
        vertx.eventBus().registerCodec(new BusMessageCodec());
        vertx.eventBus().codecSelector(body -> body instanceof BusMessage ? BusMessageCodec.NAME : null);
        return new Bus(vertx.eventBus());
    }

    <R extends BusMessage> Future<R> request(String address, BusMessage command, Class<R> reply) {
        return request(address, command, reply, DEFAULT_OPTIONS);
    }

    <R extends BusMessage> Future<R> request(String address, BusMessage command, Class<R> reply, Duration deadline) {
        return request(address, command, reply, options(deadline));
    }

    private <R extends BusMessage> Future<R> request(
            String address, BusMessage command, Class<R> reply, DeliveryOptions options) {
        return eventBus.<BusMessage>request(address, command, options)
                .transform(answer -> answer.succeeded()
                        ? Future.succeededFuture(reply.cast(answer.result().body()))
                        : Future.failedFuture(failure(answer.cause())));
    }

    /** Completes when the address can be called. */
    <C extends BusMessage> Future<Void> serve(
            String address, Class<C> type, Function<C, Future<? extends BusMessage>> handler) {
        return eventBus.<BusMessage>consumer(address, message -> answer(message, type, handler))
                .completion();
    }

    private static <C extends BusMessage> void answer(
            Message<BusMessage> message, Class<C> type, Function<C, Future<? extends BusMessage>> handler) {
        Future<? extends BusMessage> reply;
        try {
            reply = handler.apply(type.cast(message.body()));
        } catch (RuntimeException e) {
            reply = Future.failedFuture(e);
        }
        reply.onComplete(done -> {
            if (done.succeeded()) {
                message.reply(done.result());
            } else {
                ExecbusException failure = Failures.told(done.cause());
                message.fail(failure.code().number(), failure.getMessage());
            }
        });
    }

    private static ExecbusException failure(Throwable cause) {
        if (cause instanceof ReplyException reply) {
            return switch (reply.failureType()) {
                case RECIPIENT_FAILURE -> new ExecbusException(ErrorCode.of(reply.failureCode()), reply.getMessage());
                case NO_HANDLERS, TIMEOUT, ERROR ->
                    new ExecbusException(ErrorCode.WORKER_UNAVAILABLE, "the node that should answer cannot be reached");
            };
        }
        return Failures.told(cause);
    }

    private static DeliveryOptions options(Duration deadline) {
        return new DeliveryOptions().setSendTimeout(deadline.toMillis()).setCodecName(BusMessageCodec.NAME);
    }
}
