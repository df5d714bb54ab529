package dev.execbus.sessions;

import dev.execbus.bus.Attachment;
import dev.execbus.bus.Beats.GatewayBeat;
import dev.execbus.bus.Failures;
import dev.execbus.bus.NodeName;
import io.vertx.core.Future;
import java.util.List;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Detaches sessions whose gateway is gone or does not hold them any more, so that clients can resume them. Confined
 * to the verticle's context.
 */
final class LostAttachments {
    private static final Logger LOG = LoggerFactory.getLogger(LostAttachments.class);

    private final SessionRegistry sessions;
    private final GatewayWatch gateways;
    private final Audits audits;
    private final Consumer<NodeName> giveUp;
    private final Consumer<Attachment> recall;

    /**
     * @param giveUp answers of this gateway are not waited for any longer
     * @param recall tells a gateway that its client has to come back, since this is no attachment any more
     */
    LostAttachments(
            SessionRegistry sessions,
            GatewayWatch gateways,
            Audits audits,
            Consumer<NodeName> giveUp,
            Consumer<Attachment> recall) {
        this.sessions = sessions;
        this.gateways = gateways;
        this.audits = audits;
        this.giveUp = giveUp;
        this.recall = recall;
    }

    void heard(GatewayBeat beat) {
        gateways.heard(beat).forEach(this::follow);
    }

    void tick() {
        gateways.tick().forEach(this::follow);
    }

    /** Of all gateways. */
    void audit() {
        sessions.settled().forEach(this::audit);
    }

    private void follow(GatewayWatch.News news) {
        switch (news.what()) {
            // It may have been cut off and believe that it still has what was detached meanwhile.
            case CAME -> sessions.takenFrom(news.gateway()).forEach(recall);
            case GONE -> gone(news.gateway());
            case DOUBTFUL -> doubted(news.gateway());
        }
    }

    private void gone(NodeName gateway) {
        gateways.forget(gateway);
        giveUp.accept(gateway);
        LOG.info("gateway gone gateway={} detached={}", gateway, sessions.detachAll(gateway));
    }

    private void doubted(NodeName gateway) {
        if (!sessions.anyThrough(gateway)) {
            gateways.forget(gateway);
            return;
        }
        audit(gateway, sessions.settled().getOrDefault(gateway, List.of())).onFailure(cause -> {
            if (Failures.isUnreachable(cause) && gateways.isUnheard(gateway)) {
                gone(gateway);
            }
        });
    }

    private Future<?> audit(NodeName gateway, List<Attachment> attachments) {
        return audits.unknown(gateway, attachments).onSuccess(unknown -> unknown.forEach(sessions::detachLost));
    }
}
