package dev.execbus.unifiedexec;

import dev.execbus.bus.Attachment;
import dev.execbus.bus.GatewayService;
import dev.execbus.client.Environments;
import dev.execbus.protocol.ErrorCode;
import dev.execbus.protocol.ExecMethods.ApproveParams;
import dev.execbus.protocol.ExecbusException;
import io.vertx.core.Future;

/** A session and what runs for it. Confined to the room's context. */
final class RoomClient implements Approver {
    /** What one that uses unified exec has. */
    private record Furnished(Environments environments, UnifiedExec exec) {}

    private final ClientFeed feed = new ClientFeed();
    private long epoch;
    private Attachment attachment;
    private GatewayService gateway;
    private Furnished furnished;

    void attach(Attachment as, GatewayService through) {
        epoch = as.epoch();
        attachment = as;
        gateway = through;
        feed.attach(as, through);
    }

    void detach(long lastEpoch) {
        if (epoch == lastEpoch) {
            attachment = null;
            gateway = null;
            feed.detach();
        }
    }

    boolean speaks(Attachment from) {
        return from.equals(attachment);
    }

    ClientFeed feed() {
        return feed;
    }

    boolean isFurnished() {
        return furnished != null;
    }

    void furnish(Environments environments, UnifiedExecFactory factory) {
        furnished = new Furnished(environments, factory.create(ExecPlaces.of(environments), this));
    }

    /** Once furnished. */
    UnifiedExec exec() {
        return furnished.exec();
    }

    /** Completes when nothing runs any more. */
    Future<Void> end() {
        attachment = null;
        gateway = null;
        feed.detach();
        return furnished == null
                ? Future.succeededFuture()
                : furnished
                        .exec()
                        .close()
                        .transform(ended -> furnished.environments().close());
    }

    @Override
    public Future<Answer> ask(Question question) {
        if (gateway == null) {
            return Future.failedFuture(
                    new ExecbusException(ErrorCode.STALE_ATTACHMENT, "the client is not connected at the moment"));
        }
        ApproveParams params = new ApproveParams(
                question.command(),
                question.cwd(),
                question.reason(),
                question.shell(),
                question.environmentId(),
                question.callId(),
                question.prefixRule());
        return gateway.approve(new GatewayService.Approve(attachment, params))
                .map(approved -> switch (approved.response().decision()) {
                    case APPROVED -> Answer.APPROVED;
                    case APPROVED_FOR_SESSION -> Answer.APPROVED_FOR_SESSION;
                    case APPROVED_FOR_PREFIX -> Answer.APPROVED_FOR_PREFIX;
                    case DENIED -> Answer.DENIED;
                });
    }
}
