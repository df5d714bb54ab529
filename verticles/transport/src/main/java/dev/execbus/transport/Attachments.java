package dev.execbus.transport;

import dev.execbus.bus.Attachment;
import dev.execbus.bus.ConnectionId;
import dev.execbus.bus.NodeName;
import dev.execbus.bus.SessionId;
import dev.execbus.bus.SessionService;
import dev.execbus.protocol.EnvironmentMethods.EnvironmentInfo;
import dev.execbus.protocol.ErrorCode;
import dev.execbus.protocol.ExecbusException;
import dev.execbus.protocol.SessionMethods.InitializeResponse;
import io.vertx.core.Future;
import java.util.function.BooleanSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Gets connections their sessions, and gives them back. Confined to the gateway's context. */
final class Attachments {
    private static final Logger LOG = LoggerFactory.getLogger(Attachments.class);

    private final Workers workers;
    private final Placement<Introduction> placement;
    private final Resumption resumption;
    private final NodeName gateway;
    private final GatewayMeters meters;
    private int detaching;

    Attachments(
            Workers workers,
            Placement<Introduction> placement,
            NodeName gateway,
            Surroundings around,
            GatewayMeters meters) {
        this.workers = workers;
        this.placement = placement;
        this.gateway = gateway;
        this.meters = meters;
        this.resumption = new Resumption(workers, gateway, around, this::detach);
    }

    record Introduction(Speaker speaker, InitializeResponse response) {}

    /**
     * @param environment a label or a worker's name, for a new session; null for any
     * @param wanted false once the connection is gone
     */
    Future<Introduction> open(ConnectionId connection, String environment, BooleanSupplier wanted) {
        return meters.placed(() -> placement.place(
                environment,
                wanted,
                name -> workers.of(name)
                        .map(worker -> opened(worker, connection))
                        .orElseGet(() -> Future.failedFuture(
                                new ExecbusException(ErrorCode.WORKER_UNAVAILABLE, "worker " + name + " is lost")))));
    }

    /** Described before attached: nothing can fail any more once the session is the connection's. */
    private Future<Introduction> opened(Worker worker, ConnectionId connection) {
        return worker.info()
                .compose(info -> worker.sessions()
                        .open(new SessionService.Open(gateway, connection))
                        .map(attached -> introduction(worker, attached.attachment(), info)));
    }

    Future<Introduction> resume(ConnectionId connection, String session) {
        return meters.resumed(() -> resumption
                .resume(new SessionId(session), connection)
                .compose(found -> found.worker()
                        .info()
                        .map(info -> introduction(found.worker(), found.attachment(), info))
                        .onFailure(cause -> detach(found.worker(), found.attachment()))));
    }

    private static Introduction introduction(Worker worker, Attachment attachment, EnvironmentInfo info) {
        return new Introduction(
                new Speaker(worker, worker.services().attached(), attachment),
                new InitializeResponse(attachment.session().value(), info));
    }

    /** A worker that is lost is not told; it will ask. */
    void detach(Worker worker, Attachment attachment) {
        if (worker.fate() != Worker.Fate.LIVE) {
            return;
        }
        detaching++;
        worker.sessions().detach(new SessionService.Detach(attachment)).onComplete(done -> {
            detaching--;
            if (done.failed()) {
                LOG.warn(
                        "session not detached session={} reason={}",
                        attachment.session(),
                        done.cause().getMessage());
            }
        });
    }

    /** Workers that have not acknowledged yet that a session is detached. */
    int detaching() {
        return detaching;
    }

    /** Clients that wait for a worker. */
    int waiting() {
        return placement.waiting();
    }

    /** Something was heard of a worker. */
    void look() {
        placement.look();
    }

    /** Time has passed. */
    void expire() {
        placement.expire();
        resumption.expire();
    }
}
