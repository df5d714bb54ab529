package dev.execbus.transport;

import dev.execbus.bus.Attachment;
import dev.execbus.bus.ClientEvent;
import dev.execbus.bus.GatewayService.Deliver;
import dev.execbus.bus.GatewayService.Delivered;
import dev.execbus.bus.ProcessEvent;
import dev.execbus.protocol.ErrorCode;
import dev.execbus.protocol.ExecbusException;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.util.function.LongSupplier;

/**
 * Events on their way to one client. They are written after the answer that told it its session, and only as long as none
 * is missing. Confined to the gateway's context.
 */
final class ClientEvents {
    private final Door door;
    private final EventFrames frames;
    private final HandleProcesses handles;
    private final LongSupplier nanoTime;
    private final Runnable incomplete;
    private final Promise<Attachment> introduced = Promise.promise();
    private final DeliveryNumbers numbers = new DeliveryNumbers();
    private Future<Void> written = Future.succeededFuture();

    /** @param incomplete the client would miss something and has to be let go */
    ClientEvents(Door door, HandleProcesses handles, LongSupplier nanoTime, Runnable incomplete) {
        this.door = door;
        this.frames = new EventFrames(door);
        this.handles = handles;
        this.nanoTime = nanoTime;
        this.incomplete = incomplete;
    }

    void begin(Attachment attachment) {
        introduced.tryComplete(attachment);
    }

    void end() {
        introduced.tryFail("the connection is gone");
    }

    Future<Delivered> deliver(Deliver deliver) {
        return introduced
                .future()
                .compose(own -> deliver(deliver, own))
                // A client that goes in the middle of a delivery is nobody's error.
                .recover(cut -> Future.failedFuture(cut instanceof ExecbusException ? cut : connectionGone()));
    }

    private Future<Delivered> deliver(Deliver deliver, Attachment own) {
        if (!deliver.to().equals(own) || !numbers.follows(deliver.number())) {
            if (!isOlder(deliver.to(), own)) {
                incomplete.run();
            }
            return Future.failedFuture(new ExecbusException(
                    ErrorCode.STALE_ATTACHMENT, "this is not the next delivery for the client's attachment"));
        }
        Future<Void> last = written;
        for (ClientEvent event : deliver.events()) {
            last = event instanceof ProcessEvent process && HandleProcesses.isOne(process.processId())
                    ? handles.happened(process, last, nanoTime.getAsLong())
                    : door.send(frames.encode(event));
        }
        written = last;
        return last.map(done -> new Delivered());
    }

    /** What was meant for an attempt that this client has given up is nothing it misses. */
    private static boolean isOlder(Attachment to, Attachment own) {
        return to.session().equals(own.session()) && to.epoch() < own.epoch();
    }

    static ExecbusException connectionGone() {
        return new ExecbusException(ErrorCode.STALE_ATTACHMENT, "the connection is gone");
    }
}
