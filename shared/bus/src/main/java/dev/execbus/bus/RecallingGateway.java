package dev.execbus.bus;

import io.vertx.core.Future;
import java.time.Duration;
import java.util.HashSet;
import java.util.Set;

/**
 * For events that stand alone, which nobody misses by their number: when one did not reach the gateway, or the answer did
 * not come, the client is let go as soon as the gateway can be reached, so that it knows. Confined to the caller's context.
 */
final class RecallingGateway implements GatewayService {
    static final Duration PAUSE = Duration.ofSeconds(1);

    /** Longer than it takes until a gateway is given up, and all its clients with it. */
    static final int TRIES = 30;

    private final GatewayService deliveries;
    private final GatewayService recalls;
    private final Timers timers;
    private final Set<Attachment> recalled = new HashSet<>();

    /** @param recalls the same gateway with a deadline for what is answered at once */
    RecallingGateway(GatewayService deliveries, GatewayService recalls, Timers timers) {
        this.deliveries = deliveries;
        this.recalls = recalls;
        this.timers = timers;
    }

    @Override
    public Future<Delivered> deliver(Deliver deliver) {
        return deliveries.deliver(deliver).onFailure(cause -> {
            if (Failures.isUnreachable(cause) && recalled.add(deliver.to())) {
                recall(deliver.to(), TRIES);
            }
        });
    }

    private void recall(Attachment client, int tries) {
        recalls.recall(client).onSuccess(again -> {
            if (again && tries > 1) {
                timers.after(PAUSE, () -> recall(client, tries - 1));
            } else {
                recalled.remove(client);
            }
        });
    }

    @Override
    public Future<Audited> audit(Audit audit) {
        return deliveries.audit(audit);
    }

    @Override
    public Future<Approved> approve(Approve approve) {
        return deliveries.approve(approve);
    }
}
