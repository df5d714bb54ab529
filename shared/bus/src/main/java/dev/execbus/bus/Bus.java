package dev.execbus.bus;

import dev.execbus.protocol.ErrorCode;
import dev.execbus.protocol.ExecbusException;
import io.vertx.core.Future;
import io.vertx.core.MultiMap;
import io.vertx.core.Vertx;
import io.vertx.core.eventbus.DeliveryOptions;
import io.vertx.core.eventbus.EventBus;
import io.vertx.core.eventbus.Message;
import io.vertx.core.eventbus.ReplyException;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * The only class that touches the event bus: typed requests and replies, deadlines, and failures as codes. Callers may
 * be on any context; a handler runs on the context that called {@link #serve}. Immutable; {@link #once} and the like give
 * a view of the same bus whose requests say something more.
 */
public final class Bus {
    /** For a command that answers at once; one that waits states its own deadline. */
    public static final Duration DEADLINE = Duration.ofSeconds(30);

    private static final String NUMBER = "number";
    private static final String OPERATION = "operation";

    private static final DeliveryOptions DEFAULT_OPTIONS = options(DEADLINE);

    private final EventBus eventBus;
    private final AwaitedAnswers awaited;
    private final Observation observation;
    private final AtomicLong numbers;
    private final String opId;
    private final Trace trace;

    private Bus(
            EventBus eventBus,
            AwaitedAnswers awaited,
            Observation observation,
            AtomicLong numbers,
            String opId,
            Trace trace) {
        this.eventBus = eventBus;
        this.awaited = awaited;
        this.observation = observation;
        this.numbers = numbers;
        this.opId = opId;
        this.trace = trace;
    }

    /** Once for a Vert.x instance that is alone, before anything is deployed. */
    public static Bus install(Vertx vertx) {
        return install(vertx, new BusMessageCodec(), null);
    }

    /** The same for one of a cluster. Nodes with another key are not listened to, nor objects that Java serialised. */
    public static Bus install(Vertx vertx, BusKey key) {
        vertx.eventBus()
                .serializableChecker(type -> false)
                .clusterSerializableChecker(type -> false)
                .addOutboundInterceptor(new UnsentRequests());
        return install(vertx, new BusMessageCodec(key), new AwaitedAnswers());
    }

    private static Bus install(Vertx vertx, BusMessageCodec codec, AwaitedAnswers awaited) {
        vertx.eventBus().registerCodec(codec);
        vertx.eventBus().codecSelector(body -> body instanceof BusMessage ? BusMessageCodec.NAME : null);
        return new Bus(vertx.eventBus(), awaited, Observation.NONE, null, null, null);
    }

    /** The bus as it is before anything is deployed, whose rooms and requests are measured and traced. */
    public Bus observed(Meters meters, Tracing tracing) {
        return new Bus(eventBus, awaited, Observation.of(meters, tracing), numbers, opId, trace);
    }

    /** Where rooms count and measure. */
    public Meters meters() {
        return observation.meters();
    }

    public Tracing tracing() {
        return observation.tracing();
    }

    /** A view whose requests are numbered, so that a loss on the way is noticed; for one attachment and one room. */
    public Bus numbered() {
        return awaited == null ? this : new Bus(eventBus, awaited, observation, new AtomicLong(), opId, trace);
    }

    /** A view for one operation: sent again under this name it is not done again. Null for an operation without name. */
    public Bus once(String name) {
        return name == null ? this : new Bus(eventBus, awaited, observation, numbers, name, trace);
    }

    /** A view for requests that belong to this trace. Null for none. */
    public Bus traced(Trace belonging) {
        return belonging == null ? this : new Bus(eventBus, awaited, observation, numbers, opId, belonging);
    }

    /** Nobody at this node answers any more: what waits for it fails now instead of at its deadline. */
    public void lost(NodeName node) {
        if (awaited != null) {
            awaited.fail(node, unreachable());
        }
    }

    <R extends BusMessage> Future<R> request(String address, BusMessage command, Class<R> reply) {
        return request(address, command, reply, DEADLINE);
    }

    <R extends BusMessage> Future<R> request(String address, BusMessage command, Class<R> reply, Duration deadline) {
        Trace within = trace == null ? observation.tracing().current() : trace;
        if (within == null) {
            return observation.timed(address, () -> send(address, command, reply, optionsFor(deadline, null)));
        }
        Step step = observation.tracing().call(Observation.name(address, command), within);
        DeliveryOptions options = optionsFor(deadline, step.trace());
        return step.until(observation.timed(address, () -> send(address, command, reply, options)));
    }

    private <R extends BusMessage> Future<R> send(
            String address, BusMessage command, Class<R> reply, DeliveryOptions options) {
        Future<Message<Object>> answered = eventBus.request(address, command, options);
        Future<R> typed = answered.transform(answer -> answer.succeeded()
                ? Future.succeededFuture(reply.cast(answer.result().body()))
                : Future.failedFuture(failure(answer.cause())));
        return awaited == null ? typed : awaited.watch(address, typed);
    }

    private DeliveryOptions optionsFor(Duration deadline, Trace belonging) {
        if (numbers == null && opId == null && belonging == null) {
            return deadline.equals(DEADLINE) ? DEFAULT_OPTIONS : options(deadline);
        }
        DeliveryOptions options = options(deadline);
        if (numbers != null) {
            options.addHeader(NUMBER, Long.toString(numbers.incrementAndGet()));
        }
        if (opId != null) {
            options.addHeader(OPERATION, opId);
        }
        if (belonging != null) {
            options.addHeader(Trace.PARENT, belonging.parent());
            if (belonging.state() != null) {
                options.addHeader(Trace.STATE, belonging.state());
            }
        }
        return options;
    }

    /** To one who listens, in the order of what is sent to the same address; nobody says whether it has come. */
    void tell(String address, BusMessage message) {
        eventBus.send(address, message, DEFAULT_OPTIONS);
    }

    /** To everybody who listens, here and on other nodes; without an answer. */
    void publish(String address, BusMessage message) {
        eventBus.publish(address, message, DEFAULT_OPTIONS);
    }

    /** Completes when what is published arrives here. */
    <M extends BusMessage> Future<Void> hear(String address, Class<M> type, Consumer<M> listener) {
        return consume(address, message -> listener.accept(type.cast(message.body())));
    }

    /** Completes when the address can be called. */
    <C extends BusMessage> Future<Void> serve(
            String address, Class<C> type, Function<C, Future<? extends BusMessage>> handler) {
        Observation.Room room = observation.room(address, type);
        return consume(address, message -> answer(message, room.answer(message, type, handler)));
    }

    /** The same, for commands that have to pass the room's reception. */
    <C extends BusMessage> Future<Void> serve(
            String address,
            Class<C> type,
            Function<C, Attachment> from,
            Reception reception,
            Function<C, Future<? extends BusMessage>> handler) {
        Observation.Room room = observation.room(address, type);
        return consume(
                address,
                message -> answer(message, room.answer(message, type, command -> {
                    MultiMap headers = message.headers();
                    String number = headers.get(NUMBER);
                    return reception.receive(
                            from.apply(command),
                            number == null ? 0 : Long.parseLong(number),
                            operation(command, headers.get(OPERATION)),
                            BusMessage.class,
                            () -> handler.apply(command).map(BusMessage.class::cast));
                })));
    }

    /** What is not a message of ours gets no further, and an answer only when it came with the key. */
    private Future<Void> consume(String address, Consumer<Message<Object>> listener) {
        return eventBus.consumer(address, (Message<Object> message) -> {
                    Object body = message.body();
                    if (body instanceof BusMessage) {
                        listener.accept(message);
                    } else if (body instanceof ReplyException refusal && !BusMessageCodec.isStranger(refusal)) {
                        message.fail(refusal.failureCode(), refusal.getMessage());
                    }
                })
                .completion();
    }

    private static void answer(Message<Object> message, Future<? extends BusMessage> reply) {
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
                case NO_HANDLERS, TIMEOUT, ERROR -> unreachable();
            };
        }
        return Failures.told(cause);
    }

    /** Two methods may be called with one name and are two operations all the same. */
    private static String operation(BusMessage command, String name) {
        return name == null ? null : command.getClass().getSimpleName() + " " + name;
    }

    private static ExecbusException unreachable() {
        return new ExecbusException(ErrorCode.WORKER_UNAVAILABLE, "the node that should answer cannot be reached");
    }

    private static DeliveryOptions options(Duration deadline) {
        return new DeliveryOptions().setSendTimeout(deadline.toMillis()).setCodecName(BusMessageCodec.NAME);
    }
}
