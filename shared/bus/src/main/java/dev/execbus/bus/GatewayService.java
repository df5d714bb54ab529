package dev.execbus.bus;

import dev.execbus.protocol.ErrorCode;
import dev.execbus.protocol.ExecMethods.ApproveParams;
import dev.execbus.protocol.ExecMethods.ApproveResponse;
import dev.execbus.protocol.ExecbusException;
import io.vertx.core.Future;
import java.time.Duration;
import java.util.List;

/** What a gateway does for workers. One address per transport instance. */
public interface GatewayService {
    /** For what is answered at once: {@link Audit}, and deliveries that are always refused. */
    Duration AUDIT_DEADLINE = Duration.ofSeconds(1);

    /** How long the person behind a client may take for an answer. */
    Duration APPROVAL_DEADLINE = Duration.ofMinutes(10);

    sealed interface Message extends BusMessage {}

    sealed interface Command extends Message {}

    /**
     * Events for the client of {@code to}, in order. One without events asks whether all before it have come and are
     * written.
     *
     * @param number of this delivery, from 1 for each attachment: the gateway lets a client go that would miss one. 0 for
     *     events that stand alone
     */
    record Deliver(Attachment to, long number, List<ClientEvent> events) implements Command {
        public Deliver {
            events = List.copyOf(events);
        }

        /** With a number that cannot be the next one: always refused, and the client has to come back. */
        public static Deliver recall(Attachment from) {
            return new Deliver(from, Long.MAX_VALUE, List.of());
        }
    }

    /** Does the gateway still hold these? */
    record Audit(List<Attachment> attachments) implements Command {
        public Audit {
            attachments = List.copyOf(attachments);
        }
    }

    /** Asks the client whether a command may run. */
    record Approve(Attachment to, ApproveParams params) implements Command {}

    /** All of it is written to the socket: the credit for the next delivery. */
    record Delivered() implements Message {}

    /** @param unknown those the gateway does not hold, or not any more */
    record Audited(List<Attachment> unknown) implements Message {
        public Audited {
            unknown = List.copyOf(unknown);
        }
    }

    record Approved(ApproveResponse response) implements Message {}

    Future<Delivered> deliver(Deliver deliver);

    /** Without an answer, which costs more than a small delivery itself. What is refused the client has to come back for. */
    default void tell(Deliver deliver) {
        deliver(deliver);
    }

    /** Lets the client go, which has to come back. Whether to say it again: nobody knows if the gateway has heard it. */
    default Future<Boolean> recall(Attachment client) {
        return deliver(Deliver.recall(client)).map(done -> false).otherwise(Failures::isUnreachable);
    }

    Future<Audited> audit(Audit audit);

    /** Not everybody has clients that can be asked. */
    default Future<Approved> approve(Approve approve) {
        return Future.failedFuture(new ExecbusException(ErrorCode.UNSUPPORTED, "the client does not answer questions"));
    }

    /** {@code deadline} lies above the gateway's own patience with a slow client, so that a timeout never means slow. */
    static GatewayService on(Bus bus, NodeName gateway, Duration deadline) {
        String address = address(gateway);
        return new GatewayService() {
            @Override
            public Future<Delivered> deliver(Deliver deliver) {
                return bus.request(address, deliver, Delivered.class, deadline);
            }

            @Override
            public void tell(Deliver deliver) {
                bus.tell(address, deliver);
            }

            @Override
            public Future<Audited> audit(Audit audit) {
                return bus.request(address, audit, Audited.class, AUDIT_DEADLINE);
            }

            @Override
            public Future<Approved> approve(Approve approve) {
                return bus.request(address, approve, Approved.class, APPROVAL_DEADLINE.plus(Bus.DEADLINE));
            }
        };
    }

    /** The same for events that stand alone: a client that may have missed one is let go. For the caller's context. */
    static GatewayService recalling(Bus bus, NodeName gateway, Duration deadline, Timers timers) {
        return new RecallingGateway(on(bus, gateway, deadline), on(bus, gateway, AUDIT_DEADLINE), timers);
    }

    static Future<Void> serve(Bus bus, NodeName gateway, GatewayService service) {
        return bus.serve(address(gateway), Command.class, command -> switch (command) {
            case Deliver deliver -> service.deliver(deliver);
            case Audit audit -> service.audit(audit);
            case Approve approve -> service.approve(approve);
        });
    }

    private static String address(NodeName gateway) {
        return "execbus.gateway." + gateway;
    }
}
