package dev.execbus.filesystem;

import dev.execbus.bus.Attachment;
import dev.execbus.bus.AttachmentListener;
import dev.execbus.bus.AttachmentListener.Attached;
import dev.execbus.bus.AttachmentListener.Changed;
import dev.execbus.bus.AttachmentListener.Room;
import dev.execbus.bus.Bus;
import dev.execbus.bus.ClientEvent;
import dev.execbus.bus.ConnectionId;
import dev.execbus.bus.FileService;
import dev.execbus.bus.GatewayService;
import dev.execbus.bus.GatewayService.Deliver;
import dev.execbus.bus.GatewayService.Delivered;
import dev.execbus.bus.NodeName;
import dev.execbus.bus.SessionId;
import dev.execbus.sandbox.FileConfinement;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** The room, deployed with a gateway that keeps what it is to deliver and a session that has one connection. */
final class FileRoom {
    /** What the gateway got, and how it gives credit for it. */
    record Delivery(Deliver what, Promise<Delivered> credit) {
        ClientEvent event() {
            return what.events().getFirst();
        }
    }

    private record KeepingGateway(BlockingQueue<Delivery> deliveries) implements GatewayService {
        @Override
        public Future<Delivered> deliver(Deliver deliver) {
            Promise<Delivered> credit = Promise.promise();
            deliveries.add(new Delivery(deliver, credit));
            return credit.future();
        }

        @Override
        public Future<Audited> audit(Audit audit) {
            return Future.succeededFuture(new Audited(List.of()));
        }
    }

    private static final NodeName WORKER = new NodeName("w1");
    private static final NodeName GATEWAY = new NodeName("g1");

    final FileService files;
    final String deployment;
    private final AttachmentListener attachments;
    private final BlockingQueue<Delivery> deliveries = new LinkedBlockingQueue<>();

    FileRoom(Vertx vertx, FileSettings settings, FileConfinement confinement) throws Exception {
        Bus bus = Bus.install(vertx);
        done(GatewayService.serve(bus, GATEWAY, new KeepingGateway(deliveries)));
        deployment = done(vertx.deployVerticle(new FileVerticle(bus, WORKER, settings, new FixedSandbox(confinement))));
        files = FileService.on(bus, WORKER);
        attachments = AttachmentListener.on(bus, Room.FILES, WORKER);
        tell(new Attached(attachment(1)));
    }

    void tell(Changed changed) throws Exception {
        done(attachments.changed(changed));
    }

    /** The next delivery, without credit yet. */
    Delivery next() throws InterruptedException {
        Delivery delivery = deliveries.poll(20, TimeUnit.SECONDS);
        if (delivery == null) {
            throw new AssertionError("nothing was delivered");
        }
        return delivery;
    }

    /** The next event; more may follow. */
    ClientEvent nextEvent() throws InterruptedException {
        Delivery delivery = next();
        delivery.credit().complete(new Delivered());
        return delivery.event();
    }

    boolean isSilent() {
        return deliveries.isEmpty();
    }

    /** Of the one session; its first connection has the epoch 1. */
    static Attachment attachment(long epoch) {
        return new Attachment(new SessionId("s"), epoch, GATEWAY, new ConnectionId(epoch));
    }

    static <T> T done(Future<T> future) throws Exception {
        return future.toCompletionStage().toCompletableFuture().get(20, TimeUnit.SECONDS);
    }
}
